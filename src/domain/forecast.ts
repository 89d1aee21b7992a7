/**
 * Whether a threshold will be met, and how many signatures there will be when signing ends. Petitions begin with a burst
 * that fades, and some have a second wave. So the recent pace fades, and the interval is wider upwards. A straight line
 * from the first day is wrong by a factor of ten (docs/performance.md).
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

/** The weight of the last hours' pace beside that of the last day. */
const hoursWeight = 0.3;

/** Nine tenths of a normal distribution are below this many deviations. */
const nineInTen = 1.2816;

/** Undefined where nothing can be said: no deadline ahead, signing over, or too little known. */
export function forecast({ last, paces, deadline, closed }: ForecastInput, now: Instant): Forecast | undefined {
  if (last === undefined || paces === undefined || deadline === undefined || closed !== undefined) return undefined;
  const ahead = elapsedDays(now, deadline.at);
  if (ahead <= 0 || elapsedDays(paces.since, now) < minKnownDays) return undefined;
  const horizon = Math.log1p(ahead / elapsedDays(paces.since, now));
  const gain = expectedGain(growthRatesAt(paces, now), elapsedDays(paces.since, now), horizon);
  const { down, up } = deviations(gain, horizon);
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

/**
 * The signatures to come, for a petition that is known for `known` days. The pace falls as one over the time since the
 * beginning. Its integral is the pace of now, times that time, times the logarithm of how many times as long it will be.
 */
function expectedGain([hours, day]: RatesBySpan, known: number, horizon: number): number {
  const recent = hoursWeight * Math.log(hours + 0.5) + (1 - hoursWeight) * Math.log(day + 0.5);
  return Math.max(0, Math.exp(recent) - 0.5) * known * horizon;
}

/**
 * The error of this, as deviations of the logarithm of the signatures to come. The pace of now is known to a factor of e.
 * What it becomes adds to that, in proportion to the logarithm of the time, as its errors do: little when a tenth of the
 * window remains, much at its beginning. Downwards it adds a quarter: petitions that seemed finished have second waves
 * (Commons Library, 2015 to 2018), so many times more is likelier than many times less. And single random events spread:
 * the fewer there are, the more.
 */
function deviations(gain: number, horizon: number): { readonly down: number; readonly up: number } {
  const alone = 1 / (gain + 1);
  return { down: Math.sqrt(1 + horizon / 4 + alone), up: Math.sqrt(1 + horizon + alone) };
}

/** The share of a normal distribution below this many deviations (Abramowitz and Stegun 7.1.26: to seven digits). */
function normalCdf(deviations: number): number {
  const x = Math.abs(deviations) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const tail = (series * Math.exp(-x * x)) / 2;
  return deviations > 0 ? 1 - tail : tail;
}
