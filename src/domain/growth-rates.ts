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
export type Rates = z.output<typeof rates>;

const bySpan = (make: (span: number, rate: number) => number, [a, b, c, d]: Rates): Rates => [
  make(spans[0], a),
  make(spans[1], b),
  make(spans[2], c),
  make(spans[3], d),
];

export const pacesSchema = z.object({
  /** Since when its growth is known: from its opening, or from the first look. */
  since: instant,
  /** The latest count that differed from the one before. */
  at: instant,
  /** As though nothing had come in before `since`. */
  rates,
});
export type Paces = z.output<typeof pacesSchema>;

/** As of the first look: what there is has come in evenly since the opening, where that is known. */
export function firstPaces(first: Count, opened: Instant | undefined): Paces {
  const since = opened ?? first.at;
  const none: Paces = { since, at: since, rates: [0, 0, 0, 0] };
  return opened === undefined ? none : gained(none, { at: opened, signatures: 0 }, first);
}

/** After a look that saw another count than the one before it. */
export function gained({ since, at, rates }: Paces, before: Count, now: Count): Paces {
  const days = daysBetween(before.at, now.at);
  if (days <= 0) return { since, at, rates };
  const rate = (now.signatures - before.signatures) / days;
  const quiet = daysBetween(at, before.at);
  const next = bySpan((span, before) => {
    const kept = 0.5 ** (days / span);
    return rounded(before * 0.5 ** (quiet / span) * kept + rate * (1 - kept));
  }, rates);
  return { since, at: now.at, rates: next };
}

/** The paces as of a later look that saw nothing new: signatures a day by span, of the time that is known. */
export function pacesAt({ since, at, rates }: Paces, now: Instant): Rates {
  const known = daysBetween(since, now);
  const quiet = daysBetween(at, now);
  return bySpan((span, rate) => {
    const share = 1 - 0.5 ** (known / span);
    return share <= 0 ? 0 : Math.max(0, (rate * 0.5 ** (quiet / span)) / share);
  }, rates);
}

/** For rates and spans only: deadlines are counted on the calendar. */
export const daysBetween = (from: Instant, to: Instant): number => minutesBetween(from, to) / minutesADay;

const rounded = (rate: number): number => Number(rate.toPrecision(6));
