/**
 * How fast a petition has been growing recently, over five spans from twenty minutes to sixteen days. For each span it is the
 * average pace, in which events one span ago count half. It is small enough to be stored with the petition. Polls that saw
 * nothing new need not be written: after a month of them it is as exact as if they had been.
 */
import * as z from 'zod/mini';
import type { Count } from './count-series.ts';
import { instant, minutesADay, minutesBetween, type Instant } from './time.ts';

/** The assumed age of a petition, in days, where nothing is known of its pace. */
const assumedLife = 30;

/** Fewer signatures between two polls are chance, even where none was to be expected. */
const leastLeap = 2;

/** Days. */
const spans = [0.25, 1, 4, 16] as const;

/** Twenty minutes, in days. */
const shortSpan = 1 / 72;

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
  /** The same for the short span. Absent: an earlier version stored it, and that of six hours holds for it too. */
  short: z.optional(z.number()),
  /** Signatures a day between the latest two polls, if they are many more than the pace before explains. */
  leap: z.optional(z.number()),
});
export type GrowthRates = z.output<typeof growthRatesSchema>;

/** After the first poll: all signatures came evenly since the opening, where that is known. */
export function initialGrowthRates(first: Count, opened: Instant | undefined): GrowthRates {
  const since = opened ?? first.at;
  const none: GrowthRates = { since, at: since, rates: [0, 0, 0, 0], short: 0 };
  return opened === undefined ? none : withCount(none, { at: opened, signatures: 0 }, first);
}

/** After a poll that saw another count than the one before it. */
export function updateGrowthRates(growth: GrowthRates, before: Count, now: Count): GrowthRates {
  const days = elapsedDays(before.at, now.at);
  const gained = now.signatures - before.signatures;
  const expected = days * fastestRate(growth, before.signatures, before.at);
  const isLeap = days > 0 && gained > leastLeap + 2 * expected;
  return { ...withCount(growth, before, now), ...(isLeap && { leap: toFourDigits(gained / days) }) };
}

function withCount({ since, at, rates, short = rates[0] }: GrowthRates, before: Count, now: Count): GrowthRates {
  const days = elapsedDays(before.at, now.at);
  if (days <= 0) return { since, at, rates, short };
  const rate = (now.signatures - before.signatures) / days;
  const quiet = elapsedDays(at, before.at);
  const next = (span: number, before: number): number => {
    const kept = 0.5 ** (days / span);
    return before * 0.5 ** (quiet / span) * kept + rate * (1 - kept);
  };
  return {
    since,
    at: now.at,
    rates: bySpan((span, before) => toSixDigits(next(span, before)), rates),
    short: toFourDigits(next(shortSpan, short)),
  };
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

/**
 * Signatures a day: the fastest of the spans up to four days, so that neither a burst is averaged away nor a night taken
 * for the end. What is seen of a span is little evidence at times. So each span begins with one signature at the pace of
 * the next longer one (the mean of a Gamma prior after Poisson counts), and the longest with that of an assumed life. The
 * pace is never nothing: it falls as one over the time in which nothing came.
 */
export function fastestRate(growth: GrowthRates | undefined, signatures: number, now: Instant): number {
  const life = Math.max(signatures, 1) / assumedLife;
  if (growth === undefined) return life;
  const { since, at, rates, short = rates[0] } = growth;
  const known = Math.max(0, elapsedDays(since, now));
  const quiet = Math.max(0, elapsedDays(at, now));
  const seen = (prior: number, span: number, rate: number): number => {
    // The exposure and the signatures of the span, those of longer ago counting less.
    const days = ((1 - 0.5 ** (known / span)) * span) / Math.LN2;
    const came = (Math.max(0, rate) * 0.5 ** (quiet / span) * span) / Math.LN2;
    return (1 + came) / (1 / prior + days);
  };
  const weeks = seen(life, spans[3], rates[3]);
  const days = seen(weeks, spans[2], rates[2]);
  const day = seen(days, spans[1], rates[1]);
  const hours = seen(day, spans[0], rates[0]);
  return Math.max(days, day, hours, seen(hours, shortSpan, short));
}

/** For rates and spans only: deadlines use the calendar. */
export const elapsedDays = (from: Instant, to: Instant): number => minutesBetween(from, to) / minutesADay;

/** Of the long spans, in which a minute counts one in twenty thousand. */
const toSixDigits = (rate: number): number => Number(rate.toPrecision(6));
/** Of the short one: an item with thirty counts stays below a kilobyte, which is one write. */
const toFourDigits = (rate: number): number => Number(rate.toPrecision(4));
