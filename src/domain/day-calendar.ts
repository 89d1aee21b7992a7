/**
 * Calendars of the days that count, as far as they are published: those on which a parliament sits, or working days.
 * Some responses are due on the next of them, others after a number of them. A pattern is no calendar. Beyond what is
 * published, only the earliest day is known.
 */
import type { Temporal } from 'temporal-polyfill';

/** A published calendar. */
export interface PublishedDays {
  /** Its first and last day. */
  readonly from: string;
  readonly until: string;
  /** The days that count: from the first to the last day of each run. Absent: all days but those of `off`. */
  readonly sits?: readonly (readonly [string, string])[] | undefined;
  /** Days that do not count, such as public holidays. */
  readonly off?: readonly string[] | undefined;
  readonly source: string;
}

export interface DayCalendar {
  /** Days of the week that never count, from 1 for Monday to 7. */
  readonly never: readonly number[];
  readonly published: readonly PublishedDays[];
}

interface CountedDay {
  readonly day: Temporal.PlainDate;
  /** Whether a calendar names it. Otherwise it may be later. */
  readonly certain: boolean;
}

/** The first day that counts, on or after a day. */
export function nextCountedDay(from: Temporal.PlainDate, { never, published }: DayCalendar): CountedDay {
  for (let day = from; ; day = day.add({ days: 1 })) {
    const calendar = published.find(({ from: first, until }) => isWithin(day, first, until));
    if (!never.includes(day.dayOfWeek) && (calendar === undefined || counts(day, calendar)))
      return { day, certain: calendar !== undefined };
  }
}

/** The day that is so many counted days after a day, which is not counted itself. */
export function countedDaysAfter(start: Temporal.PlainDate, days: number, calendar: DayCalendar): CountedDay {
  let last: CountedDay = { day: start, certain: true };
  for (let count = 0; count < days; count += 1) {
    const { day, certain } = nextCountedDay(last.day.add({ days: 1 }), calendar);
    last = { day, certain: last.certain && certain };
  }
  return last;
}

const counts = (day: Temporal.PlainDate, { sits, off }: PublishedDays): boolean =>
  sits?.some(([first, last]) => isWithin(day, first, last)) !== false && off?.includes(day.toString()) !== true;

/** ISO days are in the order of their letters. */
const isWithin = (day: Temporal.PlainDate, first: string, last: string): boolean =>
  first <= day.toString() && day.toString() <= last;
