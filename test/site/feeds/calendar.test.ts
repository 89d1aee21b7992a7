/** deadlines.ics, as calendars read it. */
import fc from 'fast-check';
import ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { petitionSchema } from '../../../src/domain/petition.ts';
import { rulebook } from '../../../src/domain/rulebook.ts';
import { overviewFeeds, petitionFeeds } from '../../../lambda/site/feeds/index.ts';
import { clip, oneLine } from '../../../src/text.ts';
import { at, rules, Story, ukParliament, weThePeople } from '../../domain/story.ts';
import { all, now, stories } from './stories.ts';
import { anyTitle } from './titles.ts';
import { bodyOf, onRecord, overview, site, namedStory, type NamedStory } from './view.ts';

const textOf = (petitions: readonly NamedStory[], when = now, where = site): string =>
  bodyOf(overviewFeeds(overview(petitions, when), where), '.ics');

interface Shown {
  readonly uid: string;
  readonly summary: string;
  readonly description: string;
  readonly start: string;
  readonly sequence: number;
  readonly stamp: string;
  readonly status: string;
  readonly url: string;
}

/** Parsed strictly by RFC 5545: it throws for anything else. */
function calendarIn(text: string): ICAL.Component {
  expect(ICAL.design.strict).toBe(true);
  return ICAL.Component.fromString(text);
}

const eventsIn = (text: string): Shown[] =>
  calendarIn(text)
    .getAllSubcomponents('vevent')
    .map((event) => {
      const value = (name: string): string => String(event.getFirstPropertyValue(name));
      return {
        uid: value('uid'),
        summary: value('summary'),
        description: value('description'),
        start: value('dtstart'),
        sequence: Number(value('sequence')),
        stamp: value('dtstamp'),
        status: value('status'),
        url: value('url'),
      };
    });

const eventsOf = (story: Story, when = now): Shown[] => eventsIn(textOf([namedStory(story, 'uk-parliament/1')], when));
const only = (events: readonly Shown[], what: RegExp): Shown => {
  const [found, ...others] = events.filter(({ summary }) => what.test(summary));
  if (found === undefined || others.length > 0) {
    throw new Error(`not one is ${String(what)}: ${events.map(({ summary }) => summary).join('; ')}`);
  }
  return found;
};

test('the calendar of one petition has its name and its dates, the same events as the calendar of all', () => {
  const ofAll = eventsIn(textOf(all));
  for (const story of all) {
    const text = bodyOf(petitionFeeds(onRecord(story, now), site), '.ics');
    const own = eventsIn(text);
    const title = clip(oneLine(story.petition.title ?? ''), 200) || story.petition.petition;
    expect(calendarIn(text).getFirstPropertyValue('x-wr-calname')).toBe(title);
    expect(ofAll).toEqual(expect.arrayContaining(own.filter(({ uid }) => ofAll.some((event) => event.uid === uid))));
    expect(own.every(({ url }) => url === `${site.url}petitions/${story.petition.petition}.html`)).toBe(true);
  }
  expect(
    all.flatMap((story) => eventsIn(bodyOf(petitionFeeds(onRecord(story, now), site), '.ics'))).length,
  ).toBeGreaterThanOrEqual(ofAll.length);
});

describe('the calendar', () => {
  const text = textOf(all);
  const calendar = calendarIn(text);

  test('has the required properties, its name, and how often to refresh it', () => {
    expect(calendar.name).toBe('vcalendar');
    expect(calendar.getFirstPropertyValue('version')).toBe('2.0');
    expect(calendar.getFirstPropertyValue('prodid')).toBe('-//petition-threshold-monitor//deadlines//EN');
    expect(calendar.getFirstPropertyValue('x-wr-calname')).toBe('Petitions we watch');
    expect(String(calendar.getFirstPropertyValue('refresh-interval'))).toBe('PT1H');
    expect(calendar.getFirstPropertyValue('x-published-ttl')).toBe('PT1H');
    expect(calendar.getFirstPropertyValue('source')).toBe('https://petitions.example.org/site/deadlines.ics');
  });

  test('has the required properties of an event once, in UTC, and no length', () => {
    const events = calendar.getAllSubcomponents('vevent');
    expect(events).toHaveLength(14);
    for (const event of events) {
      for (const name of ['uid', 'dtstamp', 'dtstart', 'summary', 'description', 'sequence', 'last-modified', 'url']) {
        expect([name, event.getAllProperties(name).length]).toEqual([name, 1]);
      }
      expect(event.getAllProperties('dtend').concat(event.getAllProperties('duration'))).toEqual([]);
      expect(event.getFirstPropertyValue('transp')).toBe('TRANSPARENT');
    }
    const times = text.match(/^(DTSTART|DTSTAMP|LAST-MODIFIED).*$/gm) ?? [];
    expect(times).toHaveLength(3 * events.length);
    for (const time of times) expect(time).toMatch(/^[A-Z-]+:\d{8}T\d{6}Z\r?$/);
  });

  test('has no two events of one UID', () => {
    const uids = eventsIn(text).map(({ uid }) => uid);
    expect(new Set(uids).size).toBe(uids.length);
  });

  test('ends every line with CR LF, and has no line of more than 75 octets', () => {
    expectLines(text);
  });

  test('is in order of time', () => {
    const starts = eventsIn(text).map(({ start }) => start);
    expect(starts).toEqual([...starts].sort());
  });

  test('has no events before the first reading', () => {
    expect(eventsIn(textOf([]))).toEqual([]);
  });

  test('keeps a site name full of special characters', () => {
    const where = { ...site, title: 'Commas, semicolons; and \\n\r\nBEGIN:VEVENT' };
    const named = calendarIn(textOf([], now, where));
    // A text (RFC 7986, section 5.1), which ical.js does not unescape.
    expect(named.getFirstPropertyValue('name')).toBe('Commas\\, semicolons\\; and \\\\n BEGIN:VEVENT');
    expect(named.getAllSubcomponents()).toEqual([]);
  });
});

function expectLines(text: string): void {
  expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  expect(Math.max(...text.split('\r\n').map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75);
}

describe('an event', () => {
  test('says what ends, and at which count', () => {
    expect(eventsOf(stories.open).map(({ summary }) => summary)).toEqual([
      'Signing ends: Free the stamps, 8,123 of 10,000',
    ]);
    expect(eventsOf(stories.due).map(({ summary }) => summary)).toEqual([
      'Response expected: Answer me (10,000 signatures)',
      'Signing ends: Answer me, 12,000 of 100,000',
    ]);
    expect(only(eventsOf(stories.missed), /Signing/).summary).toBe('Signing ended: Too few, 70 of 100');
    expect(only(eventsOf(stories.promised), /Signing/).summary).toBe('Signing ends: Pardon us, 100,412 signatures');
  });

  test('says of an answer whether it came, and when', () => {
    expect(only(eventsOf(stories.promised), /Response|Answer/).summary).toBe(
      'Response promised: Pardon us (100,000 signatures)',
    );
    expect(only(eventsOf(stories.overdue), /Response|Answer/).summary).toBe(
      'Response not given by the expected date: Hear us (10,000 signatures)',
    );
    expect(only(eventsOf(stories.answered), /Response|Answer/).summary).toBe('Answered: Heard (10,000 signatures)');
    const late = only(eventsOf(stories.late), /Response|Answer/);
    expect(late.summary).toBe('Answered after the expected date: Heard at last (10,000 signatures)');
    expect(late.description).toMatchInlineSnapshot(`
      "Heard at last
      By convention, a response from the government was expected by 22 April 2026, 23:59 (London time).
      The date is a convention; no statute sets it.
      It was answered on 24 April 2026, 16:00 (London time).
      The answer: https://petition.parliament.uk/petitions/700004/response
      It has 10,103 signatures.
      https://petitions.example.org/site/petitions/uk-parliament/1.html"
    `);
  });

  test('says by whose clock, who owes it, and what that is worth', () => {
    const { description, url } = only(eventsOf(stories.overdue), /Response|Answer/);
    expect(description).toMatchInlineSnapshot(`
      "Hear us
      By convention, a response from the government was expected by 22 April 2026, 23:59 (London time). None has arrived.
      The date is a convention; no statute sets it.
      It has 10,103 signatures.
      https://petitions.example.org/site/petitions/uk-parliament/1.html"
    `);
    expect(url).toBe('https://petitions.example.org/site/petitions/uk-parliament/1.html');
    expect(only(eventsOf(stories.open), /Signing/).description).toMatchInlineSnapshot(`
      "Free the stamps
      Signing ends on 1 September 2026, 23:59 (London time), calculated from the rules of the platform.
      The response threshold of 10,000 signatures needs 1,877 more.
      At 10,000 signatures the government responds.
      By convention, a response from the government is expected within 21 days of reaching the threshold, which has not happened yet. The date is a convention; no statute sets it.
      It has 8,123 signatures.
      https://petitions.example.org/site/petitions/uk-parliament/1.html"
    `);
    expect(only(eventsOf(stories.promised), /Response|Answer/).description).toContain('(New York time)');
  });

  test('says from what on the time for an answer is counted, where that is not the threshold', () => {
    const story = new Story({ history: rulebook['eu-eci'] })
      .sees('2025-07-02T08:00:00Z', 990_000, { title: 'Stop', opened: at('2024-07-30T22:00:00Z') })
      .sees('2025-07-03T08:00:00Z', 1_000_412, { met: ['response'], clockStarted: null })
      .sees('2026-01-27T08:00:00Z', 1_000_412, { clockStarted: at('2026-01-25T23:00:00Z') });
    const { description } = only(eventsOf(story), /Response|Answer/);
    expect(description).toContain(', counted from its submission on 26 January 2026.');
  });

  test('says when it is not certain that an answer is owed', () => {
    const story = weThePeople()
      .sees('2016-01-01T17:00:00Z', 99_000, { opened: at('2015-12-20T17:00:00Z') })
      .sees('2016-01-19T18:00:00Z', 100_002);
    const uncertain = 'It is not certain that the threshold was met in time.';
    expect(only(eventsOf(story), /Response|Answer/).description).toContain(uncertain);
    expect(only(eventsOf(stories.overdue), /Response|Answer/).description).not.toContain(uncertain);
  });

  test('has each address on a line of its own, whatever the platform gives as one', () => {
    const story = ukParliament()
      .sees('2026-03-01T11:00:00Z', 900, { opened: at('2026-03-01T10:00:00Z') })
      .sees('2026-04-01T08:32:00Z', 10_003)
      .sees('2026-04-02T08:32:00Z', 10_003, { answer: { url: 'https://example.org/\u0000\nSigning is over' } });
    expect(only(eventsOf(story), /Response|Answer/).description.split('\n')).toContain(
      'The answer: https://example.org/ Signing is over',
    );
  });

  test('is another one for each threshold', () => {
    const thresholds = [100, 200].map((signatures) => ({
      name: `at-${signatures}`,
      signatures,
      responseWindow: 'P10D',
    }));
    const story = new Story({ history: rules({ thresholds }) })
      .sees('2026-03-01T11:00:00Z', 50, { opened: at('2026-03-01T10:00:00Z') })
      .sees('2026-03-02T11:00:00Z', 250);
    expect(new Set(eventsOf(story).map(({ uid }) => uid)).size).toBe(3);
  });

  test('of a petition that is gone has changed when it went', () => {
    expect(eventsOf(stories.gone).map(({ stamp }) => stamp)).toEqual(['2026-04-03T08:32:00Z']);
  });

  test('of the last millisecond of a day is on that day', () => {
    const { start } = only(eventsOf(stories.overdue), /Response|Answer/);
    expect(start).toBe('2026-04-22T22:59:59Z');
    expect(Temporal.Instant.from(start).toZonedDateTimeISO('Europe/London').toPlainDate().toString()).toBe(
      '2026-04-22',
    );
  });

  test('is cancelled when the petition was closed before, or is gone', () => {
    const states = (story: Story) => eventsOf(story).map(({ status, summary }) => [status, summary.split(':')[0]]);
    expect(states(stories.closedEarly)).toEqual([['CANCELLED', 'Closed early']]);
    expect(states(stories.gone)).toEqual([['CANCELLED', 'Gone from its platform']]);
    expect(states(stories.open)).toEqual([['CONFIRMED', 'Signing ends']]);
  });

  test('is the same event when its deadline has moved, with a higher number and a later stamp', () => {
    const story = () =>
      ukParliament()
        .sees('2026-03-01T11:00:00Z', 900, { title: 'Free the stamps', opened: at('2026-03-01T10:00:00Z') })
        .sees('2026-03-02T11:00:00Z', 950);
    const [before] = eventsOf(story());
    const moved = story().sees('2026-03-03T11:00:00Z', 950, { deadline: at('2026-10-02T22:59:59.999Z') });
    const [after] = eventsOf(moved);
    expect(before).toMatchObject({ start: '2026-09-01T22:59:59Z', sequence: 0, stamp: '2026-03-02T11:00:00Z' });
    expect(after).toMatchObject({ start: '2026-10-02T22:59:59Z', sequence: 1, stamp: '2026-03-03T11:00:00Z' });
    expect(after?.uid).toBe(before?.uid);
  });

  test('is the same event when an answer was due and has come', () => {
    const due = () =>
      ukParliament()
        .sees('2026-03-01T11:00:00Z', 900, { opened: at('2026-03-01T10:00:00Z') })
        .sees('2026-04-01T08:32:00Z', 10_003);
    const before = only(eventsOf(due()), /Response|Answer/);
    const after = only(eventsOf(due().sees('2026-04-02T08:32:00Z', 10_003, { answer: {} })), /Response|Answer/);
    expect([before.summary, after.summary].map((text) => text.split(':')[0])).toEqual([
      'Response expected',
      'Answered',
    ]);
    expect(after.uid).toBe(before.uid);
    expect(after.sequence).toBeGreaterThan(before.sequence);
  });

  test('has its UID from the names of its deadline, and not from the address of the site', () => {
    const [here] = eventsIn(textOf([namedStory(stories.open, 'uk-parliament/1')]));
    const [there] = eventsIn(
      textOf([namedStory(stories.open, 'uk-parliament/1')], now, { ...site, url: 'https://example.com/' }),
    );
    const [other] = eventsIn(textOf([namedStory(stories.open, 'uk-parliament/2')]));
    expect(there?.uid).toBe(here?.uid);
    expect(other?.uid).not.toBe(here?.uid);
    // With another id, every calendar would show every deadline twice.
    expect(here?.uid).toBe('2a922cc8-f86a-5b15-8eb1-f3074e7b8e01');
  });

  test('that passed more than ninety days ago is left out, but not an answer that is overdue', () => {
    const answerBy = (story: Story, last: string): string[] =>
      eventsOf(story.sees(last, 20_000), at(last).add({ hours: 1 })).map(({ summary }) => summary);
    const copyOf = (story: Story): Story => {
      const copy = ukParliament();
      copy.petition = z.decode(petitionSchema, z.encode(petitionSchema, story.petition));
      return copy;
    };
    const isAnswered = (summary: string): boolean => /^Answered( after the expected date)?: /.test(summary);
    // 22 April and ninety days are 21 July; the day of the calendar begins at midnight UTC.
    expect(answerBy(copyOf(stories.answered), '2026-07-21T23:30:00Z').some(isAnswered)).toBe(true);
    expect(answerBy(copyOf(stories.answered), '2026-07-22T00:30:00Z').some(isAnswered)).toBe(false);
    // It came on 24 April.
    expect(answerBy(copyOf(stories.late), '2026-07-23T00:30:00Z').some(isAnswered)).toBe(true);
    expect(answerBy(copyOf(stories.overdue), '2028-01-01T00:30:00Z')).toEqual([
      'Response not given by the expected date: Hear us (10,000 signatures)',
    ]);
  });
});

test('any title arrives intact', () => {
  fc.assert(
    fc.property(anyTitle, (title) => {
      const petition = { ...stories.open.petition, title };
      const text = textOf([{ ...namedStory(stories.open, 'uk-parliament/1'), petition }]);
      expectLines(text);
      const [event, ...others] = eventsIn(text);
      expect(others).toEqual([]);
      const shown = clip(oneLine(title), 200) || petition.petition;
      expect(event?.summary).toBe(`Signing ends: ${shown}, 8,123 of 10,000`);
      expect(event?.description.split('\n')[0]).toBe(shown);
    }),
  );
});

test('has the next thousand signing deadlines, and every response', () => {
  const opened = (day: number) => at('2026-01-01T10:00:00Z').add({ hours: 24 * (day % 90) });
  const many = Array.from({ length: 1_200 }, (_, index) =>
    namedStory(
      ukParliament().sees('2026-04-01T11:00:00Z', 10, {
        opened: opened(index),
        deadline: opened(index).add({ hours: 24 * 180 }),
      }),
      `uk-parliament/${index + 1}`,
    ),
  );
  const owed = ukParliament().sees('2026-04-01T11:00:00Z', 10_003, {
    opened: opened(0),
    stamps: { response: at('2026-04-01T10:00:00Z'), debate: null },
    answer: null,
  });
  const events = eventsIn(textOf([...many, namedStory(owed, 'uk-parliament/9999')], at('2026-04-02T10:00:00Z')));
  const signing = events.filter(({ summary }) => summary.startsWith('Signing ends'));
  expect([events.length, signing.length]).toEqual([1_001, 1_000]);
  const latest = opened(89)
    .add({ hours: 24 * 180 })
    .toString()
    .slice(0, 10);
  expect(signing.map(({ start }) => start.slice(0, 10))).not.toContain(latest);
});
