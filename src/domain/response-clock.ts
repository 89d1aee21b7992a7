/**
 * What starts the response clock: by most rules, meeting the threshold. By others, the end of signing, or the event
 * with which the authority accepts the petition (presented, submitted, referred, established). That comes later.
 */
import type { Alert } from './alerts.ts';
import { evidenceFor, provenAbsentUntil, type EvaluationContext, type SigningState } from './evaluation-context.ts';
import type { Evidence, Petition } from './petition.ts';
import type { ThresholdRule } from './rules.ts';
import { signingEnd, isSigningOver } from './signing.ts';
import { isAfter, type Instant } from './time.ts';

/** The event that the rules name, as far as is known now. Once it has happened, it stays. */
export function updateClock(previous: Petition['clock'], context: EvaluationContext): Petition['clock'] {
  const seen = context.reading.clockStarted ?? undefined;
  if (seen === undefined) return previous;
  const evidence = previous ?? evidenceFor(context, undefined, context.confirmed.clock);
  const stamp = seen === true ? evidence.stamp : seen;
  return { ...evidence, stamp, by: stamp ?? evidence.by };
}

/** What may start a clock. */
export interface ClockInputs extends Pick<SigningState, 'deadline' | 'closed'> {
  readonly clock?: Petition['clock'];
  readonly answerDue?: Petition['answerDue'];
}

/**
 * When the clock started; undefined until it does. Where only a bracket is known, it is the end of the bracket, so that
 * no response is called late before that is certain. An event before the threshold was certainly met starts nothing:
 * then the clock starts when the threshold is met. Where the platform names the day of the answer itself, that counts from
 * nothing.
 */
export function clockStart(
  { clock }: ThresholdRule,
  met: Evidence | undefined,
  inputs: ClockInputs,
  { now, lagMinutes }: Pick<EvaluationContext, 'now' | 'lagMinutes'>,
): Instant | undefined {
  if (inputs.answerDue !== undefined) return undefined;
  if (met === undefined || clock === undefined || clock === 'met') return met?.by;
  const over = isSigningOver(inputs, now) ? signingEnd(inputs) : undefined;
  const began = clock === 'closed' ? over : startKnown(inputs.clock);
  if (began === undefined) return undefined;
  const notMetBefore = notBefore(met, lagMinutes);
  return notMetBefore !== undefined && isAfter(notMetBefore, began) ? met.by : began;
}

/** An event that the first poll found, without a stamp, may be years old: it starts no clock. */
const startKnown = (event: Petition['clock']): Instant | undefined =>
  event?.stamp === undefined && event?.between[0] === null ? undefined : event?.by;

/** Until then it had certainly not happened, where that is known. */
export function notBefore({ stamp, between }: Evidence, lagMinutes: number): Instant | undefined {
  const [lastWithout] = between;
  return stamp ?? (lastWithout === null ? undefined : provenAbsentUntil(lastWithout, lagMinutes));
}

/** What an alert says about a clock that does not start with the threshold: what starts it, and when it started. */
export const clockFields = (
  { clock }: ThresholdRule,
  start: Instant | undefined,
): Pick<Alert, 'clock' | 'clockStarted'> =>
  clock === undefined || clock === 'met' ? {} : { clock, ...(start && { clockStarted: start }) };
