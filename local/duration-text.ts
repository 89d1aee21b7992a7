/** Durations as people read them. */
import { Temporal } from 'temporal-polyfill';
import { formatDuration } from '../src/format.ts';
import type { Instant } from '../src/domain/time.ts';

/** From so many days on, hours are left out. */
const manyDays = 7;

/** From one instant to a later one, on the calendar of `zone`: the longer, the coarser. */
export function durationText(from: Instant, to: Instant, zone: string): string {
  const { days, hours, minutes } = from
    .toZonedDateTimeISO(zone)
    .until(to.toZonedDateTimeISO(zone), { largestUnit: 'day', smallestUnit: 'minute' });
  const shown = days >= manyDays ? { days } : days > 0 ? { days, hours } : { hours, minutes };
  return formatDuration(Temporal.Duration.from(shown)) || 'less than a minute';
}
