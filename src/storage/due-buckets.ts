/**
 * Due times as keys of the due index. Petitions that are polled at the same period share a bucket, sorted by their
 * minute. Those with an instant of their own are in the bucket `at`, in order. As long as its cadence is the same, a
 * petition keeps its key, and nothing has to be written.
 *
 * The buckets of long periods hold almost all that is watched. Each period has four, by the time within it: a tick
 * reads the one of its time, so that four cost no more than one, and not every write goes to one key.
 */
import { Temporal } from 'temporal-polyfill';
import { periods, gridMinute, type NextDue, type Period } from '../domain/cadence.ts';
import type { Instant } from '../domain/time.ts';

export interface DueKey {
  readonly bucket: string;
  readonly sortKey: string;
}

/** A range of a bucket, both ends included. */
export interface KeyRange {
  readonly bucket: string;
  readonly from: string;
  readonly to: string;
}

const atBucket = 'at';
/** The buckets of petitions that a list covers, and of those that are over: no tick reads them. */
const [listedBucket, overBucket] = ['listed', 'over'];
export const isListedBucket = (bucket: string): boolean => bucket === listedBucket;
/** The sort key in a bucket without order. */
const unsorted = '0000';

/** The key of a petition that the platform's list covers. */
export const listedKey: DueKey = { bucket: listedBucket, sortKey: unsorted };

/** How many buckets a period has, and how many of its minutes each has. */
const bucketCount = (period: Period): number => (period < 60 ? 1 : 4);
const minutesPerBucket = (period: Period): number => period / bucketCount(period);

const bucketName = (period: Period, minute: number): string =>
  bucketCount(period) === 1 ? String(period) : `${period}#${Math.floor(minute / minutesPerBucket(period))}`;

/** The buckets of what can wait least. */
export const urgentBuckets: readonly string[] = [atBucket, '1', '5'];

/** Whether it is of a period of a quarter of an hour or longer. */
export const isSlowBucket = (bucket: string): boolean => slowBuckets.has(bucket);

/** Whether it is of a period of an hour or longer: what is in it may be read from a list. */
export const isPatientBucket = (bucket: string): boolean => patientBuckets.has(bucket);

/** Before and after every sort key: instants and minutes begin with a digit. */
const rangeStart = '0';
const rangeEnd = 'a';

export function toDueKey(petition: string, due: NextDue): DueKey {
  if ('at' in due) return { bucket: atBucket, sortKey: toSecond(due.at) };
  if (!('every' in due)) return { bucket: overBucket, sortKey: unsorted };
  const phase = gridMinute(petition, due.every);
  return { bucket: bucketName(due.every, phase), sortKey: sortKeyOf(phase) };
}

/** Whether it is the key of a petition to which nothing can happen any more. */
export const isOverKey = ({ bucket }: Pick<DueKey, 'bucket'>): boolean => bucket === overBucket;

/** The due time that a key stands for: never, for a petition that no tick takes up. */
export function parseDueKey({ bucket, sortKey }: DueKey): NextDue {
  if (bucket === atBucket) return { at: Temporal.Instant.from(sortKey) };
  const every = periods.find((period) => bucket === String(period) || bucket.startsWith(`${period}#`));
  return every === undefined ? { never: true } : { every };
}

const wholeBucket = (bucket: string): KeyRange => ({ bucket, from: rangeStart, to: rangeEnd });

/** The ranges of all that is watched, due or not. */
export const allRanges: readonly KeyRange[] = [atBucket, listedBucket, overBucket, ...periods.flatMap(bucketsOf)].map(
  wholeBucket,
);

/** The buckets that a monitor of version 3 and before had besides, each for the whole of a period. */
export const legacyRanges: readonly KeyRange[] = periods
  .filter((period) => bucketCount(period) > 1)
  .map((period) => wholeBucket(String(period)));

/**
 * The ranges of all that fell due after `last` and by `now`, including what missed ticks in between would have
 * processed. After a day without ticks, everything is due.
 */
export function dueRanges(last: Instant, now: Instant): KeyRange[] {
  const { first, upTo } = minutesAfter(last, now);
  const passed = periods.flatMap((period) => rangesOf(period, first, upTo));
  return [{ bucket: atBucket, from: rangeStart, to: toSecond(now, 'floor') }, ...passed];
}

/** The minutes since 1970 after the one of `last`, up to that of `now`. */
export const minutesAfter = (last: Instant, now: Instant) => ({ first: epochMinute(last) + 1, upTo: epochMinute(now) });

/** The ranges of all that has a due time, however far ahead it is. */
export const everythingDue = (now: Instant): KeyRange[] => [
  wholeBucket(atBucket),
  ...dueRanges(now.subtract({ hours: 24 }), now).filter(({ bucket }) => bucket !== atBucket),
];

/** The ranges of one period with the minutes `[first, upTo]`. */
function rangesOf(period: Period, first: number, upTo: number): KeyRange[] {
  if (upTo < first) return [];
  if (upTo - first + 1 >= period) return rangesBetween(period, 0, period - 1);
  const [from, to] = [first % period, upTo % period];
  return from <= to
    ? rangesBetween(period, from, to)
    : [...rangesBetween(period, from, period - 1), ...rangesBetween(period, 0, to)];
}

/** A range for each bucket of a period, with the minutes from the one to the other. */
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

const slowBuckets = new Set(periods.filter((period) => period >= 15).flatMap(bucketsOf));

const patientBuckets = new Set(periods.filter((period) => period >= 60).flatMap(bucketsOf));

const epochMinute = (at: Instant): number => Math.floor(at.epochMilliseconds / 60_000);
const sortKeyOf = (number: number): string => String(number).padStart(4, '0');
const toSecond = (at: Instant, roundingMode: 'ceil' | 'floor' = 'ceil'): string =>
  at.toString({ smallestUnit: 'second', roundingMode });
