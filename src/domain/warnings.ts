/** Warnings before a deadline: when each falls due, and which one to send now. */
import { clockFields } from './response-clock.ts';
import { isNews, type Evaluated, type EvaluationContext, type PetitionContext } from './evaluation-context.ts';
import { partsFields } from './parts.ts';
import type { Petition, Response, Threshold } from './petition.ts';
import type { Rules, ThresholdRule } from './rules.ts';
import { deadlineAfter, subtractDuration, isAfter, type Instant } from './time.ts';

/** A span that ends in a deadline. */
interface WarningSpan {
  /** When it began, if that is known: a warning before that is never sent. */
  readonly began: Instant | undefined;
  readonly deadline: Instant;
}

/** When the warnings of a deadline fall due. */
export const warningTimes = ({ began, deadline }: WarningSpan, lengths: readonly string[], zone: string): Instant[] =>
  lengths
    .map((length) => subtractDuration(deadline, length, zone))
    .filter((due) => began === undefined || isAfter(due, began));

/** When a response was asked for, where the rules say that it is asked for earlier than it is owed. */
function askedBy(
  { responseTerm }: ThresholdRule,
  began: Instant | undefined,
  { timeZone, cutoff }: Pick<Rules, 'timeZone' | 'cutoff'>,
): Instant | undefined {
  const within = responseTerm?.askedWithin;
  return within === undefined || began === undefined ? undefined : deadlineAfter(began, within, timeZone, cutoff);
}

/** When the warnings of a response fall due: before its deadline, and when it was asked for. */
export function responseWarningTimes(
  rule: ThresholdRule,
  span: WarningSpan,
  lengths: readonly string[],
  rules: Pick<Rules, 'timeZone' | 'cutoff'>,
): Instant[] {
  const asked = lengths.length === 0 ? undefined : askedBy(rule, span.began, rules);
  return [...warningTimes(span, lengths, rules.timeZone), ...(asked === undefined ? [] : [asked])];
}

/**
 * The warning that has fallen due and was not sent yet; the last one, if several fell due since the previous poll.
 * `sent` is the one that was sent last. At the deadline itself it is too late for a warning.
 */
function dueWarning(
  times: readonly Instant[],
  deadline: Instant,
  sent: Instant | undefined,
  now: Instant,
): Instant | undefined {
  if (!isAfter(deadline, now)) return undefined;
  return times
    .filter((due) => !isAfter(due, now) && (sent === undefined || isAfter(due, sent)))
    .reduce<Instant | undefined>((last, due) => (last === undefined || isAfter(due, last) ? due : last), undefined);
}

/**
 * Signing closes soon and a threshold is still open, or there is none: the alert names the nearest one. `sent` is the last
 * warning.
 */
export function evaluateClosingWarning(
  sent: Instant | undefined,
  thresholds: Petition['thresholds'],
  context: PetitionContext,
): Evaluated<Instant | undefined> {
  const { opened, deadline, closed } = context.signing;
  const [nearest] = Object.entries(thresholds)
    .filter(([, { verdict }]) => verdict === 'open')
    .sort(([, a], [, b]) => a.needed - b.needed);
  const isOpen = nearest !== undefined || context.rules.thresholds.length === 0;
  if (deadline === undefined || closed !== undefined || !isOpen) return { next: sent, drafts: [] };
  const { now, rules, warnBefore } = context;
  const times = warningTimes({ began: opened, deadline: deadline.at }, warnBefore, rules.timeZone);
  const due = dueWarning(times, deadline.at, sent, now);
  if (due === undefined) return { next: sent, drafts: [] };
  if (!isNews(context.before === undefined, due, context.now)) return { next: due, drafts: [] };
  if (nearest === undefined) return { next: due, drafts: [{ alert: 'closing-soon', deadline: deadline.at }] };
  const [threshold, { needed, parts: shown }] = nearest;
  const [parts] = context.rules.thresholds
    .filter(({ name }) => name === threshold)
    .map((rule) => partsFields(rule, shown));
  return { next: due, drafts: [{ alert: 'closing-soon', threshold, needed, deadline: deadline.at, ...parts }] };
}

/** A response is due soon. `began` is when its clock started. */
export function evaluateResponseWarning(
  previous: Threshold | undefined,
  response: Response,
  rule: ThresholdRule,
  began: Instant | undefined,
  context: EvaluationContext,
): Evaluated<Response> {
  const { verdict, deadline, laterIf } = response;
  if (verdict !== 'due' || deadline === undefined) return { next: response, drafts: [] };
  const { now, rules, warnBefore } = context;
  const times = responseWarningTimes(rule, { began, deadline }, warnBefore, rules);
  const due = dueWarning(times, deadline, response.warned, now);
  if (due === undefined) return { next: response, drafts: [] };
  const next = { ...response, warned: due };
  if (!isNews(previous === undefined, due, context.now)) return { next, drafts: [] };
  const { name: threshold, signatures: needed } = rule;
  const isAsked = askedBy(rule, began, rules)?.equals(due) === true;
  const asked = isAsked ? { askedWithin: rule.responseTerm?.askedWithin } : {};
  return {
    next,
    drafts: [
      { alert: 'response-due-soon', threshold, needed, deadline, laterIf, ...asked, ...clockFields(rule, began) },
    ],
  };
}
