/** petitions.json, the JSON of each petition, and its readings as CSV. */
import { parse as parseCsv } from 'csv-parse/sync';
import * as z from 'zod/mini';
import { parseJson } from '../../../src/validation.ts';
import { alertSchema } from '../../../src/domain/alerts.ts';
import { newPetition } from '../../../src/domain/petition.ts';
import { overviewFeeds, petitionFeeds } from '../../../lambda/site/feeds/index.ts';
import { petitionFileSchema, petitionsFileSchema, type PetitionFile } from '../../../lambda/site/feeds/schema.ts';
import { readHistory } from '../../../cli/backtest/recorded-history.ts';
import { samples } from '../../notifications/samples.ts';
import { at, rules, ukParliament } from '../../domain/story.ts';
import { all, now } from './stories.ts';
import { bodyOf, onRecord, overview, site, namedStory, type NamedStory } from './view.ts';

/** Keeps the order of keys. */
const outline = z.object({ alerts: z.array(z.record(z.string(), z.unknown())) });

const petitionsJson = (petitions: readonly NamedStory[]): string =>
  bodyOf(overviewFeeds(overview(petitions, now), site), 'petitions.json');
const petitionJson = (one: NamedStory): string => bodyOf(petitionFeeds(onRecord(one, now), site), '.json');
const read = (one: NamedStory): PetitionFile => parseJson(petitionFileSchema, petitionJson(one), 'feed');
const named = (name: string): NamedStory => {
  const found = all.find(({ petition }) => petition.petition === `uk-parliament/${name}`);
  if (found === undefined) throw new Error(`no story ${name}`);
  return found;
};

describe('petitions.json', () => {
  test('matches its schema, without unknown keys', () => {
    const text = petitionsJson(all);
    const file = parseJson(petitionsFileSchema, text, 'feed');
    expect(JSON.stringify(z.encode(petitionsFileSchema, file))).toBe(text);
    expect(file.petitions).toHaveLength(all.length);
  });

  test('has overdue responses, response times and unreadable petitions', () => {
    const text = bodyOf(overviewFeeds(overview(all, now, { unreadable: ['uk-parliament/9'] }), site), 'petitions.json');
    const { overdue, waits, unreadable } = parseJson(petitionsFileSchema, text, 'feed');
    expect(overdue).toEqual([
      expect.objectContaining({ petition: 'uk-parliament/overdue', daysLate: 5, commitment: 'convention' }),
    ]);
    expect(waits).toMatchObject({ answered: 2, waiting: 3 });
    expect(unreadable).toEqual(['uk-parliament/9']);
  });

  test('links to the page and the data of each petition, in a safe path', () => {
    const odd = { ...named('open'), petition: { ...named('open').petition, petition: 'uk-parliament/../a b' } };
    const { petitions } = parseJson(petitionsFileSchema, petitionsJson([odd]), 'feed');
    expect(petitions[0]).toMatchObject({
      page: 'https://petitions.example.org/site/petitions/uk-parliament/~2e~~2e~~2f~a~20~b.html',
      data: 'https://petitions.example.org/site/petitions/uk-parliament/~2e~~2e~~2f~a~20~b.json',
    });
  });

  test('has watched petitions without a reading, with all values unknown', () => {
    const one = { petition: newPetition('uk-parliament/1'), alerts: [], history: rules() };
    const { petitions } = parseJson(petitionsFileSchema, petitionsJson([one]), 'feed');
    expect(petitions[0]).toMatchObject({ title: null, signatures: null, readAt: null, deadline: null, thresholds: [] });
  });
});

describe('the JSON of a petition', () => {
  test.each(all.map((one) => [one.petition.petition, one] as const))('matches its schema: %s', (_, one) => {
    const text = petitionJson(one);
    const file = parseJson(petitionFileSchema, text, 'feed');
    expect(JSON.parse(JSON.stringify(z.encode(petitionFileSchema, file)))).toEqual(JSON.parse(text));
  });

  test('has why a threshold is met, and its response', () => {
    expect(read(named('late')).thresholds[0]).toMatchObject({
      threshold: 'response',
      met: {
        stamp: at('2026-04-01T08:30:00Z'),
        between: [at('2026-03-01T11:00:00Z'), at('2026-04-01T08:32:00Z')],
        by: at('2026-04-01T08:30:00Z'),
      },
      response: 'late',
      responseDeadline: at('2026-04-22T22:59:59.999Z'),
      below: null,
      reason: null,
    });
    expect(read(named('late')).answer).toMatchObject({
      stamp: at('2026-04-24T15:00:00Z'),
      url: 'https://petition.parliament.uk/petitions/700004/response',
    });
  });

  test('has why a threshold is missed, and how signing was closed', () => {
    expect(read(named('closedEarly'))).toMatchObject({
      closed: { stamp: at('2026-04-02T08:00:00Z'), early: true, reason: 'rejected' },
      thresholds: [{ verdict: 'missed', reason: 'closed-early', met: null }, {}],
    });
  });

  test('has an unconfirmed retraction, and a threshold that is met again', () => {
    const doubted = ukParliament()
      .sees('2026-03-01T11:00:00Z', 900, { opened: at('2026-03-01T10:00:00Z') })
      .sees('2026-03-02T11:00:00Z', 10_000)
      .sees('2026-03-03T11:00:00Z', 9_999);
    const [threshold] = read(namedStory(doubted, 'uk-parliament/doubted')).thresholds;
    expect(threshold).toMatchObject({ below: [at('2026-03-02T11:00:00Z'), at('2026-03-03T11:00:00Z')], occurrence: 1 });
    doubted.sees('2026-03-03T11:11:00Z', 9_999).sees('2026-03-04T11:00:00Z', 10_001);
    expect(read(namedStory(doubted, 'uk-parliament/doubted')).thresholds[0]).toMatchObject({
      below: null,
      occurrence: 2,
    });
  });

  test('has the rules of its verdicts, or null if they are unknown', () => {
    const { rules: judgedBy } = read(named('promised'));
    expect(judgedBy).toMatchObject({
      authority: 'the White House',
      commitment: 'promise',
      timeZone: 'America/New_York',
    });
    expect(judgedBy?.clocks).toEqual({ response: 'met' });
    // A debate has no deadline.
    expect(read(named('open')).rules).toMatchObject({
      clocks: { response: 'met' },
      consequences: { response: 'the government responds', debate: 'Parliament considers it for a debate' },
    });
    expect(Object.keys(read(named('open')).rules?.clocks ?? {})).toEqual(['response']);
    const record = { ...onRecord(named('promised'), now), rules: undefined };
    expect(JSON.parse(bodyOf(petitionFeeds(record, site), '.json'))).toMatchObject({ rules: null });
  });

  test('has the forecast from the last reading to the end of signing', () => {
    const { forecast, readAt, deadline } = read(named('open'));
    expect(forecast).toMatchObject({ from: readAt, ends: deadline });
    expect(read(named('closedEarly')).forecast).toBeNull();
  });

  test('has the readings', () => {
    expect(read(named('open')).readings).toEqual([
      [at('2026-03-01T11:00:00Z'), 900],
      [at('2026-04-27T06:00:00Z'), 8_123],
    ]);
  });

  test.each(samples)('has an alert as it was sent, with its headline: %s', (_, alert) => {
    const record = { ...onRecord(named('open'), now), alerts: [z.decode(alertSchema, z.encode(alertSchema, alert))] };
    const text = bodyOf(petitionFeeds(record, site), '.json');
    const { headline, ...data } = parseJson(outline, text, 'feed').alerts[0] ?? {};
    expect(JSON.stringify(data)).toBe(JSON.stringify(z.encode(alertSchema, alert)));
    expect(headline).toMatch(/\w/);
    expect(() => parseJson(petitionFileSchema, text, 'feed')).not.toThrow();
  });
});

test('the readings as CSV can be read by any CSV reader, and by a backtest', () => {
  const record = onRecord(named('overdue'), now);
  const csv = bodyOf(petitionFeeds(record, site), '.csv');
  expect(parseCsv(csv, { columns: true })).toEqual([
    { observed_at: '2026-03-01T11:00:00Z', signatures: '900' },
    { observed_at: '2026-04-01T08:32:00Z', signatures: '10003' },
    { observed_at: '2026-04-27T06:00:00Z', signatures: '10103' },
  ]);
  expect(readHistory(csv, 'csv')).toEqual(record.readings);
});

test('the same view gives the same bytes, and each file has its own path', () => {
  const make = () => [
    ...overviewFeeds(overview(all, now), site),
    ...all.flatMap((one) => petitionFeeds(onRecord(one, now), site)),
  ];
  const files = make();
  expect(make()).toEqual(files);
  expect(new Set(files.map(({ path }) => path)).size).toBe(7 + 5 * all.length);
});

test('ten thousand petitions are one line of JSON', () => {
  const open = overview([named('open')], now).petitions;
  const many = Array.from({ length: 10_000 }, () => open).flat();
  const text = bodyOf(overviewFeeds({ ...overview([], now), petitions: many }, site), 'petitions.json');
  expect(text).not.toContain('\n');
  expect(text.length).toBeLessThan(10_000 * 1_500);
});
