/** Warnings ahead of a deadline: when each falls due, and which one is to be given now. */
import { clockFields } from './response-clock.ts';
import { isNews, type Evaluated, type EvaluationContext, type PetitionContext } from './evaluation-context.ts';
import { partsFields } from './parts.ts';
import type { Petition, Response, Threshold } from './petition.ts';
import type { ThresholdRule } from './rules.ts';
import { subtractDuration, isAfter, type Instant } from './time.ts';

/** A span that ends in a deadline. */
interface WarningSpan {
  /** When it began, if that is known: a warning that would lie before it is never given. */
  readonly began: Instant | undefined;
  readonly deadline: Instant;
}

/** The instants at which the warnings of a deadline fall due. */
export const warningTimes = ({ began, deadline }: WarningSpan, lengths: readonly string[], zone: string): Instant[] =>
  lengths
    .map((length) => subtractDuration(deadline, length, zone))
    .filter((due) => began === undefined || isAfter(due, began));

/**
 * The warning that has fallen due and was not given yet; the last one, if several fell due since the look before.
 * `given` is the one given last. At the deadline itself there is nothing left to warn of.
 */
function dueWarning(
  ahead: WarningSpan,
  given: Instant | undefined,
  { now, rules, warnBefore }: EvaluationContext,
): Instant | undefined {
  if (!isAfter(ahead.deadline, now)) return undefined;
  return warningTimes(ahead, warnBefore, rules.timeZone)
    .filter((due) => !isAfter(due, now) && (given === undefined || isAfter(due, given)))
    .reduce<Instant | undefined>((last, due) => (last === undefined || isAfter(due, last) ? due : last), undefined);
}

/** Signing closes soon and a threshold is still open: the nearest one is named. `given` is the warning given last. */
export function evaluateClosingWarning(
  given: Instant | undefined,
  thresholds: Petition['thresholds'],
  scene: PetitionContext,
): Evaluated<Instant | undefined> {
  const { opened, deadline, closed } = scene.signing;
  const [nearest] = Object.entries(thresholds)
    .filter(([, { verdict }]) => verdict === 'open')
    .sort(([, a], [, b]) => a.needed - b.needed);
  if (deadline === undefined || closed !== undefined || nearest === undefined) return { next: given, drafts: [] };
  const due = dueWarning({ began: opened, deadline: deadline.at }, given, scene);
  if (due === undefined) return { next: given, drafts: [] };
  if (!isNews(scene.before === undefined, due, scene.now)) return { next: due, drafts: [] };
  const [threshold, { needed, parts }] = nearest;
  const [told] = scene.rules.thresholds
    .filter(({ name }) => name === threshold)
    .map((rule) => partsFields(rule, parts));
  return { next: due, drafts: [{ alert: 'closing-soon', threshold, needed, deadline: deadline.at, ...told }] };
}

/** A response is due soon. `began` is when its clock started. */
export function evaluateResponseWarning(
  known: Threshold | undefined,
  response: Response,
  rule: ThresholdRule,
  began: Instant | undefined,
  look: EvaluationContext,
): Evaluated<Response> {
  const { verdict, deadline } = response;
  if (verdict !== 'due' || deadline === undefined) return { next: response, drafts: [] };
  const due = dueWarning({ began, deadline }, response.warned, look);
  if (due === undefined) return { next: response, drafts: [] };
  const next = { ...response, warned: due };
  if (!isNews(known === undefined, due, look.now)) return { next, drafts: [] };
  const { name: threshold, signatures: needed } = rule;
  return {
    next,
    drafts: [{ alert: 'response-due-soon', threshold, needed, deadline, ...clockFields(rule, began) }],
  };
}
