/** The time until or since something, in words: used by the generated pages and in the browser. Pure. */

/** `left`: until something ends. `ago`: since something, or until it. */
export type TimeDirection = 'left' | 'ago';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const year = 365.25 * day;

/**
 * Minutes up to two hours, hours up to two days, days up to two years. Rounded down, so that nothing seems further away
 * than it is.
 */
export function relativeTime(at: number, now: number, kind: TimeDirection): string {
  const distance = at - now;
  if (kind === 'left') return distance <= 0 ? 'over' : `${durationText(distance)} left`;
  if (Math.abs(distance) < minute) return 'just now';
  return distance > 0 ? `in ${durationText(distance)}` : `${durationText(-distance)} ago`;
}

function durationText(duration: number): string {
  if (duration < minute) return 'less than a minute';
  if (duration < 2 * hour) return countText(Math.floor(duration / minute), 'minute');
  if (duration < 2 * day) return countText(Math.floor(duration / hour), 'hour');
  if (duration < 2 * year) return countText(Math.floor(duration / day), 'day');
  return countText(Math.floor(duration / year), 'year');
}

function countText(count: number, unit: string): string {
  const digits = String(count).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${digits} ${count === 1 ? unit : `${unit}s`}`;
}
