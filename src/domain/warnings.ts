/** Warnings before a deadline: when each falls due, and which one to send now. */
import { clockFields } from './response-clock.ts';
import { isNews, type Evaluated, type EvaluationContext, type PetitionContext } from './evaluation-context.ts';
import { partsFields } from './parts.ts';
import type { Petition, Response, Threshold } from './petition.ts';
import type { ThresholdRule } from './rules.ts';
import { subtractDuration, isAfter, type Instant } from './time.ts';

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

/**
 * The warning that has fallen due and was not sent yet; the last one, if several fell due since the previous poll.
 * `sent` is the one that was sent last. At the deadline itself it is too late for a warning.
 */
function dueWarning(
  span: WarningSpan,
  sent: Instant | undefined,
  { now, rules, warnBefore }: EvaluationContext,
): Instant | undefined {
  if (!isAfter(span.deadline, now)) return undefined;
  return warningTimes(span, warnBefore, rules.timeZone)
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
  const due = dueWarning({ began: opened, deadline: deadline.at }, sent, context);
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
  const due = dueWarning({ began, deadline }, response.warned, context);
  if (due === undefined) return { next: response, drafts: [] };
  const next = { ...response, warned: due };
  if (!isNews(previous === undefined, due, context.now)) return { next, drafts: [] };
  const { name: threshold, signatures: needed } = rule;
  return {
    next,
    drafts: [{ alert: 'response-due-soon', threshold, needed, deadline, laterIf, ...clockFields(rule, began) }],
  };
}
