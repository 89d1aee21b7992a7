/** The verdict of what the authority owes once a threshold is met: none, due, met, missed or late. */
import type { AlertDraft } from './alerts.ts';
import { evidenceOf, isNews, type Judgement, type Look, type Scene } from './look.ts';
import type { Petition, Response, Threshold, Verdict } from './petition.ts';
import type { ThresholdRule } from './rules.ts';
import { daysBetween, deadlineAfter, isAfter, type Instant } from './time.ts';

type Answer = NonNullable<Petition['answer']>;

interface Outcome {
  readonly verdict: Response['verdict'];
  /** What is to be told when this verdict is new. */
  readonly draft?: AlertDraft;
}

/** The answer, as far as is known at this look. What was answered once stays answered. */
export function answerAt(known: Answer | undefined, look: Look): Answer | undefined {
  const seen = look.reading.answer ?? undefined;
  if (seen === undefined) return known;
  const evidence = known ?? evidenceOf(look);
  const stamp = seen.at ?? evidence.stamp;
  return { ...evidence, stamp, by: stamp ?? evidence.by, url: seen.url ?? known?.url };
}

/**
 * The clock starts when the threshold is met: at the platform's stamp or, where that is known only to a bracket, at the
 * bracket's end, so that nobody is called late before it is certain.
 */
export function judgeResponse(
  known: Threshold | undefined,
  threshold: Verdict,
  rule: ThresholdRule,
  scene: Scene,
): Judgement<Response> {
  const previous = known?.response ?? { verdict: 'none' };
  if (rule.responseWindow === undefined) return { next: { verdict: 'none' }, drafts: [] };
  if (previous.verdict === 'met' || previous.verdict === 'late') return { next: previous, drafts: [] };

  const { rules, answer } = scene;
  const { met, needed, occurrence } = threshold;
  const deadline = met && deadlineAfter(met.by, rule.responseWindow, rules.timeZone, rules.cutoff);
  const { verdict, draft } = answer
    ? answered(answer, met, deadline, scene)
    : unanswered(previous, threshold, deadline, scene);
  const next: Response = { ...previous, verdict, deadline };
  const happened = answer ? answer.stamp : deadline;
  if (draft === undefined || verdict === previous.verdict || !isNews(known === undefined, happened, scene.now)) {
    return { next, drafts: [] };
  }
  return { next, drafts: [{ ...draft, threshold: rule.name, needed, occurrence, deadline: deadline ?? null }] };
}

/**
 * No answer so far: missed only on a reading that is complete past the deadline, and not while it is in doubt whether
 * the threshold still holds. Missed stays missed, as long as the deadline is the same.
 */
function unanswered(previous: Response, threshold: Verdict, deadline: Instant | undefined, scene: Scene): Outcome {
  if (deadline === undefined) return { verdict: 'none' };
  if (previous.verdict === 'missed' && previous.deadline?.equals(deadline) === true) return { verdict: 'missed' };
  if (threshold.below !== undefined || !isAfter(scene.completeTo, deadline)) return { verdict: 'due' };
  const { between } = evidenceOf(scene);
  return { verdict: 'missed', draft: { alert: 'response-missed', between, certain: threshold.certain } };
}

/** An answer discharges what is owed: in time, late, or before it was owed at all. */
function answered(answer: Answer, met: Verdict['met'], deadline: Instant | undefined, scene: Scene): Outcome {
  const { stamp, between, by, url: answerUrl } = answer;
  const told = { occurredAt: stamp ?? null, between, answerUrl };
  if (met === undefined || deadline === undefined || cameBefore(answer, met, scene)) {
    return { verdict: 'met', draft: { alert: 'response-met', ...told, early: true } };
  }
  const inTime = !isAfter(by, deadline);
  const [lastWithout] = between;
  const certainlyLate = stamp !== undefined || (lastWithout !== null && isAfter(shownTo(lastWithout, scene), deadline));
  if (inTime || !certainlyLate) return { verdict: 'met', draft: { alert: 'response-met', ...told, certain: inTime } };
  const daysLate = daysBetween(deadline, by, scene.rules.timeZone);
  return { verdict: 'late', draft: { alert: 'response-late', ...told, daysLate } };
}

/** Whether the answer certainly came before the threshold was met. */
function cameBefore(answer: Answer, met: NonNullable<Verdict['met']>, scene: Scene): boolean {
  const [lastBelow] = met.between;
  const notMetBefore = met.stamp ?? (lastBelow && shownTo(lastBelow, scene));
  return notMetBefore !== null && isAfter(notMetBefore, answer.by);
}

/** Up to when an earlier look proves that something had not happened. */
const shownTo = (look: Instant, { lagMinutes: minutes }: Scene): Instant => look.subtract({ minutes });
