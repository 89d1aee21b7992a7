/**
 * What starts the clock of a response: by most rules the meeting of the threshold, by others the end of signing, or the
 * authority's taking the petition in (presented, submitted, referred, established), which comes later.
 */
import type { Alert } from './alerts.ts';
import { evidenceFor, provenAbsentUntil, type EvaluationContext, type SigningState } from './evaluation-context.ts';
import type { Evidence, Petition } from './petition.ts';
import type { ThresholdRule } from './rules.ts';
import { signingEnd, isSigningOver } from './signing.ts';
import { isAfter, type Instant } from './time.ts';

/** The event that the rules name, as far as is known at this look. What has happened once stays so. */
export function updateClock(known: Petition['clock'], look: EvaluationContext): Petition['clock'] {
  const seen = look.reading.clockStarted ?? undefined;
  if (seen === undefined) return known;
  const evidence = known ?? evidenceFor(look);
  const stamp = seen === true ? evidence.stamp : seen;
  return { ...evidence, stamp, by: stamp ?? evidence.by };
}

/** What is known of a petition that may start a clock. */
export interface ClockInputs extends Pick<SigningState, 'deadline' | 'closed'> {
  readonly clock?: Petition['clock'];
}

/**
 * When the clock started; undefined as long as it has not. Where that is known only to a bracket it is the bracket's end,
 * so that nobody is called late before it is certain. An event at which the threshold was certainly not met yet started
 * nothing: then it is the meeting.
 */
export function clockStart(
  { clock }: ThresholdRule,
  met: Evidence | undefined,
  course: ClockInputs,
  { now, lagMinutes }: Pick<EvaluationContext, 'now' | 'lagMinutes'>,
): Instant | undefined {
  if (met === undefined || clock === undefined || clock === 'met') return met?.by;
  const over = isSigningOver(course, now) ? signingEnd(course) : undefined;
  const began = clock === 'closed' ? over : course.clock?.by;
  if (began === undefined) return undefined;
  const notMetBefore = notBefore(met, lagMinutes);
  return notMetBefore !== undefined && isAfter(notMetBefore, began) ? met.by : began;
}

/** Before this something had certainly not happened, where that is known. */
export function notBefore({ stamp, between }: Evidence, lagMinutes: number): Instant | undefined {
  const [lastWithout] = between;
  return stamp ?? (lastWithout === null ? undefined : provenAbsentUntil(lastWithout, lagMinutes));
}

/** What an alert says of a clock that does not start with the threshold: what starts it, and when it did. */
export const clockFields = (
  { clock }: ThresholdRule,
  start: Instant | undefined,
): Pick<Alert, 'clock' | 'clockStarted'> =>
  clock === undefined || clock === 'met' ? {} : { clock, ...(start && { clockStarted: start }) };
