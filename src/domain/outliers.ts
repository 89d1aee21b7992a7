/**
 * Implausible jumps: one wrong number of a platform must not cause an alert that a threshold was met. A count waits for
 * a second reading if it is many times the one before, reaches a threshold, and is the only sign that it was met.
 */
import type { Count } from './count-series.ts';
import type { Petition } from './petition.ts';
import type { Reading } from './observation.ts';
import type { ThresholdRule } from './rules.ts';
import { isAfter, type Instant } from './time.ts';

/** Ten times as many as before. From less than a hundred anything is possible: 2,451 in a minute are on record. */
const outlierFactor = 10;
const minBefore = 100;

const isOutlierStep = (from: number, to: number): boolean => to >= outlierFactor * Math.max(from, minBefore);

/** The second reading must come from the next minute's run, so that it is not the same mistake of the same moment. */
const confirmationGap = { seconds: 50 };

/** From when a reading can confirm the unconfirmed one: the platform may show the same for as long as its lag. */
export const confirmableFrom = (doubted: Count, minutes: number): Instant =>
  doubted.at.add({ minutes }).add(confirmationGap);

/**
 * Whether this reading has to wait for a second one. `rules` are the thresholds with the numbers that hold for this
 * petition, `lagMinutes` is the platform's.
 */
export function isUnconfirmed(
  petition: Petition,
  reading: Reading,
  now: Instant,
  rules: readonly ThresholdRule[],
  lagMinutes: number,
): boolean {
  const { signatures } = reading;
  if (!isOutlier(petition, signatures)) return false;
  const onlyCounted = rules.some(
    ({ name, signatures: needed }) =>
      signatures >= needed && petition.thresholds[name]?.verdict !== 'met' && !platformSaysMet(reading, name),
  );
  if (!onlyCounted) return false;
  const doubted = matchingUnconfirmed(petition, signatures);
  return doubted === undefined || isAfter(confirmableFrom(doubted, lagMinutes), now);
}

/** The unconfirmed reading, if this count is an outlier too, and of the same order. */
export function matchingUnconfirmed(petition: Petition, signatures: number): Count | undefined {
  const { doubted } = petition;
  if (doubted === undefined || !isOutlier(petition, signatures)) return undefined;
  return isOutlierStep(doubted.signatures, signatures) || isOutlierStep(signatures, doubted.signatures)
    ? undefined
    : doubted;
}

const isOutlier = ({ last }: Petition, signatures: number): boolean =>
  last !== undefined && isOutlierStep(last.signatures, signatures);

/** Whether the platform itself says, by stamp or status, that a threshold is met. */
export const platformSaysMet = ({ stamps, met }: Reading, threshold: string): boolean =>
  (stamps?.[threshold] ?? undefined) !== undefined || met?.includes(threshold) === true;
