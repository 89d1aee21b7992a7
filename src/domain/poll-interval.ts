/**
 * How long to wait until the next poll of a petition. Two principles decide:
 *
 * 1. A poll costs one request, and a crossing that is known late costs as many as five days of polls each minute. The
 *    interval with the lowest cost per minute is the next one.
 * 2. The pace is not known, it is learned. So the fastest of the recent spans counts, it may be many times faster in the
 *    next hour, and a pace that has just changed may be faster still: the next poll tells.
 */
import { fastestRate } from './growth-rates.ts';
import type { Petition } from './petition.ts';
import { isAfter, minutesADay } from './time.ts';

/**
 * The value, in requests, of knowing within a minute that a threshold was met: five days of polls each minute. So a
 * petition that lacks one signature and gets one in five days is polled each minute. A slower one is known later, by
 * minutes.
 */
const crossingWorth = 5 * minutesADay;

/**
 * How steeply the odds fall that the pace of the next hour is a multiple of the last: twice as much in 1 of 9, ten times
 * in 1 of 1,001. Petitions grow in bursts.
 */
const steepness = 3;

/** With more signatures needed than this, chance evens out: all that matters is whether the pace itself changes. */
const maxForChance = 20;

/** What is known of the pace of a petition: signatures a minute. */
export interface KnownPace {
  readonly fastest: number;
  /** That since the last poll, if it is a change. When in between it began is not known: the pace since may be any. */
  readonly leap?: number;
}

/** The pace after the latest poll. */
export function paceOf({ last, paces }: Pick<Petition, 'last' | 'paces'>): KnownPace {
  if (last === undefined) return { fastest: 0 };
  const fastest = fastestRate(paces, last.signatures, last.at) / minutesADay;
  if (paces?.leap === undefined || isAfter(last.at, paces.at)) return { fastest };
  return { fastest, leap: paces.leap / minutesADay };
}

/**
 * Of `periods` (minutes, ascending), the one with the lowest cost per minute. The cost is its requests, and the value
 * of a crossing that it would notice more than a minute late, doubled for an hour. Where requests are scarce, the value
 * is lower: `share` is the part of the saved requests that remains.
 */
export function cheapestPeriod<Period extends number>(
  periods: readonly [Period, ...Period[]],
  needed: number,
  { fastest, leap = 0 }: KnownPace,
  share = 1,
): Period {
  function cost(period: Period): number {
    const chance = Math.max(
      crossingChance(needed, fastest * (period - 1)),
      chanceAfterLeap(needed, leap * (period - 1)),
    );
    const late = share * crossingWorth * chance * (1 + period / 60);
    // A threshold before the next poll ends the period.
    return (1 + late) / Math.min(period, needed / fastest);
  }
  return periods.reduce((best, period) => (cost(period) <= cost(best) ? period : best));
}

/** How likely it is that the needed signatures come, when the recent pace would give `expected`. */
export function crossingChance(needed: number, expected: number): number {
  if (expected <= 0) return 0;
  const burst = 1 / (1 + (needed / expected) ** steepness);
  return needed > maxForChance ? burst : Math.max(burst, poissonAtLeast(needed, expected));
}

/**
 * The same, where the average since the last poll would give `expected`, and the pace changed in between. It changed at
 * any moment alike. If it was in the last tenth, which is as likely as one in ten, the pace is ten times the average.
 */
const chanceAfterLeap = (needed: number, expected: number): number => expected / (expected + needed);

/** The chance of at least `needed` random events, with `expected` of them on average. */
function poissonAtLeast(needed: number, expected: number): number {
  let term = Math.exp(-expected);
  let fewer = term;
  for (let count = 1; count < needed; count++) {
    term *= expected / count;
    fewer += term;
  }
  return Math.max(0, 1 - fewer);
}
