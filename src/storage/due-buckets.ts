/**
 * Due times as keys of the agenda. Petitions that are looked at every so many minutes share a lane, in the slot of
 * their minute; those with an instant of their own are in the lane `at`, in order. So long as its cadence stays the
 * same, a petition stays where it is, and nothing need be written.
 *
 * The lanes of long periods hold almost all that is watched. Each is four lanes, by the time within its period: a tick
 * asks for the one that it is in, so that four cost no more than one, and no key is written by all.
 */
import { periods, gridMinute, type NextDue, type Period } from '../domain/cadence.ts';
import type { Instant } from '../domain/time.ts';

export interface DueKey {
  readonly bucket: string;
  readonly sortKey: string;
}

/** A stretch of a lane, both ends included. */
export interface KeyRange {
  readonly bucket: string;
  readonly from: string;
  readonly to: string;
}

const atBucket = 'at';
/** What is read by the platform's list, and what is over: no tick asks for either. */
const [listedBucket, overBucket] = ['listed', 'over'];
/** A place in a lane that is in no order. */
const unsorted = '0000';

/** The place of a petition that is read by the platform's list. */
export const listedKey: DueKey = { bucket: listedBucket, sortKey: unsorted };

/** How many lanes a period has, and how many of its minutes lie in each. */
const bucketCount = (period: Period): number => (period < 60 ? 1 : 4);
const minutesPerBucket = (period: Period): number => period / bucketCount(period);

const bucketName = (period: Period, minute: number): string =>
  bucketCount(period) === 1 ? String(period) : `${period}#${Math.floor(minute / minutesPerBucket(period))}`;

/** The lanes of what can least wait. */
export const urgentBuckets: readonly string[] = [atBucket, '1', '5'];

/** Before every slot, and after every one: instants and minutes begin with a digit. */
const rangeStart = '0';
const rangeEnd = 'a';

export function toDueKey(petition: string, due: NextDue): DueKey {
  if ('at' in due) return { bucket: atBucket, sortKey: toSecond(due.at) };
  if (!('every' in due)) return { bucket: overBucket, sortKey: unsorted };
  const phase = gridMinute(petition, due.every);
  return { bucket: bucketName(due.every, phase), sortKey: sortKeyOf(phase) };
}

const wholeBucket = (lane: string): KeyRange => ({ bucket: lane, from: rangeStart, to: rangeEnd });

/** Where to look for all that is watched, due or not. */
export const allRanges: readonly KeyRange[] = [atBucket, listedBucket, overBucket, ...periods.flatMap(bucketsOf)].map(
  wholeBucket,
);

/** The lanes that a monitor of version 3 and before had besides, each for the whole of a period. */
export const legacyRanges: readonly KeyRange[] = periods
  .filter((period) => bucketCount(period) > 1)
  .map((period) => wholeBucket(String(period)));

/**
 * Where to look for all that fell due after `last` and by `now`: whatever the ticks in between, if they were missed,
 * would have taken up too. Everything is due in what comes after a day of silence.
 */
export function dueRanges(last: Instant, now: Instant): KeyRange[] {
  const first = epochMinute(last) + 1;
  const upTo = epochMinute(now);
  const passed = periods.flatMap((period) => rangesOf(period, first, upTo));
  return [{ bucket: atBucket, from: rangeStart, to: toSecond(now, 'floor') }, ...passed];
}

/** Where the minutes of one period lie that are in `[first, upTo]`. */
function rangesOf(period: Period, first: number, upTo: number): KeyRange[] {
  if (upTo < first) return [];
  if (upTo - first + 1 >= period) return rangesBetween(period, 0, period - 1);
  const [from, to] = [first % period, upTo % period];
  return from <= to
    ? rangesBetween(period, from, to)
    : [...rangesBetween(period, from, period - 1), ...rangesBetween(period, 0, to)];
}

/** A stretch for each lane of a period that has minutes from the one to the other. */
function rangesBetween(period: Period, from: number, to: number): KeyRange[] {
  const [first, last] = [from, to].map((minute) => Math.floor(minute / minutesPerBucket(period)));
  return bucketsOf(period)
    .slice(first, (last ?? 0) + 1)
    .map((bucket) => ({ bucket, from: sortKeyOf(from), to: sortKeyOf(to) }));
}

function bucketsOf(period: Period): string[] {
  return Array.from({ length: bucketCount(period) }, (_, index) =>
    bucketName(period, index * minutesPerBucket(period)),
  );
}

const epochMinute = (at: Instant): number => Math.floor(at.epochMilliseconds / 60_000);
const sortKeyOf = (number: number): string => String(number).padStart(4, '0');
const toSecond = (at: Instant, roundingMode: 'ceil' | 'floor' = 'ceil'): string =>
  at.toString({ smallestUnit: 'second', roundingMode });
