/**
 * What a reading says once the rules are known: that signing ended early for want of signatures, and what a verification
 * came to. Where the platform says so itself, its word stays.
 */
import { provenAbsentUntil } from './evaluation-context.ts';
import type { ReadingTimes } from './confirmation.ts';
import type { Reading } from './observation.ts';
import type { Petition } from './petition.ts';
import type { Rules } from './rules.ts';
import { deadlineAfter, earliest, isAfter, type Instant } from './time.ts';

export const readByRules = (petition: Petition, reading: Reading, rules: Rules, times: ReadingTimes): Reading => ({
  ...reading,
  ...lapseOf(petition, reading, rules, times),
  ...verificationOf(reading, rules),
});

/** When signing ended for want of signatures, by a count of `complete` or later; undefined where it did not. */
export function lapsedAt(
  { signatures, opened }: Pick<Reading, 'signatures' | 'opened'>,
  { lapse, timeZone, cutoff }: Pick<Rules, 'lapse' | 'timeZone' | 'cutoff'>,
  complete: Instant,
): Instant | undefined {
  if (lapse === undefined || opened === undefined || signatures >= lapse.atLeast) return undefined;
  const end = deadlineAfter(opened, lapse.within, timeZone, cutoff);
  return isAfter(complete, end) ? end : undefined;
}

/** It goes on if signatures are added later, as from paper. */
function lapseOf(
  { closed, opened: known }: Petition,
  reading: Reading,
  rules: Rules,
  { asOf, lagMinutes }: ReadingTimes,
): Pick<Reading, 'signing'> {
  const { opened = known, signing, signatures, countedAt = asOf } = reading;
  if (rules.lapse === undefined || signing?.open === false) return {};
  const reason = `fewer than ${rules.lapse.atLeast} signatures in time`;
  const at = lapsedAt(
    { signatures, ...(opened && { opened }) },
    rules,
    provenAbsentUntil(earliest(asOf, countedAt), lagMinutes),
  );
  if (at !== undefined) return { signing: { open: false, at, reason } };
  return closed?.reason === reason && signatures >= rules.lapse.atLeast ? { signing: { open: true } } : {};
}

/** Of so many valid signatures, each threshold that waits for a verification is met, or it is refused. */
function verificationOf(
  { verified, met = [], refused = {} }: Reading,
  { thresholds }: Rules,
): Pick<Reading, 'met' | 'refused'> {
  if (verified === undefined) return {};
  const waiting = thresholds.filter(({ verifiedBy }) => verifiedBy !== undefined);
  const namesWhere = (isEnough: boolean): string[] =>
    waiting.filter(({ signatures }) => verified >= signatures === isEnough).map(({ name }) => name);
  return {
    met: [...met, ...namesWhere(true)],
    refused: { ...Object.fromEntries(namesWhere(false).map((name) => [name, { verified }])), ...refused },
  };
}
