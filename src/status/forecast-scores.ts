/**
 * How good the forecasts were: each as it was made, what came of it, and the scores. Only verdicts that are certain and
 * final count: those of petitions whose signing is over. Before that, those that are met early would be counted, and those
 * that will be missed would not. Pure.
 */
import { windowShare } from '../domain/forecast-marks.ts';
import type { Petition } from '../domain/petition.ts';
import { sourceOf } from '../domain/source-of.ts';
import type { ForecastCase, ForecastScore, ReliabilityBin } from '../domain/status-fields.ts';
import { isAfter } from '../domain/time.ts';

/** Below this, a score says more about one petition than about the forecasts. */
export const fewestForScore = 5;

/** The share of petitions that should end within the range of their forecast. */
export const intendedInRange = 0.8;

/** In the order of the petitions' names, then as they were made. */
export const forecastCases = (petitions: readonly Petition[]): ForecastCase[] =>
  [...petitions].sort((a, b) => (a.petition < b.petition ? -1 : 1)).flatMap(casesOf);

function casesOf(petition: Petition): ForecastCase[] {
  const { forecasts = [], last, closed, deadline } = petition;
  // A reading of the time after signing: what was counted until then is counted.
  const isOver =
    closed !== undefined || (last !== undefined && deadline !== undefined && isAfter(last.at, deadline.at));
  const final = isOver ? (last?.signatures ?? null) : null;
  return forecasts.map(({ moment, at, signatures, low, median, high, chances }) => ({
    petition: petition.petition,
    source: sourceOf(petition.petition),
    moment,
    madeAt: at,
    signatures,
    low,
    median,
    high,
    final,
    thresholds: Object.entries(chances).flatMap(([threshold, chance]) => {
      const now = petition.thresholds[threshold];
      if (now === undefined) return [];
      const { needed, verdict, certain } = now;
      const share = windowShare(petition, at);
      return {
        threshold,
        needed,
        chance,
        straightLine: share !== undefined && share > 0 && signatures / share >= needed,
        outcome: isOver && certain && verdict !== 'open' ? verdict : null,
      };
    }),
  }));
}

/** One forecast of one threshold, with its outcome. */
export interface ScoredForecast {
  readonly chance: number;
  readonly straightLine: boolean;
  readonly isMet: boolean;
}

export const scoredForecasts = (cases: readonly ForecastCase[]): ScoredForecast[] =>
  cases.flatMap(({ thresholds }) =>
    thresholds.flatMap(({ chance, straightLine, outcome }) =>
      outcome === null ? [] : { chance, straightLine, isMet: outcome === 'met' },
    ),
  );

/** The mean square of the distance between what was said and what came: 0 is perfect, and always saying 50% is 0.25. */
export const brierScore = <Case extends Pick<ScoredForecast, 'isMet'>>(
  cases: readonly Case[],
  chanceOf: (one: Case) => number,
): number => mean(cases, (one) => (chanceOf(one) - Number(one.isMet)) ** 2);

export function forecastScore(cases: readonly ForecastCase[]): ForecastScore {
  const scored = scoredForecasts(cases);
  const ranges = cases.flatMap(({ low, high, final }) => (final === null ? [] : [final >= low && final <= high]));
  const met = mean(scored, ({ isMet }) => Number(isMet));
  const ifEnough = (value: number): number | null => (scored.length < fewestForScore ? null : rounded(value));
  return {
    made: cases.reduce((sum, { thresholds }) => sum + thresholds.length, 0),
    scored: scored.length,
    met: ifEnough(met),
    brier: ifEnough(brierScore(scored, ({ chance }) => chance)),
    brierOfBaseRate: ifEnough(brierScore(scored, () => met)),
    brierOfStraightLine: ifEnough(brierScore(scored, ({ straightLine }) => Number(straightLine))),
    ranges: ranges.length,
    inRange: ranges.length < fewestForScore ? null : rounded(mean(ranges, Number)),
  };
}

const binCount = 10;

/** Ten bins of chances. Together they have all cases. */
export function reliabilityBins(scored: readonly ScoredForecast[]): ReliabilityBin[] {
  const binOf = (chance: number): number => Math.min(binCount - 1, Math.floor(Math.round(chance * 100) / binCount));
  return Array.from({ length: binCount }, (_, bin) => {
    const its = scored.filter(({ chance }) => binOf(chance) === bin);
    const ifEnough = (value: number): number | null => (its.length < fewestForScore ? null : rounded(value));
    return {
      from: bin / binCount,
      to: (bin + 1) / binCount,
      scored: its.length,
      meanChance: ifEnough(mean(its, ({ chance }) => chance)),
      met: ifEnough(mean(its, ({ isMet }) => Number(isMet))),
    };
  });
}

/** The moments of the signing window, of which the reliability is shown: what was told is a choice of the likeliest. */
export const isAtMark = ({ moment }: Pick<ForecastCase, 'moment'>): boolean => moment.endsWith('%');

const mean = <Value>(values: readonly Value[], of: (value: Value) => number): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + of(value), 0) / values.length;

/** More digits would promise too much. */
const rounded = (value: number): number => Math.round(value * 1000) / 1000;
