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
const leap = 10;
const leastBefore = 100;

const leapt = (from: number, to: number): boolean => to >= leap * Math.max(from, leastBefore);

/** A second reading must be a run of the next minute's, so that it is not the same mistake of the same moment. */
const secondReadingTakes = { seconds: 50 };

/** From when on a reading can confirm the one in doubt: the platform may show the same for as long as its lag. */
export const confirmedFrom = (doubted: Count, minutes: number): Instant =>
  doubted.at.add({ minutes }).add(secondReadingTakes);

/**
 * Whether this reading is to be held until a second one confirms it. `lines` are the thresholds with the numbers that
 * hold for this petition, `lagMinutes` is the platform's.
 */
export function isInDoubt(
  petition: Petition,
  reading: Reading,
  now: Instant,
  lines: readonly ThresholdRule[],
  lagMinutes: number,
): boolean {
  const { signatures } = reading;
  if (!hasLeapt(petition, signatures)) return false;
  const onlyCounted = lines.some(
    ({ name, signatures: needed }) =>
      signatures >= needed && petition.thresholds[name]?.verdict !== 'met' && !saysMet(reading, name),
  );
  if (!onlyCounted) return false;
  const doubted = sameDoubt(petition, signatures);
  return doubted === undefined || isAfter(confirmedFrom(doubted, lagMinutes), now);
}

/** The reading that is held, if this count has leapt as well, and to the same order. */
export function sameDoubt(petition: Petition, signatures: number): Count | undefined {
  const { doubted } = petition;
  if (doubted === undefined || !hasLeapt(petition, signatures)) return undefined;
  return leapt(doubted.signatures, signatures) || leapt(signatures, doubted.signatures) ? undefined : doubted;
}

const hasLeapt = ({ last }: Petition, signatures: number): boolean =>
  last !== undefined && leapt(last.signatures, signatures);

/** Whether the platform itself says, by stamp or status, that a threshold is met. */
export const saysMet = ({ stamps, met }: Reading, threshold: string): boolean =>
  (stamps?.[threshold] ?? undefined) !== undefined || met?.includes(threshold) === true;
