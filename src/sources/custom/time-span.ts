/**
 * What a text says of a time, as the instants that it may mean. A day begins and ends; an hour that the clocks have
 * twice, or skip, is not one instant either. The earliest holds for what begins, the latest for what ends.
 */
import type { Temporal } from 'temporal-polyfill';
import type { Instant } from '../../domain/time.ts';

export interface InstantSpan {
  readonly first: Instant;
  readonly last: Instant;
}

export const instantSpan = (at: Instant): InstantSpan => ({ first: at, last: at });

/** From the first instant of a day to its last millisecond. */
export const daySpan = (day: Temporal.PlainDate, timeZone: string): InstantSpan => ({
  first: day.toZonedDateTime(timeZone).toInstant(),
  last: day.add({ days: 1 }).toZonedDateTime(timeZone).toInstant().subtract({ milliseconds: 1 }),
});

/** A time on the clocks of a zone. */
export const clockSpan = (civil: Temporal.PlainDateTime, timeZone: string): InstantSpan => ({
  first: civil.toZonedDateTime(timeZone, { disambiguation: 'earlier' }).toInstant(),
  last: civil.toZonedDateTime(timeZone, { disambiguation: 'later' }).toInstant(),
});
