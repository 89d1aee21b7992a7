/** The status of petitions, and the table that shows it. */
import { petitionStatuses, type PetitionStatus } from '../../src/status/petition-status.ts';
import { statusRemarks, statusTable } from '../../local/status-table.ts';
import { durationText } from '../../local/duration-text.ts';
import type { Petition } from '../../src/domain/petition.ts';
import { newPetition } from '../../src/domain/petition.ts';
import type { StoredPetition } from '../../src/storage/petition-item.ts';
import { rulebook } from '../../src/domain/rulebook.ts';
import { sample } from '../notifications/samples.ts';
import { at, rules, Story, ukParliament, weThePeople } from '../domain/story.ts';

const stored = (petition: Petition, name: string, changes: Partial<StoredPetition> = {}): StoredPetition => ({
  petition: { ...petition, petition: name },
  sourceState: undefined,
  failures: 0,
  outbox: [],
  lockedUntil: undefined,
  dueKey: { bucket: '60', sortKey: '0007' },
  ...changes,
});

const opened = at('2016-01-01T17:00:00Z');
/** We the People, due by 2016-01-31T17:00Z: 40,000 signatures are missing. */
const open = weThePeople().sees('2016-01-02T17:00:00Z', 60_000, { opened, title: 'Still\nsigning' }).petition;
/** Met on 2016-01-03, to be answered by 2016-02-02. */
const awaited = weThePeople()
  .sees('2016-01-02T17:00:00Z', 60_000, { opened })
  .sees('2016-01-03T17:00:00Z', 100_000, { answer: null }).petition;
const standing = (now: string, petition = open): PetitionStatus => {
  const [one] = petitionStatuses([stored(petition, 'us-we-the-people/1')], at(now));
  if (one === undefined) throw new Error('no standing');
  return one;
};

describe('what is expected', () => {
  const growing = weThePeople()
    .sees('2016-01-02T17:00:00Z', 1_000, { opened })
    .sees('2016-01-04T17:00:00Z', 60_000).petition;

  test('when signing ends, and how likely the nearest open line is met', () => {
    const { low = 0, median = 0, high = 0, chance } = standing('2016-01-04T17:00:00Z', growing).forecast ?? {};
    expect([60_000, low, median, high]).toEqual([60_000, low, median, high].sort((a, b) => a - b));
    expect(chance).toBeGreaterThan(0.5);
    expect(chance).toBeLessThanOrEqual(1);
  });

  test('nothing of what is gone, and no chance where no line is open', () => {
    const gone = { since: at('2016-01-04T18:00:00Z'), told: false };
    expect(standing('2016-01-04T19:00:00Z', { ...growing, gone }).forecast).toBeNull();
    expect(standing('2016-01-05T19:00:00Z', awaited).forecast).toMatchObject({ chance: null });
  });
});

describe('the next line', () => {
  test('is the nearest open threshold, with what is needed a day until the deadline', () => {
    expect(standing('2016-01-11T17:00:00Z').next).toEqual({
      threshold: 'response',
      needed: 100_000,
      missing: 40_000,
      aDay: 2_000,
    });
    const both = ukParliament().sees('2026-01-02T10:00:00Z', 10, { opened: at('2026-01-01T10:00:00Z') }).petition;
    expect(standing('2026-01-03T10:00:00Z', both).next).toMatchObject({ threshold: 'response', missing: 9_990 });
  });

  test('a part of a day or of a signature is a whole one', () => {
    expect(standing('2016-01-11T16:59:00Z').next?.aDay).toBe(2_000);
    expect(standing('2016-01-11T17:01:00Z').next?.aDay).toBe(2_001);
    expect(standing('2016-01-31T05:00:00Z').next?.aDay).toBe(40_000);
  });

  test('needs nothing a day when the deadline has passed, and there is none when all is settled', () => {
    expect(standing('2016-01-31T17:00:00Z').next).toMatchObject({ missing: 40_000, aDay: null });
    expect(standing('2016-01-31T17:00:00Z', awaited).next).toBeNull();
  });
});

test('a petition that its platform never showed is not found, and not gone', () => {
  const now = at('2016-01-11T17:00:00Z');
  const gone = { since: at('2016-01-10T17:00:00Z'), told: false };
  const tableOf = (petition: Petition): string =>
    statusTable(petitionStatuses([stored(petition, 'test/1')], now), now, { width: Infinity });
  expect(tableOf({ ...newPetition('test/1'), gone })).toMatch(/ not read │ not found: check the id /);
  expect(tableOf({ ...open, gone })).toMatch(/ gone since 10 January 2016 /);
});

test('overdue answers come first, the oldest before the others; then what comes next; then what is settled', () => {
  const overdueSince = (day: string): Petition =>
    weThePeople()
      .sees('2016-01-02T17:00:00Z', 60_000, { opened })
      .sees(day, 100_000, { answer: null })
      .sees('2016-03-20T17:00:00Z', 100_000, { answer: null }).petition;
  const answered = weThePeople()
    .sees('2016-01-02T17:00:00Z', 60_000, { opened })
    .sees('2016-01-03T17:00:00Z', 100_000, { answer: { at: at('2016-01-03T16:00:00Z') } }).petition;
  const all = [
    stored(answered, 'a/settled'),
    stored(newPetition('a/new'), 'a/new'),
    stored(awaited, 'a/awaited'),
    stored(open, 'a/open'),
    stored(overdueSince('2016-01-09T17:00:00Z'), 'a/overdue-later'),
    stored(overdueSince('2016-01-05T17:00:00Z'), 'a/overdue-first'),
  ];
  expect(petitionStatuses(all, at('2016-01-11T17:00:00Z')).map(({ petition, overdue }) => [petition, overdue])).toEqual(
    [
      ['a/overdue-first', true],
      ['a/overdue-later', true],
      ['a/open', false],
      ['a/awaited', false],
      ['a/settled', false],
      ['a/new', false],
    ],
  );
});

test('what is open without a date comes before what is settled, which has no date either', () => {
  const withoutEnd = new Story({ history: rules({ signingWindow: undefined }) });
  const gone = new Story().sees('2016-01-02T17:00:00Z', 5).misses('2016-01-09T17:00:00Z', true).petition;
  const all = [stored(gone, 'a/gone'), stored(withoutEnd.sees('2016-01-02T17:00:00Z', 5).petition, 'a/open')];
  expect(petitionStatuses(all, at('2016-01-11T17:00:00Z')).map(({ petition }) => petition)).toEqual([
    'a/open',
    'a/gone',
  ]);
});

test('the table shows times in the zone of the platform, and a petition that was not read yet', () => {
  const gone = new Story().sees('2016-01-02T17:00:00Z', 5).misses('2016-01-09T17:00:00Z', true).petition;
  const now = at('2016-01-30T18:00:00Z');
  const all = [
    stored(open, 'us-we-the-people/1'),
    stored(awaited, 'us-we-the-people/2'),
    stored(newPetition('uk-parliament/3'), 'uk-parliament/3', { failures: 7 }),
    stored(gone, 'test/4', { outbox: [sample('threshold-met')] }),
  ];
  const shown = petitionStatuses(all, now);
  expect([statusTable(shown, now, { width: Infinity }), ...statusRemarks(shown)].join('\n')).toMatchInlineSnapshot(`
"┌────────────────────┬──────────────────────────────────┬────────────┬─────────────────────────────────────────┬───────────┬─────────┬─────────┬──────────┬─────────┬──────────────────────────────┐
│ petition           │ title                            │ signatures │ signing until                           │ threshold │   needs │ per day │   chance │ verdict │ response                     │
├────────────────────┼──────────────────────────────────┼────────────┼─────────────────────────────────────────┼───────────┼─────────┼─────────┼──────────┼─────────┼──────────────────────────────┤
│ us-we-the-people/1 │ Still signing                    │     60,000 │ 31 January 2016, 12:00 (New York time), │ response  │ 100,000 │  40,000 │ under 1% │ open    │                              │
│                    │                                  │            │ 23 hours left                           │           │         │         │          │         │                              │
│ us-we-the-people/2 │                                  │    100,000 │ 31 January 2016, 12:00 (New York time), │ response  │ 100,000 │         │          │ met     │ promised by 2 February 2016, │
│                    │                                  │            │ 23 hours left                           │           │         │         │          │         │ 2 days and 23 hours left     │
│ uk-parliament/3    │                                  │   not read │                                         │           │         │         │          │         │                              │
│ test/4             │                                  │          5 │ gone since 9 January 2016               │ response  │     100 │         │          │ open    │                              │
└────────────────────┴──────────────────────────────────┴────────────┴─────────────────────────────────────────┴───────────┴─────────┴─────────┴──────────┴─────────┴──────────────────────────────┘
uk-parliament/3: 7 checks in a row without a reading
test/4: 1 alert not sent yet"
`);
});

test('where the terminal is narrower than the table, each petition is a block that shows the whole title', () => {
  const now = at('2016-01-30T18:00:00Z');
  const title = 'Pardon Steven Avery and Brendan Dassey for their alleged involvement in the murder of Teresa Halbach.';
  const both = ukParliament().sees('2016-01-29T10:00:00Z', 10_010, { opened: at('2016-01-01T10:00:00Z') }).petition;
  const shown = petitionStatuses(
    [stored({ ...awaited, title }, 'us-we-the-people/22111'), stored(both, 'uk-parliament/3')],
    now,
  );
  const table = statusTable(shown, now, { width: Infinity });
  const tableWidth = table.indexOf('\n');
  expect(statusTable(shown, now, { width: tableWidth })).toBe(table);
  const blocks = statusTable(shown, now, { width: 60 });
  expect(statusTable(shown, now, { width: tableWidth - 1 })).toContain('\n  title          Pardon Steven Avery');
  expect(Math.max(...blocks.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(60);
  expect(blocks).toMatchInlineSnapshot(`
"us-we-the-people/22111
  title          Pardon Steven Avery and Brendan Dassey for
                 their alleged involvement in the murder of
                 Teresa Halbach.
  signatures     100,000
  signing until  31 January 2016, 12:00 (New York time), 23
                 hours left
  threshold      response
  needs          100,000
  verdict        met
  response       promised by 2 February 2016, 2 days and 23
                 hours left

uk-parliament/3
  signatures     10,010
  signing until  1 July 2016, 23:59 (London time), 153 days
                 left
  threshold      response
  needs          10,000
  verdict        met
  response       expected by 19 February 2016, by
                 convention, 20 days left
  threshold      debate
  needs          100,000
  per day        588
  chance         3%
  verdict        open"
`);
});

test('a response is worded by what its date is worth', () => {
  const eci = (): Story => new Story({ history: rulebook['eu-eci'] });
  const met = (story: Story): Story =>
    story
      .sees('2016-01-01T17:00:00Z', 1, { opened: at('2016-01-01T16:00:00Z') })
      .sees('2016-01-02T17:00:00Z', 1_000_000, { met: ['response'], clockStarted: at('2016-01-02T16:00:00Z') });
  const responses = (now: string): string[] => {
    const all = [
      stored(met(ukParliament()).sees(now, 1_000_000).petition, 'uk-parliament/1'),
      stored(met(weThePeople()).sees(now, 1_000_000).petition, 'us-we-the-people/1'),
      stored(met(eci()).sees(now, 1_000_000).petition, 'eu-eci/1'),
      // Of rules from a petitions.json that is not at hand.
      stored(met(eci()).sees(now, 1_000_000).petition, 'our-own/1'),
    ];
    const [, , , ...lines] = statusTable(petitionStatuses(all, at(now)), at(now), { width: Infinity }).split('\n');
    return lines.map((line) => line.split('│')[10]?.trim() ?? '').filter((cell) => cell !== '');
  };
  expect(responses('2016-01-03T17:00:00Z')).toMatchInlineSnapshot(`
    [
      "expected by 23 January 2016, by convention,",
      "20 days left",
      "promised by 1 February 2016,",
      "29 days left",
      "due by 2 April 2016,",
      "90 days left",
      "expected by 2 April 2016,",
      "90 days left",
    ]
  `);
  expect(responses('2016-07-03T17:00:00Z')).toMatchInlineSnapshot(`
    [
      "not given by the expected date:",
      "23 January 2016, by convention,",
      "161 days ago",
      "overdue (promise):",
      "1 February 2016,",
      "153 days ago",
      "overdue:",
      "2 April 2016,",
      "91 days ago",
      "not given by the expected date:",
      "2 April 2016,",
      "91 days ago",
    ]
  `);
});

test.each([
  ['2016-01-01T12:00:00Z', '2016-01-20T13:00:00Z', '19 days'],
  ['2016-01-01T12:00:00Z', '2016-01-03T13:59:00Z', '2 days and 1 hour'],
  ['2016-01-01T12:00:00Z', '2016-01-01T15:30:59Z', '3 hours and 30 minutes'],
  ['2016-01-01T12:00:00Z', '2016-01-01T12:00:59Z', 'less than a minute'],
  // The clocks go forward in New York: of this day there are 23 hours.
  ['2016-03-12T17:00:00Z', '2016-03-13T16:00:00Z', '1 day'],
])('from %s to %s it is %s', (from, to, words) => {
  expect(durationText(at(from), at(to), 'America/New_York')).toBe(words);
});
