/** When digests are due: once in each civil day, or in each week, at a time on the clock of a zone. Pure. */
import { Temporal } from 'temporal-polyfill';
import { weekdays, type DigestList } from '../../src/config/digest-lists.ts';
import { isAfter, type Instant } from '../../src/domain/time.ts';

export type DigestSchedule = Pick<DigestList, 'every' | 'at' | 'timeZone'>;

/**
 * A digest waits this long past its time, so that the tick of that minute has written what it detected. A tick takes up to
 * 50 seconds.
 */
const settlingDelay = { minutes: 2 };

/** The latest occurrence that is settled by `now`. */
export const dueOccurrence = (schedule: DigestSchedule, now: Instant): Instant =>
  latestOccurrence(schedule, now.subtract(settlingDelay));

/** The latest occurrence at `now` or before. */
export function latestOccurrence(schedule: DigestSchedule, now: Instant): Instant {
  const past = occurrencesAround(schedule, now).filter((at) => !isAfter(at, now));
  return past.at(-1) ?? now;
}

/** The first occurrence after `now`. */
export const nextOccurrence = (schedule: DigestSchedule, now: Instant): Instant =>
  occurrencesAround(schedule, now).find((at) => isAfter(at, now)) ?? now;

/**
 * More than a week each way, so that a weekly one is among them, wherever in the week it is: a clock that is changed at
 * midnight can put an occurrence into the day beside its own.
 */
const days = Array.from({ length: 19 }, (_, index) => index - 9);

/**
 * The occurrences of the days around `now`, in order. In an hour that the clocks skip, one comes as much later (Temporal's
 * "compatible"); in an hour that comes twice, it is in the first.
 */
function occurrencesAround({ every, at, timeZone }: DigestSchedule, now: Instant): Instant[] {
  const today = now.toZonedDateTimeISO(timeZone).toPlainDate();
  const plainTime = Temporal.PlainTime.from(at);
  return days
    .map((offset) => today.add({ days: offset }))
    .filter(({ dayOfWeek }) => every === 'day' || weekdays[dayOfWeek - 1] === every)
    .map((day) => day.toZonedDateTime({ timeZone, plainTime }).toInstant());
}
