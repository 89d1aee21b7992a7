/** The verdict of what the authority owes once a threshold is met: none, due, met, missed or late. */
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
import type { ThresholdRule } from './rules.ts';
import { calendarDaysBetween, deadlineAfter, isAfter, type Instant } from './time.ts';

type Answer = NonNullable<Petition['answer']>;

interface ResponseOutcome {
  readonly verdict: Response['verdict'];
  /** What is to be told when this verdict is new. */
  readonly draft?: AlertDraft;
}

/** The answer, as far as is known at this look. What was answered once stays answered. */
export function updateAnswer(known: Answer | undefined, look: EvaluationContext): Answer | undefined {
  const seen = look.reading.answer ?? undefined;
  if (seen === undefined) return known;
  const evidence = known ?? evidenceFor(look);
  const stamp = seen.at ?? evidence.stamp;
  return { ...evidence, stamp, by: stamp ?? evidence.by, url: seen.url ?? known?.url };
}

/** `start` is when the clock started, as clock.ts has it; before it nothing is owed by a date. */
export function evaluateResponse(
  known: Threshold | undefined,
  threshold: Verdict,
  rule: ThresholdRule,
  start: Instant | undefined,
  scene: PetitionContext,
): Evaluated<Response> {
  const previous = known?.response ?? { verdict: 'none' };
  if (rule.responseWindow === undefined) return { next: { verdict: 'none' }, drafts: [] };
  if (previous.verdict === 'met' || previous.verdict === 'late') return { next: previous, drafts: [] };

  const { rules, answer } = scene;
  const { met, needed, occurrence } = threshold;
  const deadline = start && deadlineAfter(start, rule.responseWindow, rules.timeZone, rules.cutoff);
  const { verdict, draft } = answer
    ? answered(answer, met, deadline, scene)
    : unanswered(previous, threshold, deadline, scene);
  const next: Response = { ...previous, verdict, deadline };
  const happened = answer ? answer.stamp : deadline;
  if (draft === undefined || verdict === previous.verdict || !isNews(known === undefined, happened, scene.now)) {
    return { next, drafts: [] };
  }
  const about = { threshold: rule.name, needed, occurrence, deadline: deadline ?? null };
  return { next, drafts: [{ ...draft, ...about, ...clockFields(rule, start) }] };
}

/**
 * No answer so far: missed only on a reading that is complete past the deadline, and not while it is in doubt whether
 * the threshold still holds. Missed stays missed, as long as the deadline is the same.
 */
function unanswered(
  previous: Response,
  threshold: Verdict,
  deadline: Instant | undefined,
  scene: PetitionContext,
): ResponseOutcome {
  if (deadline === undefined) return { verdict: 'none' };
  if (previous.verdict === 'missed' && previous.deadline?.equals(deadline) === true) return { verdict: 'missed' };
  if (threshold.below !== undefined || !isAfter(scene.completeTo, deadline)) return { verdict: 'due' };
  const { between } = evidenceFor(scene);
  return { verdict: 'missed', draft: { alert: 'response-missed', between, certain: threshold.certain } };
}

/** An answer discharges what is owed: in time, late, before its clock started, or before it was owed at all. */
function answered(
  answer: Answer,
  met: Verdict['met'],
  deadline: Instant | undefined,
  scene: PetitionContext,
): ResponseOutcome {
  const { stamp, between, by, url: answerUrl } = answer;
  const told = { occurredAt: stamp ?? null, between, answerUrl };
  if (met === undefined || cameBefore(answer, met, scene)) {
    return { verdict: 'met', draft: { alert: 'response-met', ...told, early: true } };
  }
  if (deadline === undefined) return { verdict: 'met', draft: { alert: 'response-met', ...told } };
  const inTime = !isAfter(by, deadline);
  const [lastWithout] = between;
  const certainlyLate =
    stamp !== undefined ||
    (lastWithout !== null && isAfter(provenAbsentUntil(lastWithout, scene.lagMinutes), deadline));
  if (inTime || !certainlyLate) return { verdict: 'met', draft: { alert: 'response-met', ...told, certain: inTime } };
  const daysLate = calendarDaysBetween(deadline, by, scene.rules.timeZone);
  return { verdict: 'late', draft: { alert: 'response-late', ...told, daysLate } };
}

/** Whether the answer certainly came before the threshold was met. */
function cameBefore(answer: Answer, met: NonNullable<Verdict['met']>, { lagMinutes }: PetitionContext): boolean {
  const notMetBefore = notBefore(met, lagMinutes);
  return notMetBefore !== undefined && isAfter(notMetBefore, answer.by);
}
