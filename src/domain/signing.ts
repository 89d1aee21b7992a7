/** When signing ends: the deadline, who sets it, and whether the platform closed the petition before it. */
import type { AlertDraft } from './alerts.ts';
import {
  evidenceFor,
  isNews,
  type Evaluated,
  type EvaluationContext,
  type SigningState,
} from './evaluation-context.ts';
import type { Petition } from './petition.ts';
import { deadlineAfter, earliest, isAfter, isSameMinute, type Instant } from './time.ts';

/**
 * The platform's own deadline wins, and stays when a later reading does not repeat it. Otherwise the rules give one
 * from the opening. If the platform stamps a closing after the deadline we knew, the deadline had been moved.
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
  const expected = petition.deadline?.by === 'platform' ? petition.deadline : computed();
  const closedAt = reading.signing?.open === false ? reading.signing.at : undefined;
  return expected !== undefined && closedAt !== undefined && isAfter(closedAt, expected.at)
    ? { at: closedAt, by: 'platform' }
    : expected;
}

/** A new deadline less than a minute away is the same one, rounded differently: it has not moved. */
const keepUnlessMoved = (
  previous: SigningState['deadline'],
  next: SigningState['deadline'],
): SigningState['deadline'] =>
  previous !== undefined && next !== undefined && isSameMinute(previous.at, next.at)
    ? { ...next, at: previous.at }
    : next;

/** Early: it ended before the deadline, and not just as it came; or there was no deadline. */
function signingClosure(
  petition: Petition,
  deadline: Instant | undefined,
  context: EvaluationContext,
): SigningState['closed'] {
  const { signing } = context.reading;
  if (signing === undefined) return petition.closed;
  if (signing.open) return undefined;
  if (petition.closed !== undefined) return petition.closed;
  const evidence = evidenceFor(context, signing.at, context.confirmed.closed);
  const early = deadline === undefined || isBefore(evidence.by, deadline);
  return { ...evidence, early, reason: signing.reason };
}

/** To the minute: some write 23:59 for the end of a day, and 11:59:59 for noon. */
const isBefore = (closing: Instant, deadline: Instant): boolean =>
  isAfter(deadline, closing) && !isSameMinute(closing, deadline);

export function evaluateSigning(petition: Petition, context: EvaluationContext): Evaluated<SigningState> {
  const opened = context.reading.opened ?? petition.opened;
  const deadline = keepUnlessMoved(petition.deadline, signingDeadline(petition, opened, context));
  const closed = signingClosure(petition, deadline?.at, context);
  const drafts: AlertDraft[] = [];

  const previous = petition.deadline?.at;
  const isMoved = previous !== undefined && deadline !== undefined && !previous.equals(deadline.at);
  if (isMoved && !isClosedOnTime(previous, deadline.at, context)) {
    drafts.push({ alert: 'deadline-changed', deadline: deadline.at, previousDeadline: previous });
  }
  const closedNow = closed !== undefined && petition.closed === undefined;
  if (closedNow && closed.early && isNews(context.before === undefined, closed.stamp, context.now)) {
    const { stamp: occurredAt = null, between, reason } = closed;
    drafts.push({ alert: 'closed-early', occurredAt, between, deadline: deadline?.at ?? null, reason });
  }
  return { next: { opened, deadline, closed }, drafts };
}

/** A nightly job may close a petition: its stamp after the deadline is nothing to tell. */
const closingDelay = { hours: 24 };

const isClosedOnTime = (previous: Instant, next: Instant, { reading: { signing } }: EvaluationContext): boolean =>
  signing?.open === false &&
  signing.at?.equals(next) === true &&
  isAfter(next, previous) &&
  isAfter(previous.add(closingDelay), next);

/** Whether it was closed early: when it was closed, or as the deadline is now, which may have moved since. */
export const isClosedEarly = ({ closed, deadline }: Pick<SigningState, 'deadline' | 'closed'>): boolean =>
  closed !== undefined && (closed.early || (deadline !== undefined && isBefore(closed.by, deadline.at)));

/** When signing ended, if that is known. It is not known if our poll only found that it had ended. */
export function knownSigningEnd(signing: SigningState): Instant | undefined {
  const { deadline, closed } = signing;
  const stamped = closed === undefined || closed.stamp !== undefined;
  const passed = closed !== undefined && deadline !== undefined && !closed.early;
  return stamped || passed ? signingEnd(signing) : undefined;
}

/** The last instant at which a signature counts, if it is known: the deadline, or the closing that came before it. */
export function signingEnd({ deadline, closed }: Pick<SigningState, 'deadline' | 'closed'>): Instant | undefined {
  if (closed === undefined) return deadline?.at;
  return deadline === undefined ? closed.by : earliest(closed.by, deadline.at);
}

/**
 * Whether signing was over at an instant. A signature at the instant of the deadline counts, one at a closing does not.
 */
export function isSigningOver(signing: Pick<SigningState, 'deadline' | 'closed'>, at: Instant): boolean {
  const end = signingEnd(signing);
  return end !== undefined && (signing.closed ? !isAfter(end, at) : isAfter(at, end));
}
