/**
 * By when a response is owed, as laws say it: a length that depends on the day of its clock, in calendar days or working
 * days, or the next sitting day after it. Where nobody shows whether more time was taken, the deadline is the earliest one, and says so.
 */
import type { ThresholdRule, Rules } from './rules.ts';
import { workingDaysIn, type ResponseWindow } from './response-terms.ts';
import { countedDaysAfter, nextCountedDay } from './day-calendar.ts';
import { deadlineAfter, isAfter, startOfDay, type Instant } from './time.ts';

export interface ResponseDue {
  readonly deadline: Instant;
  readonly laterIf?: string | undefined;
}

/** Where the rules do not say why it may be later. */
const notPublished = 'a day in between does not count';

/** How long the authority has, if the clock started at `start`; undefined where the rules name no time. */
export function windowAt(
  { responseWindow, responseTerm: term = {} }: ThresholdRule,
  start: Instant,
  timeZone: string,
): ResponseWindow | undefined {
  const earlier = term.before?.find(({ day }) => isAfter(startOfDay(day, timeZone), start));
  return responseWindow === undefined ? undefined : (earlier ?? { responseWindow, laterIf: term.laterIf });
}

/** By when the response is owed, if its clock started at `start`. */
export function responseDue(
  rule: ThresholdRule,
  start: Instant,
  { timeZone, cutoff }: Pick<Rules, 'timeZone' | 'cutoff'>,
): ResponseDue | undefined {
  const window = windowAt(rule, start, timeZone);
  if (window === undefined) return undefined;
  const { responseWindow, laterIf } = window;
  const { sittingDays, workingDays } = rule.responseTerm ?? {};
  const civilDay = (at: Instant) => at.toZonedDateTimeISO(timeZone).toPlainDate();
  const deadline = deadlineAfter(start, responseWindow, timeZone, cutoff);
  const due =
    workingDays !== undefined
      ? countedDaysAfter(civilDay(start), workingDaysIn(responseWindow), workingDays)
      : sittingDays && nextCountedDay(civilDay(deadline), sittingDays);
  if (due === undefined) return { deadline, laterIf };
  const endOfDay = deadlineAfter(startOfDay(due.day.toString(), timeZone), 'P0D', timeZone, 'end-of-day');
  return { deadline: endOfDay, laterIf: due.certain ? undefined : (laterIf ?? notPublished) };
}
