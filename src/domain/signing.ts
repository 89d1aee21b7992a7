/** When signing ends: the deadline, where it comes from, and whether the platform closed the petition before it. */
import type { AlertDraft } from './alerts.ts';
import {
  evidenceFor,
  isNews,
  type Evaluated,
  type EvaluationContext,
  type SigningState,
} from './evaluation-context.ts';
import type { Petition } from './petition.ts';
import { deadlineAfter, earliest, isAfter, minutesBetween, type Instant } from './time.ts';

/**
 * The platform's own deadline wins, and stays when a later reading does not repeat it; else the rules compute one from
 * the opening. A closing that the platform stamps after the deadline we knew shows that it had been moved.
 */
function signingDeadline(
  petition: Petition,
  opened: Instant | undefined,
  { reading, rules }: EvaluationContext,
): SigningState['deadline'] {
  const computed = (): SigningState['deadline'] =>
    opened === undefined || rules.signingWindow === undefined
      ? undefined
      : { at: deadlineAfter(opened, rules.signingWindow, rules.timeZone, rules.cutoff), by: 'rules' };
  if (reading.deadline !== undefined) return { at: reading.deadline, by: 'platform' };
  const known = petition.deadline?.by === 'platform' ? petition.deadline : computed();
  const closedAt = reading.signing?.open === false ? reading.signing.at : undefined;
  return known !== undefined && closedAt !== undefined && isAfter(closedAt, known.at)
    ? { at: closedAt, by: 'platform' }
    : known;
}

/** A deadline that is told anew less than a minute away is the same one, rounded otherwise: it has not moved. */
const keepUnlessMoved = (known: SigningState['deadline'], next: SigningState['deadline']): SigningState['deadline'] =>
  known !== undefined && next !== undefined && Math.abs(minutesBetween(known.at, next.at)) < 1
    ? { ...next, at: known.at }
    : next;

/** Early is an end before the deadline, or, where there is no deadline, any end at all. */
function signingClosure(
  petition: Petition,
  deadline: Instant | undefined,
  look: EvaluationContext,
): SigningState['closed'] {
  const { signing } = look.reading;
  if (signing === undefined) return petition.closed;
  if (signing.open) return undefined;
  if (petition.closed !== undefined) return petition.closed;
  const evidence = evidenceFor(look, signing.at);
  return { ...evidence, early: deadline === undefined || isAfter(deadline, evidence.by), reason: signing.reason };
}

export function evaluateSigning(petition: Petition, look: EvaluationContext): Evaluated<SigningState> {
  const opened = look.reading.opened ?? petition.opened;
  const deadline = keepUnlessMoved(petition.deadline, signingDeadline(petition, opened, look));
  const closed = signingClosure(petition, deadline?.at, look);
  const drafts: AlertDraft[] = [];

  const previous = petition.deadline?.at;
  if (previous !== undefined && deadline !== undefined && !previous.equals(deadline.at)) {
    drafts.push({ alert: 'deadline-changed', deadline: deadline.at, previousDeadline: previous });
  }
  const closedNow = closed !== undefined && petition.closed === undefined;
  if (closedNow && closed.early && isNews(look.before === undefined, closed.stamp, look.now)) {
    const { stamp: occurredAt = null, between, reason } = closed;
    drafts.push({ alert: 'closed-early', occurredAt, between, deadline: deadline?.at ?? null, reason });
  }
  return { next: { opened, deadline, closed }, drafts };
}

/** When signing ended, as far as that is known: not where all that is known is that it had ended when we looked. */
export function knownSigningEnd(signing: SigningState): Instant | undefined {
  const { deadline, closed } = signing;
  const stamped = closed === undefined || closed.stamp !== undefined;
  const passed = closed !== undefined && deadline !== undefined && !isAfter(deadline.at, closed.by);
  return stamped || passed ? signingEnd(signing) : undefined;
}

/** The last instant at which a signature counts, if it is known yet: the deadline, or the closing that came before it. */
export function signingEnd({ deadline, closed }: Pick<SigningState, 'deadline' | 'closed'>): Instant | undefined {
  if (closed === undefined) return deadline?.at;
  return deadline === undefined ? closed.by : earliest(closed.by, deadline.at);
}

/** Whether signing was over at an instant. A signature of the deadline's own instant counts; at that of a closing there is none any more. */
export function isSigningOver(signing: Pick<SigningState, 'deadline' | 'closed'>, at: Instant): boolean {
  const end = signingEnd(signing);
  return end !== undefined && (signing.closed ? !isAfter(end, at) : isAfter(at, end));
}
