/** What is stored and sent: the codecs of petitions, counts and alerts. */
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { alertSchema } from '../../src/domain/alerts.ts';
import { countsCodec } from '../../src/domain/count-series.ts';
import { petitionSchema, newPetition } from '../../src/domain/petition.ts';
import { at, rules, Story } from './story.ts';

/** Everything a petition can know, at once. */
const story = new Story({ history: rules({ retractable: true }), warnBefore: ['P3D', 'P1D'], announceStart: true })
  .sees('2026-03-01T11:00:00.250Z', 10, {
    title: 'Title',
    url: 'https://example.org',
    opened: at('2026-03-01T10:00:00Z'),
  })
  .sees('2026-03-02T11:00:00Z', 120, { needed: { response: 110 }, stamps: { response: at('2026-03-02T10:59:00Z') } })
  .sees('2026-03-05T11:00:00Z', 130, { answer: { at: at('2026-03-05T10:00:00Z'), url: 'https://example.org/a' } })
  .sees('2026-03-06T11:00:00Z', 100)
  .sees('2026-03-07T11:00:00Z', 90, { signing: { open: false, reason: 'rejected' } })
  .misses('2026-03-08T11:00:00Z', true);

test('a petition is read as it was stored, but for fractions of the seconds of its counts', () => {
  const read = z.parse(petitionSchema, JSON.parse(JSON.stringify(z.encode(petitionSchema, story.petition))));
  const [first, ...counts] = story.petition.counts;
  expect(read).toEqual({ ...story.petition, counts: [{ ...first, at: at('2026-03-01T11:00:00Z') }, ...counts] });
});

test('a petition that was never seen is stored and read as it is', () => {
  expect(z.decode(petitionSchema, z.encode(petitionSchema, newPetition('test/1')))).toEqual(newPetition('test/1'));
});

test('every instant is stored in UTC', () => {
  const stored = JSON.stringify(z.encode(petitionSchema, story.petition));
  const instants = stored.match(/"\d{4}-[^"]*"/g) ?? [];
  expect(instants.length).toBeGreaterThan(10);
  for (const text of instants) expect(text).toMatch(/^"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z"$/);
});

test('a stored petition of which a part is missing or of another type is refused, with its path', () => {
  const stored = z.encode(petitionSchema, story.petition);
  const faults = z.safeParse(petitionSchema, { ...stored, alerts: undefined, last: { at: 'soon', signatures: '7' } });
  expect(faults.error?.issues.map(({ path }) => path.join('.')).sort()).toEqual([
    'alerts',
    'last.at',
    'last.signatures',
  ]);
});

test('an alert is read as it was stored', () => {
  expect(story.alerts.length).toBeGreaterThan(4);
  for (const alert of story.alerts) {
    const read = z.parse(alertSchema, JSON.parse(JSON.stringify(z.encode(alertSchema, alert))));
    expect(read).toEqual(alert);
  }
});

test('counts of any run are kept, to the second', () => {
  const count = fc.record({
    at: fc.integer({ min: 0, max: 4_000_000_000 }).map((s) => Temporal.Instant.fromEpochMilliseconds(s * 1000)),
    signatures: fc.nat(10_000_000),
  });
  fc.assert(
    fc.property(fc.array(count), (counts) => {
      const stored = JSON.stringify(z.encode(countsCodec, counts));
      expect(z.parse(countsCodec, JSON.parse(stored))).toEqual(counts);
    }),
  );
});

test('thirty counts, a minute apart, take about a quarter of a kilobyte', () => {
  const start = at('2016-01-05T17:00:00Z');
  const counts = Array.from({ length: 30 }, (_, i) => ({
    at: start.add({ seconds: 60 * i }),
    signatures: 99_000 + 37 * i,
  }));
  expect(JSON.stringify(z.encode(countsCodec, counts)).length).toBeLessThan(320);
});

test('counts whose steps lead beyond all calendars are a fault, as anything else that is damaged', () => {
  const from = '2026-03-01T11:00:00Z';
  const damaged = { from, signatures: 1, then: [[Number.MAX_SAFE_INTEGER, 1]] };
  expect(z.safeParse(countsCodec, damaged).error?.issues[0]?.message).toBe('must be counts of the years 0 to 9999');
});
