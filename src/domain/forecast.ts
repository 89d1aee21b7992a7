/**
 * Whether a threshold will be met, and how many signatures there will be when signing ends. Petitions grow in bursts
 * that fade within days, and some have a second wave. So the recent pace fades, and the interval is wider upwards. A
 * straight line from the first day is wrong by a factor of ten (docs/performance.md).
 */
import type { Petition } from './petition.ts';
import { elapsedDays, growthRatesAt, type RatesBySpan } from './growth-rates.ts';
import type { Instant } from './time.ts';

export interface Forecast {
  /**
   * Signatures when signing ends. Half of such petitions have fewer; one in ten has fewer than `low`, one more than
   * `high`.
   */
  readonly median: number;
  readonly low: number;
  readonly high: number;
  /** When signing ends. */
  readonly ends: Instant;
  /** How likely it is that a threshold of this number is met in time. */
  readonly chance: (needed: number) => number;
}

/** What a forecast is made from. */
export type ForecastInput = Pick<Petition, 'last' | 'paces' | 'deadline' | 'closed'>;

/**
 * Fewer days than this say nothing about a petition. Its fate is nearly certain after a day or two (Yasseri et al.,
 * 2017).
 */
const minKnownDays = 1;

/** The weight of the last day's pace. The rest is the pace of the last weeks: a burst ends, and so does a lull. */
const recentWeight = 0.7;

/** The pace falls as one over the time: to half within the days that the petition is known, or this many at most. */
const fadesWithin = 10;

/**
 * The error of this, as deviations of the logarithm of the signatures to come, a few days ahead and more. Petitions
 * that seemed finished have second waves (Commons Library, 2015 to 2018): many times more is likelier than many times
 * less.
 */
const spread = { down: 1.3, up: 1.9, fullFrom: 1.5 };

/** Nine tenths of a normal distribution are below this many deviations. */
const nineInTen = 1.2816;

/** Undefined where nothing can be said: no deadline ahead, signing over, or too little known. */
export function forecast({ last, paces, deadline, closed }: ForecastInput, now: Instant): Forecast | undefined {
  if (last === undefined || paces === undefined || deadline === undefined || closed !== undefined) return undefined;
  const ahead = elapsedDays(now, deadline.at);
  if (ahead <= 0 || elapsedDays(paces.since, now) < minKnownDays) return undefined;
  const gain = expectedGain(growthRatesAt(paces, now), ahead, elapsedDays(paces.since, now));
  const grown = Math.sqrt((ahead + 0.5) / (ahead + spread.fullFrom));
  // Single random events spread too: the fewer there are, the more.
  const alone = 1 / Math.sqrt(gain + 1);
  const [down, up] = [Math.hypot(spread.down * grown, alone), Math.hypot(spread.up * grown, alone)];
  const after = (gained: number): number => last.signatures + Math.round(gained);
  return {
    median: after(gain),
    low: after(gain * Math.exp(-nineInTen * down)),
    high: after((gain + 0.5) * Math.exp(nineInTen * up)),
    ends: deadline.at,
    chance: (needed) => {
      const missing = needed - last.signatures;
      if (missing <= 0) return 1;
      const distance = Math.log(missing / (gain + 0.5));
      return 1 - normalCdf(distance / (distance > 0 ? up : down));
    },
  };
}

/** The signatures of the `ahead` days to come, for a petition that is known for `known` days. */
function expectedGain([hours, day, days, weeks]: RatesBySpan, ahead: number, known: number): number {
  const recent = 0.3 * Math.log(hours + 0.5) + 0.7 * Math.log(day + 0.5);
  const longer = (Math.log(days + 0.5) + Math.log(weeks + 0.5)) / 2;
  const pace = Math.max(0, Math.exp(recentWeight * recent + (1 - recentWeight) * longer) - 0.5);
  const within = Math.min(fadesWithin, known);
  return pace * within * Math.log1p(ahead / within);
}

/** The share of a normal distribution below this many deviations (Abramowitz and Stegun 7.1.26: to seven digits). */
function normalCdf(deviations: number): number {
  const x = Math.abs(deviations) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const tail = (series * Math.exp(-x * x)) / 2;
  return deviations > 0 ? 1 - tail : tail;
}
