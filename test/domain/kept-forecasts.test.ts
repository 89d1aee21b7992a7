/** Which forecasts are kept, and that they are kept as they were made. */
import fc from 'fast-check';
import * as z from 'zod/mini';
import { forecast } from '../../src/domain/forecast.ts';
import { keepForecasts, windowShare } from '../../src/domain/forecast-marks.ts';
import { forecastMoments, keptForecastsCodec, type KeptForecast } from '../../src/domain/kept-forecasts.ts';
import { at, rules, Story } from './story.ts';

const opened = at('2026-03-01T00:00:00Z');
const day = (days: number): string => opened.add({ minutes: Math.round(days * 1440) }).toString();
const history = rules({
  timeZone: 'UTC',
  signingWindow: 'P100D',
  thresholds: [
    { name: 'response', signatures: 1_000 },
    { name: 'debate', signatures: 5_000 },
  ],
});
const momentsOf = ({ petition }: Story): string[] => (petition.forecasts ?? []).map(({ moment }) => moment);

/** Read on these days of its window of a hundred, with one signature an hour. */
function watched(days: readonly number[], terms: Partial<Story['terms']> = {}): Story {
  const story = new Story({ history, ...terms });
  for (const one of days) story.sees(day(one), Math.round(one * 24), { opened });
  return story;
}

test('one is kept at each mark of the window, as it is forecast then', () => {
  const story = watched([0, 5, 9.9, 10, 10.1, 24, 25.5, 40, 51, 80, 81]);
  expect(momentsOf(story)).toEqual(['10%', '25%', '50%']);
  const [first] = story.petition.forecasts ?? [];
  const then = watched([0, 5, 9.9, 10]).petition;
  const { low, median, high, chance } = forecast(then, at(day(10))) ?? fail('no forecast');
  expect(first).toEqual({
    moment: '10%',
    at: at(day(10)),
    signatures: 240,
    low,
    median,
    high,
    chances: { response: Math.round(chance(1_000) * 100) / 100, debate: Math.round(chance(5_000) * 100) / 100 },
  });
});

const fail = (reason: string): never => {
  throw new Error(reason);
};

test('who begins to watch after a mark has missed it', () => {
  expect(momentsOf(watched([15, 20, 30, 49.9]))).toEqual([]);
  expect(momentsOf(watched([15, 20, 30, 76]))).toEqual(['75%']);
  expect(momentsOf(watched([15, 26, 80]))).toEqual(['25%']);
});

test('nothing is kept where nothing is forecast: without an opening, in the first day, or when signing is over', () => {
  const withoutOpening = new Story({ history });
  for (const one of [0, 10, 25, 50]) withoutOpening.sees(day(one), one * 24);
  expect(withoutOpening.petition.forecasts).toBeUndefined();
  const short = rules({ timeZone: 'UTC', signingWindow: 'P5D', thresholds: [{ name: 'response', signatures: 50 }] });
  expect(momentsOf(watched([0, 0.5], { history: short }))).toEqual([]);
  const over = watched([0, 9]).sees(day(10), 240, { signing: { open: false, at: at(day(9.5)) } });
  expect(momentsOf(over)).toEqual([]);
});

test('a window of no length has no share', () => {
  expect(windowShare({ opened, deadline: { at: opened, by: 'platform' } }, opened)).toBeUndefined();
  expect(windowShare({ opened, deadline: undefined }, opened)).toBeUndefined();
  expect(windowShare({ opened, deadline: { at: at(day(8)), by: 'platform' } }, at(day(2)))).toBe(0.25);
});

test('thresholds that are decided, or wait for parts, have no chance; the range is kept all the same', () => {
  const met = watched([0, 5]).sees(day(10), 1_200, { opened });
  expect(Object.keys(met.petition.forecasts?.[0]?.chances ?? {})).toEqual(['debate']);
  const parts = { of: 'states', minimum: 5, atLeast: 2 };
  const withParts = rules({
    timeZone: 'UTC',
    signingWindow: 'P100D',
    thresholds: [{ name: 'response', signatures: 1_000, parts }],
  });
  const shown = (states: Readonly<Record<string, number>> | undefined) =>
    watched([0, 5], { history: withParts }).sees(day(10), 300, { opened, ...(states && { parts: states }) }).petition
      .forecasts?.[0]?.chances;
  expect(shown(undefined)).toEqual({});
  expect(shown({ a: 9, b: 1 })).toEqual({});
  expect(Object.keys(shown({ a: 9, b: 9 }) ?? {})).toEqual(['response']);
});

test('what was told as likely or unlikely is kept as it was told, four times for a threshold at the most', () => {
  const story = new Story({ history, forecasts: true });
  let count = 0;
  const told: unknown[] = [];
  story.sees(day(0), 0, { opened });
  // Bursts and lulls: likely, unlikely, likely …
  for (let hour = 24; hour < 24 * 90; hour += 6) {
    count += Math.floor(hour / 240) % 2 === 0 ? Math.min(60, Math.max(0, Math.floor((990 - count) / 3))) : 0;
    story.sees(day(hour / 24), count, { opened });
    for (const { alert, threshold, forecast: one } of story.alerts.splice(0))
      if (alert === 'forecast-changed' && threshold === 'response') told.push([one?.likely, one?.chance, one?.high]);
  }
  const kept = (story.petition.forecasts ?? []).filter(({ moment }) => !moment.endsWith('%'));
  expect(told.length).toBeGreaterThan(0);
  expect(kept.map(({ moment, chances, high }) => [moment === 'likely', chances.response, high])).toEqual(
    told.slice(0, 4),
  );
});

test('the fifth that was told of one threshold is not kept, but that of another one is', () => {
  const { petition } = watched([0, 5]);
  const now = at(day(6));
  const told = { likely: true, chance: 0.9, low: 1, median: 2, high: 3 };
  const kept = Array.from({ length: 4 }, (_, index): KeptForecast => {
    const moment = index % 2 === 0 ? 'likely' : 'unlikely';
    return { moment, at: now, signatures: 5, low: 1, median: 2, high: 3, chances: { response: 0.9 } };
  });
  const after = (threshold: string, before: KeptForecast[]) =>
    keepForecasts(
      before,
      { ...petition, last: { at: now, signatures: 5 }, open: [] },
      [{ alert: 'forecast-changed', threshold, forecast: { ...told, likely: threshold === 'response' } }],
      now,
    );
  expect(after('response', kept)).toBe(kept);
  expect(after('response', kept.slice(1))).toHaveLength(4);
  expect(after('debate', kept)?.at(-1)).toMatchObject({ moment: 'unlikely', chances: { debate: 0.9 } });
});

const some: fc.Arbitrary<KeptForecast> = fc.record({
  moment: fc.constantFrom(...forecastMoments),
  at: fc.integer({ min: 0, max: 4_000_000_000 }).map((seconds) => at(new Date(seconds * 1000).toISOString())),
  signatures: fc.nat(),
  low: fc.nat(),
  median: fc.nat(),
  high: fc.nat(),
  chances: fc.dictionary(
    fc.constantFrom('response', 'debate'),
    fc.integer({ min: 0, max: 100 }).map((one) => one / 100),
    {
      noNullPrototype: true,
    },
  ),
});

test('they are stored and read back as they were, and four of them take a quarter of a kilobyte', () => {
  fc.assert(
    fc.property(fc.array(some, { maxLength: 4 }), (kept) => {
      const stored: unknown = JSON.parse(JSON.stringify(z.encode(keptForecastsCodec, kept)));
      expect(z.parse(keptForecastsCodec, stored)).toEqual(kept);
    }),
  );
  const story = watched([0, 9, 10, 24, 25, 49, 50, 74, 75]);
  expect(momentsOf(story)).toHaveLength(4);
  expect(JSON.stringify(z.encode(keptForecastsCodec, story.petition.forecasts ?? [])).length).toBeLessThan(280);
});

test('a time that cannot be is refused', () => {
  const odd = (seconds: number) => z.safeParse(keptForecastsCodec, [['10%', seconds, 1, 1, 1, 1, {}]]).success;
  expect([1_772_000_000, -1, 1e15].map(odd)).toEqual([true, false, false]);
});
