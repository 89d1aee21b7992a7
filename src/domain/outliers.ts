/**
 * Counts that leap: one wrong number of a platform must not tell anybody that a line was crossed. A count that is many
 * times the one before, crosses a line, and is all there is to show that it was crossed, waits for a second reading.
 */
import type { Count } from './count-series.ts';
import type { Petition } from './petition.ts';
import type { Reading } from './observation.ts';
import type { ThresholdRule } from './rules.ts';
import { isAfter, type Instant } from './time.ts';

/** Ten times as many as before; and from less than a hundred anything is possible: 2,451 in a minute are on record. */
const outlierFactor = 10;
const minBefore = 100;

const isOutlierStep = (from: number, to: number): boolean => to >= outlierFactor * Math.max(from, minBefore);

/** A second reading must be a run of the next minute's, so that it is not the same mistake of the same moment. */
const confirmationGap = { seconds: 50 };

/** From when on a reading can confirm the one in doubt: the platform may show the same for as long as its lag. */
export const confirmableFrom = (doubted: Count, minutes: number): Instant =>
  doubted.at.add({ minutes }).add(confirmationGap);

/**
 * Whether this reading is to be held until a second one confirms it. `lines` are the thresholds with the numbers that
 * hold for this petition, `lagMinutes` is the platform's.
 */
export function isUnconfirmed(
  petition: Petition,
  reading: Reading,
  now: Instant,
  lines: readonly ThresholdRule[],
  lagMinutes: number,
): boolean {
  const { signatures } = reading;
  if (!isOutlier(petition, signatures)) return false;
  const onlyCounted = lines.some(
    ({ name, signatures: needed }) =>
      signatures >= needed && petition.thresholds[name]?.verdict !== 'met' && !platformSaysMet(reading, name),
  );
  if (!onlyCounted) return false;
  const doubted = matchingUnconfirmed(petition, signatures);
  return doubted === undefined || isAfter(confirmableFrom(doubted, lagMinutes), now);
}

/** The reading that is held, if this count has leapt as well, and to the same order. */
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
