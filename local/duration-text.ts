/** Lengths of time as people read them. */
import { Temporal } from 'temporal-polyfill';
import { formatDuration } from '../src/format.ts';
import type { Instant } from '../src/domain/time.ts';

/** The days shown without their hours: from here on nobody counts these. */
const manyDays = 7;

/** How long it is from one instant to a later one, on the calendar of `zone`, as exactly as matters by then. */
export function durationText(from: Instant, to: Instant, zone: string): string {
  const { days, hours, minutes } = from
    .toZonedDateTimeISO(zone)
    .until(to.toZonedDateTimeISO(zone), { largestUnit: 'day', smallestUnit: 'minute' });
  const shown = days >= manyDays ? { days } : days > 0 ? { days, hours } : { hours, minutes };
  return formatDuration(Temporal.Duration.from(shown)) || 'less than a minute';
}
