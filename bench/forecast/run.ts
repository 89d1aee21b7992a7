/**
 * `npm run bench:forecast -- FOLDER`: how good the forecast is over recorded and simulated histories, each cut into signing
 * windows of several lengths, beside a straight line from the opening and the pace of the last day.
 */
import { forecast } from '../../src/domain/forecast.ts';
import { initialGrowthRates, updateGrowthRates, type GrowthRates } from '../../src/domain/growth-rates.ts';
import type { Count } from '../../src/domain/count-series.ts';
import { isAfter, type Instant } from '../../src/domain/time.ts';
import type { RecordedHistory } from '../../cli/backtest/recorded-history.ts';
import { recordedIn, type Recorded } from '../histories/recorded.ts';
import { simulated } from '../histories/simulated.ts';
import { print, type Row } from '../table.ts';

const windows = [10, 30, 90, 180] as const;
const shares = [0.1, 0.25, 0.5, 0.75] as const;
/** Lines at so many times the count of the moment: some are met, some are not. */
const multiples = [1.01, 1.03, 1.1, 1.25, 1.5, 2, 3, 5, 10] as const;

interface Said {
  readonly share: number;
  readonly now: number;
  readonly actual: number;
  readonly end: { readonly median: number; readonly low?: number; readonly high?: number };
  readonly chances: readonly { readonly chance: number; readonly met: boolean }[];
}

type Forecaster = (
  seen: readonly Count[],
  paces: GrowthRates,
  ends: Instant,
) =>
  | (Omit<Said, 'share' | 'now' | 'actual' | 'chances'> & {
      readonly chance: (needed: number) => number;
    })
  | undefined;

const ours: Forecaster = (seen, paces, ends) => {
  const last = seen.at(-1);
  const said = last && forecast({ last, paces, deadline: { at: ends, by: 'rules' } }, last.at);
  return said && { end: said, chance: said.chance };
};

const line =
  (from: (seen: readonly Count[], last: Count) => Count | undefined): Forecaster =>
  (seen, _, ends) => {
    const last = seen.at(-1);
    const first = last && from(seen, last);
    if (last === undefined || first === undefined) return undefined;
    const pace = (last.signatures - first.signatures) / Math.max(1, hoursBetween(first.at, last.at));
    const median = last.signatures + pace * hoursBetween(last.at, ends);
    return { end: { median }, chance: (needed) => (median >= needed ? 1 : 0) };
  };

const forecasters: readonly (readonly [string, Forecaster])[] = [
  ['**this monitor**', ours],
  ['straight line from the opening', line((seen) => seen[0])],
  ['pace of the last day', line((seen, last) => seen.findLast(({ at }) => hoursBetween(at, last.at) >= 24))],
];

const [folder] = process.argv.slice(2);
const rows: Row[] = [];
const invented = simulated(6);
if (folder !== undefined) addRows('recorded', recordedIn(folder));
for (const name of new Set(invented.map((one) => one.name)))
  addRows(
    `simulated: ${name}`,
    invented.filter((one) => one.name === name),
  );
print(
  'npm run bench:forecast -- FOLDER',
  [
    'histories',
    'of the window',
    'forecast',
    'forecasts',
    'in the 80 % interval',
    'Brier score',
    'wrong by, median',
    'wrong by, 90 %',
  ],
  rows,
);

function addRows(name: string, histories: readonly Recorded[]): void {
  const all = histories.flatMap((one) => windows.flatMap((days) => trialsOf(one, days)));
  for (const share of shares) {
    for (const [forecaster, said] of forecasters.map(
      ([title], index) => [title, all.flatMap((one) => (one.share === share ? (one.said[index] ?? []) : []))] as const,
    )) {
      if (said.length === 0) continue;
      const inside = said.filter(
        ({ end, actual }) => end.low !== undefined && end.high !== undefined && actual >= end.low && actual <= end.high,
      );
      const chances = said.flatMap((one) => one.chances);
      const brier = mean(chances.map(({ chance, met }) => (chance - Number(met)) ** 2));
      const wrong = said
        .map(({ end, actual, now }) => Math.exp(Math.abs(Math.log((end.median - now + 10) / (actual - now + 10)))))
        .sort((a, b) => a - b);
      rows.push([
        name,
        `${share * 100} %`,
        forecaster,
        said.length,
        said[0]?.end.low === undefined ? '–' : `${((100 * inside.length) / said.length).toFixed(0)} %`,
        brier.toFixed(3),
        ...[0.5, 0.9].map(
          (part) =>
            `× ${(wrong[Math.min(wrong.length - 1, Math.floor(part * wrong.length))] ?? Number.NaN).toFixed(2)}`,
        ),
      ]);
    }
  }
}

interface Trial {
  readonly share: number;
  /** By forecaster. */
  readonly said: readonly (Said | undefined)[];
}

/** What each forecaster says at some moments of a signing window that begins with the history. */
function trialsOf({ history }: Recorded, days: number): Trial[] {
  const opened = history[0].at;
  const ends = opened.add({ hours: days * 24 });
  const ending = countAt(history, ends);
  if (ending === undefined) return [];
  const knownOpening = (history[0].signatures ?? 0) < 50 ? opened : undefined;
  const seen: Count[] = [];
  let paces: GrowthRates | undefined;
  const trials: Trial[] = [];
  let next = 0;
  for (const { at: now, signatures } of history) {
    if (isAfter(now, ends) || next >= shares.length) break;
    if (signatures === undefined) continue;
    const before = seen.at(-1);
    const count = { at: now, signatures };
    if (before === undefined || paces === undefined) paces = initialGrowthRates(count, knownOpening);
    else if (signatures !== before.signatures) paces = updateGrowthRates(paces, before, count);
    seen.push(count);
    const share = shares[next] ?? 1;
    if (hoursBetween(opened, now) < share * days * 24) continue;
    next += 1;
    const known = paces;
    const said = forecasters.map(([, forecaster]) => {
      const result = forecaster(seen, known, ends);
      return (
        result && {
          share,
          now: signatures,
          actual: ending,
          end: result.end,
          chances: multiples.map((times) => {
            const needed = Math.ceil(signatures * times) + 1;
            return { chance: result.chance(needed), met: ending >= needed };
          }),
        }
      );
    });
    if (said.every((one) => one !== undefined)) trials.push({ share, said });
  }
  return trials;
}

/** On the line between the readings around it; undefined beyond the last. */
function countAt(history: RecordedHistory, at: Instant): number | undefined {
  const after = history.findIndex((row) => !isAfter(at, row.at) && row.signatures !== undefined);
  const [from, to] = [history[after - 1], history[after]];
  if (from?.signatures === undefined || to?.signatures === undefined) return undefined;
  const share = hoursBetween(from.at, at) / hoursBetween(from.at, to.at);
  return Math.round(from.signatures + share * (to.signatures - from.signatures));
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

function hoursBetween(from: Instant, to: Instant): number {
  return (to.epochMilliseconds - from.epochMilliseconds) / 3_600_000;
}
