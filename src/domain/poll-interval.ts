/**
 * How long a petition may be left alone, by how fast it is gaining: minutes and signatures, and how likely it is that a
 * line is crossed in between and known too late.
 */
import type { Petition } from './petition.ts';
import { isAfter, minutesBetween } from './time.ts';

/** The counts before the latest one from which the pace is read. */
const lookBacks = [2, 4, 9];

/**
 * What it is worth, in requests (as many as six weeks of hourly looks), to know of a crossing within the minute: a petition that is so slow and so near its line
 * that it would take more of them is looked at rarely all the same, and known later.
 */
const crossingWorth = 1000;

/**
 * How steep the odds fall that the pace of the next hour is some times that of the last: with 4, twice in 1 of 17, four
 * times in 1 of 257. Petitions grow in bursts; the paces of neighbouring hours of recorded ones are spread about so.
 */
const steepness = 3;

/** With more signatures needed than this, chance evens out, and what is left is whether the pace itself changes. */
const maxForChance = 20;

/** How long it took to gather what there is, where the platform does not say when it opened. */
const assumedLife = { hours: 24 * 30 };

/** Signatures a minute: the fastest of the recent stretches and of its whole life, each up to the latest look. */
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
 * Of `periods` (minutes, ascending) the one at which looking costs least by the minute: its requests, and the requests
 * that the crossing would be worth which it would learn more than a minute late, twice as many if an hour. Where requests
 * are scarce, it is worth fewer: `share` of what could be saved is left.
 */
export function cheapestPeriod<Period extends number>(
  periods: readonly [Period, ...Period[]],
  needed: number,
  pace: number,
  share = 1,
): Period {
  function cost(period: Period): number {
    const late = share * crossingWorth * crossingChance(needed, pace * (period - 1)) * (1 + period / 60);
    // The line ends it, where it comes before the next look.
    return (1 + late) / Math.min(period, needed / pace);
  }
  return periods.reduce((best, period) => (cost(period) <= cost(best) ? period : best));
}

/** How likely so many signatures come in when `expected` would at the recent pace. */
export function crossingChance(needed: number, expected: number): number {
  if (expected <= 0) return 0;
  const burst = 1 / (1 + (needed / expected) ** steepness);
  return needed > maxForChance ? burst : Math.max(burst, poissonAtLeast(needed, expected));
}

/** The chance of at least so many of what comes singly and at random, `expected` of them on average. */
function poissonAtLeast(needed: number, expected: number): number {
  let term = Math.exp(-expected);
  let fewer = term;
  for (let count = 1; count < needed; count++) {
    term *= expected / count;
    fewer += term;
  }
  return Math.max(0, 1 - fewer);
}
