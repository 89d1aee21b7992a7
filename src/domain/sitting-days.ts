/**
 * The days on which a parliament sits, as far as they are published: some responses are due on the next of them. A
 * pattern is no calendar. Beyond what is published, only the earliest day is known.
 */
import type { Temporal } from 'temporal-polyfill';

/** A published calendar. */
export interface PublishedDays {
  /** Its first and last day. */
  readonly from: string;
  readonly until: string;
  /** From the first to the last day of each run of sittings. */
  readonly sits: readonly (readonly [string, string])[];
  readonly source: string;
}

export interface SittingDays {
  /** Days of the week on which it does not sit, from 1 for Monday to 7. */
  readonly never: readonly number[];
  readonly published: readonly PublishedDays[];
}

/** The first sitting day on or after a day. It is `certain` where a calendar names it; otherwise it may be later. */
export function nextSittingDay(
  day: Temporal.PlainDate,
  { never, published }: SittingDays,
): { readonly day: Temporal.PlainDate; readonly certain: boolean } {
  const calendar = published.find(({ from, until }) => isWithin(day, from, until));
  if (never.includes(day.dayOfWeek) || calendar?.sits.some(([first, last]) => isWithin(day, first, last)) === false) {
    return nextSittingDay(day.add({ days: 1 }), { never, published });
  }
  return { day, certain: calendar !== undefined };
}

/** ISO days are in the order of their letters. */
const isWithin = (day: Temporal.PlainDate, first: string, last: string): boolean =>
  first <= day.toString() && day.toString() <= last;
