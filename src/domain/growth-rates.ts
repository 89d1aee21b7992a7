/**
 * How fast a petition has been growing recently, over four spans. For each span it is the average pace, in which events
 * one span ago count half. It is small enough to be stored with the petition. Polls that saw nothing new need not be
 * written: after a month of them it is as exact as if they had been.
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
  /** Since when its growth is known: from its opening, or from the first poll. */
  since: instant,
  /** The latest count that differed from the one before. */
  at: instant,
  /** As if there had been no signature before `since`. */
  rates,
});
export type GrowthRates = z.output<typeof growthRatesSchema>;

/** After the first poll: all signatures came evenly since the opening, where that is known. */
export function initialGrowthRates(first: Count, opened: Instant | undefined): GrowthRates {
  const since = opened ?? first.at;
  const none: GrowthRates = { since, at: since, rates: [0, 0, 0, 0] };
  return opened === undefined ? none : updateGrowthRates(none, { at: opened, signatures: 0 }, first);
}

/** After a poll that saw another count than the one before it. */
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

/** The rates at a later poll that saw nothing new: signatures a day by span, of the time that is known. */
export function growthRatesAt({ since, at, rates }: GrowthRates, now: Instant): RatesBySpan {
  const known = elapsedDays(since, now);
  const quiet = elapsedDays(at, now);
  return bySpan((span, rate) => {
    const share = 1 - 0.5 ** (known / span);
    return share <= 0 ? 0 : Math.max(0, (rate * 0.5 ** (quiet / span)) / share);
  }, rates);
}

/** For rates and spans only: deadlines use the calendar. */
export const elapsedDays = (from: Instant, to: Instant): number => minutesBetween(from, to) / minutesADay;

const toSixDigits = (rate: number): number => Number(rate.toPrecision(6));
