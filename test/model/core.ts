/** Drives the core with the reference's looks, and tells its alerts in the reference's words. */
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import type { Alert } from '../../src/domain/alerts.ts';
import { evaluate } from '../../src/domain/evaluate.ts';
import { newPetition } from '../../src/domain/petition.ts';
import type { Observation } from '../../src/domain/observation.ts';
import { undatedHistory } from '../../src/domain/rules.ts';
import type { Instant } from '../../src/domain/time.ts';
import { history, terms } from './history.ts';
import type { Look, Seen, Terms, Told } from './polls.ts';
import { looksOf } from './platform.ts';
import { alertsOf } from './reference.ts';

export const instant = (at: number): Instant => Temporal.Instant.fromEpochMilliseconds(at);

export function alertsOfCore(looks: readonly Look[], { rules, ...terms }: Terms): Told[] {
  const told: Told[] = [];
  let petition = newPetition('test/1');
  for (const { at, saw } of looks) {
    const seen = evaluate(petition, observationOf(saw), instant(at), { history: undatedHistory(rules), ...terms });
    petition = seen.petition;
    told.push(...seen.alerts.map(toldOf));
  }
  return told;
}

function observationOf(saw: Look['saw']): Observation {
  if (saw === 'gone' || saw === 'removed') return { kind: 'gone', final: saw === 'removed' };
  const { asked, opened, deadline, signing, stamps, answer, answerDue, ...same } = saw;
  return {
    kind: 'reading',
    ...same,
    ...(asked !== undefined && { requestedAt: instant(asked) }),
    ...(opened !== undefined && { opened: instant(opened) }),
    ...(deadline !== undefined && { deadline: instant(deadline) }),
    ...(answerDue !== undefined && { answerDue: instant(answerDue) }),
    ...(signing !== undefined && { signing: signingOf(signing) }),
    ...(stamps !== undefined && {
      stamps: Object.fromEntries(
        Object.entries(stamps).map(([name, stamp]) => [name, stamp === null ? null : instant(stamp)]),
      ),
    }),
    ...(answer !== undefined && { answer: answer?.at === undefined ? answer && {} : { at: instant(answer.at) } }),
  };
}

function signingOf(signing: NonNullable<Seen['signing']>): Extract<Observation, { kind: 'reading' }>['signing'] {
  if (signing.open) return signing;
  const { at, ...closed } = signing;
  return { ...closed, ...(at !== undefined && { at: instant(at) }) };
}

function toldOf(alert: Alert): Told {
  const since = ({ epochMilliseconds }: Instant): number => epochMilliseconds;
  const orNull = (at: Instant | null): number | null => at && since(at);
  const { threshold, needed, occurrence, certain, reason, early, daysLate, between } = alert;
  return {
    alert: alert.alert,
    threshold,
    needed,
    detectedAt: since(alert.detectedAt),
    occurredAt: orNull(alert.occurredAt),
    between: between && [orNull(between[0]), since(between[1])],
    certain,
    deadline: orNull(alert.deadline),
    ...(occurrence !== undefined && { occurrence }),
    ...(reason !== undefined && { reason }),
    ...(early === true && { early }),
    ...(daysLate !== undefined && { daysLate }),
  };
}

/** Of so many random histories the core tells what the reference tells. */
export function tellsTheSame(histories: number): void {
  fc.assert(
    fc.property(terms, history, (agreed, lived) => {
      const looks = looksOf(lived, agreed);
      expect(alertsOfCore(looks, agreed)).toEqual(alertsOf(looks, agreed));
    }),
    { numRuns: histories },
  );
}
