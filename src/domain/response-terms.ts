/** The terms by which rules say by when a response is owed, what that date is worth, and what starts its clock. */
import type { DayCalendar } from './day-calendar.ts';
import { durationMinutes } from './time.ts';

/** What the date of a response is worth. All texts follow it: a response is due, promised or expected. */
export const commitments = ['statute', 'promise', 'convention'] as const;

/**
 * What starts the clock of a response. All but the first two are steps by which the authority takes the petition in.
 */
export const clocks = ['met', 'closed', 'presented', 'submitted', 'referred', 'established'] as const;

export interface ResponseWindow {
  readonly responseWindow: string;
  /**
   * Why the deadline may be later, in words after "or later if", where no platform shows it. Such a response is never
   * called missed or late.
   */
  readonly laterIf?: string | undefined;
}

/** What rules say of a response, in addition to its window. */
export interface ResponseTerm extends Pick<ResponseWindow, 'laterIf'> {
  /** Other windows of clocks that started before a day, the earliest day first. */
  readonly before?: readonly (ResponseWindow & { readonly day: string })[] | undefined;
  /** Within which it is asked for, before the end of its window: nothing is owed by then, and a warning is sent. */
  readonly askedWithin?: string | undefined;
  /** It is due on the first of these on or after the last day of its window. `laterIf` holds where none is published. */
  readonly sittingDays?: DayCalendar | undefined;
  /** The days of its window are days of this calendar. `laterIf` holds where not all of them are published. */
  readonly workingDays?: DayCalendar | undefined;
}

/** How many working days a window has, where working days are counted; NaN for one that depends on the month. */
export const workingDaysIn = (responseWindow: string): number => durationMinutes(responseWindow) / (24 * 60);
