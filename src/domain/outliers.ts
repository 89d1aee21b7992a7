/**
 * Implausible counts: one wrong number of a platform must not cause an alert. A count waits for a second reading if it is
 * many times the one before, unless the platform itself says that what it reaches is met; or if it has fallen to a tenth.
 * A leap that reaches nothing waits, too: were it believed, the true count after it would be a fall.
 */
import { confirmableFrom, type ReadingTimes } from './confirmation.ts';
import type { Count } from './count-series.ts';
import type { Petition } from './petition.ts';
import { platformSaysMet, type Reading } from './observation.ts';
import type { Rules } from './rules.ts';
import { isAfter, type Instant } from './time.ts';

/** Ten times as many as before. From less than a hundred anything is possible: 2,451 in a minute are on record. */
const outlierFactor = 10;
const minBefore = 100;

const isLeap = (from: number, to: number): boolean => to >= outlierFactor * Math.max(from, minBefore);

/** To a tenth, or to nothing: platforms show 0 while they move a petition (petities.eu, issues 290 and 292). */
const isFall = (from: number, to: number): boolean => from > 0 && to * outlierFactor <= from;

/**
 * How long a fall must be shown. Removals are small: the UK's largest took 77,000 of four million (2016). Where a verdict
 * hangs on it, a day, so that an outage or a counter that a script fills in is not taken for it.
 */
const fallConfirmation = { minutes: 10 };
const verdictFallConfirmation = { hours: 24 };

/**
 * Whether this reading has to wait for a second one. The thresholds have the numbers that hold for this petition.
 */
export function isUnconfirmed(
  petition: Petition,
  reading: Reading,
  { thresholds, retractable }: Pick<Rules, 'thresholds' | 'retractable'>,
  { asOf, lagMinutes }: ReadingTimes,
): boolean {
  const { signatures } = reading;
  if (!isOutlier(petition, signatures)) return false;
  const reached = thresholds.filter(
    ({ name, signatures: needed }) => signatures >= needed && petition.thresholds[name]?.verdict !== 'met',
  );
  const isSaid = reached.length > 0 && reached.every(({ name }) => platformSaysMet(reading, name));
  if (isSaid && !isFallen(petition, signatures)) return false;
  const doubted = matchingUnconfirmed(petition, signatures);
  return doubted === undefined || isAfter(countConfirmableFrom(petition, doubted, retractable, lagMinutes), asOf);
}

/** From when an answer can confirm the count that waits. */
export function countConfirmableFrom(
  petition: Petition,
  doubted: Count,
  retractable: boolean,
  lagMinutes: number,
): Instant {
  if (!isFallen(petition, doubted.signatures)) return confirmableFrom(doubted.at, lagMinutes);
  const wait = hasVerdictAtStake(petition, doubted, retractable) ? verdictFallConfirmation : fallConfirmation;
  return doubted.at.add(wait);
}

/** A met threshold may be lost by the fall, or an open one missed because of it. */
function hasVerdictAtStake(
  { thresholds, deadline, closed }: Petition,
  { at, signatures }: Count,
  retractable: boolean,
): boolean {
  const ends = closed?.by ?? deadline?.at;
  const endsSoon = ends !== undefined && !isAfter(ends, at.add(verdictFallConfirmation));
  return Object.values(thresholds).some(
    ({ verdict, needed }) =>
      signatures < needed && ((verdict === 'met' && retractable) || (verdict === 'open' && endsSoon)),
  );
}

/** The unconfirmed reading, if this count is an outlier too, and of the same order. */
export function matchingUnconfirmed(petition: Petition, signatures: number): Count | undefined {
  const { doubted } = petition;
  if (doubted === undefined || !isOutlier(petition, signatures)) return undefined;
  return isLeap(doubted.signatures, signatures) || isLeap(signatures, doubted.signatures) ? undefined : doubted;
}

const isOutlier = (petition: Petition, signatures: number): boolean =>
  isFallen(petition, signatures) || (petition.last !== undefined && isLeap(petition.last.signatures, signatures));

const isFallen = ({ last }: Petition, signatures: number): boolean =>
  last !== undefined && isFall(last.signatures, signatures);
