/** The verdict on the response that the authority owes once a threshold is met: none, due, met, missed or late. */
import type { AlertDraft } from './alerts.ts';
import { clockFields, notBefore } from './response-clock.ts';
import {
  evidenceFor,
  isNews,
  provenAbsentUntil,
  type Evaluated,
  type EvaluationContext,
  type PetitionContext,
} from './evaluation-context.ts';
import type { Petition, Response, Threshold, Verdict } from './petition.ts';
import { responseDue, type ResponseDue } from './response-deadline.ts';
import { owesResponse, type ThresholdRule } from './rules.ts';
import { calendarDaysBetween, isAfter, isSameMinute, type Instant } from './time.ts';

type Answer = NonNullable<Petition['answer']>;

interface ResponseOutcome {
  readonly verdict: Response['verdict'];
  /** The alert to send when this verdict is new. */
  readonly draft?: AlertDraft;
}

/** The answer, as far as is known now. Once there is an answer, it stays. */
export function updateAnswer(previous: Answer | undefined, context: EvaluationContext): Answer | undefined {
  const seen = context.reading.answer ?? undefined;
  if (seen === undefined) return previous;
  const evidence = previous ?? evidenceFor(context, undefined, context.confirmed.answer);
  const stamp = seen.at ?? evidence.stamp;
  const [url, text] = [seen.url ?? previous?.url, seen.text ?? previous?.text];
  return { ...evidence, stamp, by: stamp ?? evidence.by, url, text };
}

/** `start` is when the clock started, by response-clock.ts. Before that, the response has no deadline. */
export function evaluateResponse(
  before: Threshold | undefined,
  threshold: Verdict,
  rule: ThresholdRule,
  start: Instant | undefined,
  context: PetitionContext,
): Evaluated<Response> {
  const previous = before?.response ?? { verdict: 'none' };
  if (!owesResponse(rule)) return { next: { verdict: 'none' }, drafts: [] };
  if (previous.verdict === 'met' || previous.verdict === 'late') return { next: previous, drafts: [] };

  const { rules, answer, answerDue } = context;
  const { met, needed, occurrence } = threshold;
  const ruled = start && !isLongAgo(rule, answer, met) ? responseDue(rule, start, rules) : undefined;
  const due: ResponseDue | undefined = met && answerDue ? { deadline: answerDue } : ruled;
  const { deadline, laterIf } = due ?? {};
  const { verdict, draft } = answer
    ? answered(answer, met, due, context)
    : unanswered(previous, threshold, rule, due, context);
  const next: Response = { ...previous, verdict, deadline, laterIf };
  const happened = answer ? answer.stamp : deadline;
  const about = { threshold: rule.name, needed, occurrence, deadline: deadline ?? null, laterIf };
  const { between } = evidenceFor(context, undefined, context.confirmed.answerDue);
  const isTakenBack = previous.verdict === 'missed' && verdict === 'due';
  const moved: AlertDraft[] =
    answer === undefined && isMoved(previous.deadline, deadline) && (answerDue !== undefined || isTakenBack)
      ? [{ alert: 'deadline-changed', ...about, between, previousDeadline: previous.deadline }]
      : [];
  if (draft === undefined || verdict === previous.verdict || !isNews(before === undefined, happened, context.now)) {
    return { next, drafts: moved };
  }
  return { next, drafts: [...moved, { ...draft, ...about, ...clockFields(rule, start) }] };
}

/** Whether the response is due by another day than before. */
const isMoved = (before: Instant | undefined, deadline: Instant | undefined): boolean =>
  before !== undefined && deadline !== undefined && !isSameMinute(before, deadline);

/**
 * Whether the first poll found both the answer and the threshold met, and nothing says since when that was: then nobody
 * knows by when the answer was owed.
 */
const isLongAgo = ({ clock = 'met' }: ThresholdRule, answer: Answer | undefined, met: Verdict['met']): boolean =>
  clock === 'met' && answer?.between[0] === null && met?.between[0] === null && met.stamp === undefined;

/**
 * There is no answer so far. It is missed only by a reading that is complete past the deadline, and not while it is
 * uncertain whether the threshold is still met, or whether the deadline is later. Missed stays missed until the
 * deadline changes.
 */
function unanswered(
  previous: Response,
  threshold: Verdict,
  { name }: ThresholdRule,
  { deadline, laterIf }: Partial<ResponseDue> = {},
  context: PetitionContext,
): ResponseOutcome {
  if (deadline === undefined) return { verdict: 'none' };
  if (laterIf !== undefined) return { verdict: 'due' };
  if (previous.verdict === 'missed' && previous.deadline?.equals(deadline) === true) return { verdict: 'missed' };
  if (threshold.below !== undefined || !isAfter(context.completeTo, deadline)) return { verdict: 'due' };
  const { between } = evidenceFor(context, undefined, context.confirmed[`response-missed:${name}`]);
  return { verdict: 'missed', draft: { alert: 'response-missed', between, certain: threshold.certain } };
}

/** An answer is what the authority owed: in time, late, before the clock started, or before the threshold was met. */
function answered(
  answer: Answer,
  met: Verdict['met'],
  { deadline, laterIf }: Partial<ResponseDue> = {},
  context: PetitionContext,
): ResponseOutcome {
  const { stamp, between, by, url: answerUrl, text: answerText } = answer;
  const evidence = { occurredAt: stamp ?? null, between, answerUrl, answerText };
  if (met === undefined || cameBefore(answer, met, context)) {
    return { verdict: 'met', draft: { alert: 'response-met', ...evidence, early: true } };
  }
  if (deadline === undefined) return { verdict: 'met', draft: { alert: 'response-met', ...evidence } };
  const inTime = !isAfter(by, deadline);
  const [lastWithout] = between;
  const certainlyLate =
    stamp !== undefined ||
    (lastWithout !== null && isAfter(provenAbsentUntil(lastWithout, context.lagMinutes), deadline));
  if (inTime || !certainlyLate || laterIf !== undefined)
    return { verdict: 'met', draft: { alert: 'response-met', ...evidence, certain: inTime } };
  const daysLate = calendarDaysBetween(deadline, by, context.rules.timeZone);
  return { verdict: 'late', draft: { alert: 'response-late', ...evidence, daysLate } };
}

/** Whether the answer certainly came before the threshold was met. */
function cameBefore(answer: Answer, met: NonNullable<Verdict['met']>, { lagMinutes }: PetitionContext): boolean {
  const notMetBefore = notBefore(met, lagMinutes);
  return notMetBefore !== undefined && isAfter(notMetBefore, answer.by);
}
