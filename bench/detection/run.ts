/**
 * `npm run bench:detection -- FOLDER`: how many requests ways of polling take, and how late they know of a crossing, over
 * the recorded histories of a folder (CSV as `backtest` takes it) and over simulated ones; many lines on each. The figures
 * are the same each time. It takes some three minutes of one processor.
 */
import type { HistoryRow, RecordedHistory } from '../../cli/backtest/recorded-history.ts';
import { firstReached, type Interpolation } from '../../cli/backtest/interpolate.ts';
import { linesOver, recordedIn, type Recorded } from '../histories/recorded.ts';
import { adaptive, doubling, every, fromFirstSign, gapsOf, type Case, type Outcome, type Poller } from './pollers.ts';
import { simulated } from '../histories/simulated.ts';
import { print, type Row } from '../table.ts';

/** Lines evenly, and as many evenly by ratio, over each history. */
const lines = 10;
const runsOfEach = 4;

interface Tried extends Case {
  readonly minutes: number;
  /** The count was read at least every two hours when it crossed: it did not leap there. */
  readonly followed: boolean;
}

const [folder] = process.argv.slice(2);
const recorded = folder === undefined ? [] : recordedIn(folder);
const pollers: readonly (readonly [string, Poller])[] = [
  ['every minute', every(1)],
  ['every 15 minutes', every(15)],
  ['doubling and halving', doubling],
  ['hourly, from the first sign each minute', fromFirstSign],
  ...(folder === undefined ? [] : [['an hourly tracker, its real gaps', gapsOf(hourlyGaps(recorded))] as const]),
  ['**this monitor**', adaptive],
];

const rows: Row[] = [];
const followed = (one: Tried): boolean => one.followed;
const drawn = casesOf(recorded, 'linear');
addRows('recorded, moving evenly between rows', drawn.filter(followed));
addRows('the same, a thousandth of their size', casesOf(recorded.flatMap(aThousandth), 'linear').filter(followed));
addRows('the same, and leaps over holes of more than two hours', drawn);
addRows('recorded, moving at the rows', casesOf(recorded, 'step').filter(followed));
const invented = simulated(runsOfEach);
for (const name of new Set(invented.map((one) => one.name))) {
  addRows(
    `simulated: ${name}`,
    casesOf(
      invented.filter((one) => one.name === name),
      'step',
    ),
  );
}
print(
  'npm run bench:detection -- FOLDER',
  ['histories', 'polled', 'lines', 'requests', 'of one a minute', 'median', '95 %', 'worst', 'later than 60 s'],
  rows,
);

function casesOf(histories: readonly Recorded[], between: Interpolation): Tried[] {
  return histories.flatMap(({ history }, index) =>
    linesOver(history, lines).map((needed, line) => ({
      history,
      needed,
      between,
      number: 100 * index + line,
      minutes: minutesOf(history),
      followed: isFollowed(history, needed, between),
    })),
  );
}

/** A small petition that grows as a large one did: a signature for each thousand. */
function aThousandth({ name, history: [first, ...later] }: Recorded): Recorded[] {
  const reduced = ({ at, signatures }: HistoryRow): HistoryRow => ({
    at,
    signatures: signatures === undefined ? undefined : Math.floor(signatures / 1000),
  });
  const history: RecordedHistory = [reduced(first), ...later.map(reduced)];
  return new Set(history.map(({ signatures }) => signatures)).size > 2 ? [{ name, history }] : [];
}

function isFollowed(history: RecordedHistory, needed: number, between: Interpolation): boolean {
  const shown = firstReached(history, needed, between)?.epochMilliseconds ?? 0;
  const next = history.findIndex(({ at }) => at.epochMilliseconds >= shown);
  const [before, after] = [history[next - 1], history[next]];
  return before !== undefined && after !== undefined && apart(before.at, after.at) <= 120;
}

function hourlyGaps(histories: readonly Recorded[]): number[] {
  // Of the petition whose rows come nearest to one an hour.
  const gaps = histories.map(({ history }) =>
    history.slice(1).map(({ at }, index) => apart((history[index] ?? history[0]).at, at)),
  );
  const median = (all: readonly number[]): number =>
    [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? Infinity;
  return (
    gaps
      .filter(({ length }) => length > 1000)
      .sort((a, b) => Math.abs(median(a) - 60) - Math.abs(median(b) - 60))[0] ?? [60]
  );
}

function addRows(histories: string, cases: readonly Tried[]): void {
  if (cases.length === 0) return;
  const minutes = cases.reduce((sum, one) => sum + one.minutes, 0);
  for (const [name, poll] of pollers) {
    const outcomes = cases.map((one): Outcome => poll(one));
    const delays = outcomes.map(({ delay }) => delay).sort((a, b) => a - b);
    const requests = outcomes.reduce((sum, one) => sum + one.requests, 0);
    const late = delays.filter((delay) => delay > 60).length;
    rows.push([
      histories,
      name,
      cases.length,
      requests.toLocaleString('en-GB'),
      `${((100 * requests) / minutes).toFixed(2)} %`,
      ...[0.5, 0.95, 1].map((share) => `${percentile(delays, share).toFixed(0)} s`),
      `${((100 * late) / delays.length).toFixed(1)} %`,
    ]);
  }
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

function apart(from: { readonly epochMilliseconds: number }, to: { readonly epochMilliseconds: number }): number {
  return (to.epochMilliseconds - from.epochMilliseconds) / 60_000;
}

function minutesOf(history: RecordedHistory): number {
  return apart(history[0].at, (history.at(-1) ?? history[0]).at);
}
