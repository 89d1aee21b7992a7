/** Civil time for the reference, by a calendar that is not the core's, in milliseconds since 1970. */
import { DateTime, Duration } from 'luxon';
import type { Cutoff } from '../../src/domain/time.ts';

export const minutes = 60_000;
export const hours = 60 * minutes;

/** Histories turn about the same few spans, and luxon takes its time. */
const known = new Map<string, number>();

function once(key: string, compute: () => DateTime): number {
  const at = known.get(key) ?? compute().toMillis();
  known.set(key, at);
  return at;
}

export const deadlineAfter = (start: number, length: string, zone: string, cutoff: Cutoff): number =>
  once(`${start} ${length} ${zone} ${cutoff}`, () => {
    const end = DateTime.fromMillis(start, { zone }).plus(Duration.fromISO(length));
    return cutoff === 'end-of-day' ? end.endOf('day') : end;
  });

export const before = (deadline: number, length: string, zone: string): number =>
  once(`${deadline} -${length} ${zone}`, () => DateTime.fromMillis(deadline, { zone }).minus(Duration.fromISO(length)));

export const daysBetween = (from: number, to: number, zone: string): number =>
  DateTime.fromMillis(to, { zone }).startOf('day').diff(DateTime.fromMillis(from, { zone }).startOf('day'), 'days')
    .days;
