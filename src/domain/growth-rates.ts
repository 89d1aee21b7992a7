/**
 * How fast a petition has been growing of late, over four spans at once: for each the average of its pace, in which what
 * happened one span ago counts half. Small enough to be kept with the petition, and as good after a month of quiet looks
 * that were not written as if each had been.
 */
import * as z from 'zod/mini';
import type { Count } from './count-series.ts';
import { instant, minutesBetween, type Instant } from './time.ts';

const minutesADay = 1440;

/** Days. */
const spans = [0.25, 1, 4, 16] as const;

/** Signatures a day, by span. */
const rates = z.tuple([z.number(), z.number(), z.number(), z.number()]);
export type RatesBySpan = z.output<typeof rates>;

const bySpan = (make: (span: number, rate: number) => number, [a, b, c, d]: RatesBySpan): RatesBySpan => [
  make(spans[0], a),
  make(spans[1], b),
  make(spans[2], c),
  make(spans[3], d),
];

export const growthRatesSchema = z.object({
  /** Since when its growth is known: from its opening, or from the first look. */
  since: instant,
  /** The latest count that differed from the one before. */
  at: instant,
  /** As though nothing had come in before `since`. */
  rates,
});
export type GrowthRates = z.output<typeof growthRatesSchema>;

/** As of the first look: what there is has come in evenly since the opening, where that is known. */
export function initialGrowthRates(first: Count, opened: Instant | undefined): GrowthRates {
  const since = opened ?? first.at;
  const none: GrowthRates = { since, at: since, rates: [0, 0, 0, 0] };
  return opened === undefined ? none : updateGrowthRates(none, { at: opened, signatures: 0 }, first);
}

/** After a look that saw another count than the one before it. */
export function updateGrowthRates({ since, at, rates }: GrowthRates, before: Count, now: Count): GrowthRates {
  const days = elapsedDays(before.at, now.at);
  if (days <= 0) return { since, at, rates };
  const rate = (now.signatures - before.signatures) / days;
  const quiet = elapsedDays(at, before.at);
  const next = bySpan((span, before) => {
    const kept = 0.5 ** (days / span);
    return toSixDigits(before * 0.5 ** (quiet / span) * kept + rate * (1 - kept));
  }, rates);
  return { since, at: now.at, rates: next };
}

/** The paces as of a later look that saw nothing new: signatures a day by span, of the time that is known. */
export function growthRatesAt({ since, at, rates }: GrowthRates, now: Instant): RatesBySpan {
  const known = elapsedDays(since, now);
  const quiet = elapsedDays(at, now);
  return bySpan((span, rate) => {
    const share = 1 - 0.5 ** (known / span);
    return share <= 0 ? 0 : Math.max(0, (rate * 0.5 ** (quiet / span)) / share);
  }, rates);
}

/** For rates and spans only: deadlines are counted on the calendar. */
export const elapsedDays = (from: Instant, to: Instant): number => minutesBetween(from, to) / minutesADay;

const toSixDigits = (rate: number): number => Number(rate.toPrecision(6));
