/**
 * How long to wait until the next poll of a petition, by how fast it grows, and by how likely it is that a threshold is
 * met in between and known too late.
 */
import type { Petition } from './petition.ts';
import { isAfter, minutesBetween } from './time.ts';

/** How many counts back the pace is measured. */
const lookBacks = [2, 4, 9];

/**
 * The value, in requests, of knowing within a minute that a threshold was met: about six weeks of hourly polls. A
 * petition that is so slow and so near its threshold that it would need more is still polled rarely, and known later.
 */
const crossingWorth = 1000;

/**
 * How steeply the odds fall that the pace of the next hour is a multiple of the last: with 4, twice as much in 1 of 17,
 * four times in 1 of 257. Petitions grow in bursts; the paces of adjacent hours of recorded ones vary about this much.
 */
const steepness = 3;

/** With more signatures needed than this, chance evens out: all that matters is whether the pace itself changes. */
const maxForChance = 20;

/** The assumed age of a petition, where the platform does not say when it opened. */
const assumedLife = { hours: 24 * 30 };

/** Signatures a minute: the fastest of the recent spans and of its whole life, each up to the latest poll. */
export function pacePerMinute({ counts, last, opened }: Petition): number {
  if (last === undefined) return 0;
  const since = lookBacks.flatMap((steps) => counts.at(-steps) ?? []);
  const born = { at: opened ?? last.at.subtract(assumedLife), signatures: 0 };
  const paces = [...since, born]
    .filter(({ at }) => isAfter(last.at, at))
    .map(({ at, signatures }) => (last.signatures - signatures) / Math.max(minutesBetween(at, last.at), 1));
  return Math.max(0, ...paces);
}

/**
 * Of `periods` (minutes, ascending), the one with the lowest cost per minute. The cost is its requests, and the value
 * of a crossing that it would notice more than a minute late, doubled for an hour. Where requests are scarce, the value
 * is lower: `share` is the part of the saved requests that remains.
 */
export function cheapestPeriod<Period extends number>(
  periods: readonly [Period, ...Period[]],
  needed: number,
  pace: number,
  share = 1,
): Period {
  function cost(period: Period): number {
    const late = share * crossingWorth * crossingChance(needed, pace * (period - 1)) * (1 + period / 60);
    // A threshold before the next poll ends the period.
    return (1 + late) / Math.min(period, needed / pace);
  }
  return periods.reduce((best, period) => (cost(period) <= cost(best) ? period : best));
}

/** How likely it is that the needed signatures come, when the recent pace would give `expected`. */
export function crossingChance(needed: number, expected: number): number {
  if (expected <= 0) return 0;
  const burst = 1 / (1 + (needed / expected) ** steepness);
  return needed > maxForChance ? burst : Math.max(burst, poissonAtLeast(needed, expected));
}

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
