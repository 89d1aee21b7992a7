/**
 * By when a response is owed, as laws say it: a length that depends on the day of its clock, or the next sitting day
 * after it. Where nobody shows whether more time was taken, the deadline is the earliest one, and says so.
 */
import type { ThresholdRule, Rules } from './rules.ts';
import type { ResponseWindow } from './response-terms.ts';
import { nextSittingDay } from './sitting-days.ts';
import { deadlineAfter, isAfter, startOfDay, type Instant } from './time.ts';

export interface ResponseDue {
  readonly deadline: Instant;
  readonly laterIf?: string | undefined;
}

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
  const deadline = deadlineAfter(start, responseWindow, timeZone, cutoff);
  const { sittingDays } = rule.responseTerm ?? {};
  if (sittingDays === undefined) return { deadline, laterIf };
  const { day, certain } = nextSittingDay(deadline.toZonedDateTimeISO(timeZone).toPlainDate(), sittingDays);
  const endOfDay = deadlineAfter(startOfDay(day.toString(), timeZone), 'P0D', timeZone, 'end-of-day');
  return { deadline: endOfDay, laterIf: certain ? undefined : laterIf };
}
