/** Reminders of an overdue response: at regular intervals after its deadline, until it comes. */
import { clockFields } from './response-clock.ts';
import { isNews, type Evaluated, type EvaluationContext } from './evaluation-context.ts';
import type { Response, Threshold } from './petition.ts';
import type { ThresholdRule } from './rules.ts';
import { addDuration, calendarDaysBetween, isAfter, type Instant } from './time.ts';

/** When the next reminder falls due: one interval after the last one, or after the deadline. */
export function nextReminder(
  { verdict, deadline, reminded }: Response,
  every: string,
  zone: string,
): Instant | undefined {
  if (verdict !== 'missed' || deadline === undefined) return undefined;
  const last = reminded !== undefined && isAfter(reminded, deadline) ? reminded : deadline;
  return addDuration(last, every, zone);
}

/**
 * The response, whose clock started at `start`, is still overdue. Of several reminders that fell due, only the last is
 * sent.
 */
export function evaluateReminder(
  previous: Threshold | undefined,
  response: Response,
  rule: ThresholdRule,
  occurrence: number,
  start: Instant | undefined,
  { completeTo, now, rules: { timeZone }, remindEvery }: EvaluationContext,
): Evaluated<Response> {
  if (remindEvery === undefined) return { next: response, drafts: [] };
  let next = response;
  let due = nextReminder(next, remindEvery, timeZone);
  while (due !== undefined && isAfter(completeTo, due)) {
    next = { ...next, reminded: due };
    due = nextReminder(next, remindEvery, timeZone);
  }
  const { deadline, reminded } = next;
  if (next === response || deadline === undefined) return { next, drafts: [] };
  // This poll sends `response-missed` already.
  const missedNow = previous !== undefined && previous.response.verdict !== 'missed';
  if (missedNow || !isNews(previous === undefined, reminded, now)) return { next, drafts: [] };
  const daysLate = calendarDaysBetween(deadline, now, timeZone);
  const about = { threshold: rule.name, needed: rule.signatures, occurrence, deadline, ...clockFields(rule, start) };
  return { next, drafts: [{ alert: 'response-overdue', ...about, daysLate }] };
}
