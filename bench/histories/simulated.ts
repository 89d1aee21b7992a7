/**
 * Simulated histories, the same ones each time: signatures come singly and at random, at a pace that follows the hours of
 * the day and bursts. A row for each minute in which the count has changed, as a platform that counts every minute shows it.
 */
import { Temporal } from 'temporal-polyfill';
import type { RecordedHistory, HistoryRow } from '../../cli/backtest/recorded-history.ts';
import type { Recorded } from './recorded.ts';

/** A burst: it rises within minutes to so many signatures a minute, and halves every so many hours. */
interface Burst {
  readonly day: number;
  readonly perMinute: number;
  readonly halvesIn: number;
}

interface Kind {
  readonly name: string;
  readonly days: number;
  /** Signatures a day without bursts; or by how many days it is open. */
  readonly daily: number | ((day: number) => number);
  readonly bursts: (random: () => number) => readonly Burst[];
  /** So many more in one minute of a day. */
  readonly leap?: { readonly from: number; readonly to: number; readonly by: number };
}

const none = (): Burst[] => [];

const shared = (random: () => number, days: number): Burst[] => {
  const bursts: Burst[] = [];
  for (let day = -Math.log(random()) * 8; day < days; day -= Math.log(random()) * 8) {
    // Most are small, a few are a hundred times as large.
    bursts.push({ day, perMinute: Math.min(3000, 0.5 * random() ** -1.2), halvesIn: 1 + 11 * random() });
  }
  return bursts;
};

const kinds: readonly Kind[] = [
  { name: 'five a day', days: 120, daily: 5, bursts: none },
  { name: 'a hundred a day', days: 60, daily: 100, bursts: none },
  { name: 'shared now and then', days: 60, daily: 20, bursts: (random) => shared(random, 60) },
  {
    name: 'a quiet week, then 2,400 a minute',
    days: 14,
    daily: 30,
    bursts: (random) => [{ day: 7 + random(), perMinute: 2400, halvesIn: 6 }],
  },
  {
    name: '10,000 to 100,000 in four hours',
    days: 10,
    daily: 1500,
    bursts: (random) => [{ day: 5 + random(), perMinute: 400, halvesIn: 24 }],
  },
  { name: 'one a day', days: 160, daily: 1, bursts: none },
  { name: 'two a minute', days: 20, daily: 2880, bursts: none },
  { name: 'fading from its first day', days: 180, daily: (day) => 2000 / (1 + day), bursts: none },
  {
    name: 'few, and shared now and then',
    days: 100,
    daily: 2,
    bursts: (random) => shared(random, 100).map((burst) => ({ ...burst, perMinute: burst.perMinute / 15 })),
  },
  { name: 'a rush to the deadline', days: 60, daily: (day) => 20 + 120 / Math.max(0.15, 60 - day), bursts: none },
  {
    name: 'a standstill, then a thousand at once',
    days: 60,
    daily: 0,
    bursts: none,
    leap: { from: 10, to: 50, by: 1000 },
  },
];

const began = Temporal.Instant.from('2026-01-05T00:00:00Z');
const minutesADay = 1440;

/** The second of the minute at which the platform counts. */
const countedAt = 20;

export const simulated = (each: number): Recorded[] =>
  kinds.flatMap((kind, index) =>
    Array.from({ length: each }, (_, run) => ({ name: kind.name, history: historyOf(kind, 1000 * index + run + 1) })),
  );

function historyOf({ days, daily, bursts, leap }: Kind, seed: number): RecordedHistory {
  const random = randomFrom(seed);
  const all = bursts(random);
  const leaps = leap && Math.floor(minutesADay * (leap.from + random() * (leap.to - leap.from)));
  const perDay = typeof daily === 'number' ? () => daily : daily;
  let signatures = 0;
  const rows: HistoryRow[] = [];
  for (let minute = 0; minute < days * minutesADay; minute++) {
    const day = minute / minutesADay;
    const hours = 1 - 0.8 * Math.cos(2 * Math.PI * day);
    const pace = all.reduce((sum, burst) => sum + paceIn(burst, day), perDay(day) / minutesADay) * hours;
    const gained = poisson(pace, random) + (minute === leaps ? (leap?.by ?? 0) : 0);
    signatures += gained;
    if (gained > 0) rows.push({ at: began.add({ minutes: minute, seconds: countedAt }), signatures });
  }
  const ends = { at: began.add({ minutes: days * minutesADay }), signatures };
  return [{ at: began, signatures: 0 }, ...rows, ...(leap === undefined ? [] : [ends])];
}

function paceIn({ day, perMinute, halvesIn }: Burst, now: number): number {
  const hours = 24 * (now - day);
  if (hours < 0) return 0;
  return perMinute * (1 - Math.exp(-hours * 6)) * 0.5 ** (hours / halvesIn);
}

function poisson(mean: number, random: () => number): number {
  if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)));
  let product = random();
  let count = 0;
  for (const least = Math.exp(-mean); product > least; count++) product *= random();
  return count;
}

const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** Mulberry32: small, and the same everywhere. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
