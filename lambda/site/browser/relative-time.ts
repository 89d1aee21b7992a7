/** How far off a time is, in words: the same in a page as it is made and in a reader's browser. Pure. */

/** `left`: until something ends. `ago`: since, or until. */
export type TimeDirection = 'left' | 'ago';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const year = 365.25 * day;

/** Days up to two years, hours up to two days, minutes up to two hours: rounded down, so that nothing is said to be further off than it is. */
export function relativeTime(at: number, now: number, kind: TimeDirection): string {
  const off = at - now;
  if (kind === 'left') return off <= 0 ? 'over' : `${span(off)} left`;
  if (Math.abs(off) < minute) return 'just now';
  return off > 0 ? `in ${span(off)}` : `${span(-off)} ago`;
}

function span(off: number): string {
  if (off < minute) return 'less than a minute';
  if (off < 2 * hour) return counted(Math.floor(off / minute), 'minute');
  if (off < 2 * day) return counted(Math.floor(off / hour), 'hour');
  if (off < 2 * year) return counted(Math.floor(off / day), 'day');
  return counted(Math.floor(off / year), 'year');
}

function counted(count: number, unit: string): string {
  const digits = String(count).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${digits} ${count === 1 ? unit : `${unit}s`}`;
}
