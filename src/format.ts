/** Numbers, days and times as people read them, in English and in the platform's zone. */
import { Temporal } from 'temporal-polyfill';
import type { Instant } from './domain/time.ts';

/** Formatters cost much to create and little to use: one of each kind and zone is kept. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatWith(at: Instant, timeZone: string, options: Intl.DateTimeFormatOptions): string {
  const key = `${timeZone} ${Object.keys(options).join()}`;
  const formatter = formatters.get(key) ?? new Intl.DateTimeFormat('en-GB', { ...options, timeZone });
  formatters.set(key, formatter);
  return formatter.format(at.epochMilliseconds);
}

/** `100,412` */
export const formatNumber = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ',');

/** A chance from 0 to 1: `42%`. No forecast is certain: `under 1%`, `over 99%`. */
export function formatChance(chance: number): string {
  if (chance < 0.01) return 'under 1%';
  return chance > 0.99 ? 'over 99%' : `${Math.round(chance * 100)}%`;
}

/** `5 January 2016` */
export const formatDay = (at: Instant, timeZone: string): string => formatWith(at, timeZone, { dateStyle: 'long' });

/** `5 January` */
export const formatDayMonth = (at: Instant, timeZone: string): string =>
  formatWith(at, timeZone, { day: 'numeric', month: 'long' });

/** `5 January 2016, 12:00`: for texts that name the zone elsewhere. */
export const formatDayAndTime = (at: Instant, timeZone: string): string =>
  `${formatDay(at, timeZone)}, ${formatWith(at, timeZone, { timeStyle: 'short' })}`;

/** `5 January 2016, 12:00 (New York time)` */
export const formatMoment = (at: Instant, timeZone: string): string =>
  `${formatDayAndTime(at, timeZone)} (${formatZone(timeZone)})`;

/** `New York time`; `UTC` */
export const formatZone = (timeZone: string): string =>
  timeZone === 'UTC' ? timeZone : `${timeZone.slice(timeZone.lastIndexOf('/') + 1).replaceAll('_', ' ')} time`;

/** `1 alert`, `2 alerts` */
export const pluralize = (count: number, one: string, many = `${one}s`): string =>
  `${formatNumber(count)} ${count === 1 ? one : many}`;

/** `6 months`, `12 days and 4 hours`; empty for no time at all. */
export function formatDuration({ years, months, weeks, days, hours, minutes, seconds }: Temporal.Duration): string {
  return Object.entries({ years, months, weeks, days, hours, minutes, seconds })
    .filter(([, count]) => count > 0)
    .map(([unit, count]) => `${count} ${count === 1 ? unit.slice(0, -1) : unit}`)
    .join(' and ');
}

/** `P6M` as `6 months`. */
export const formatIsoDuration = (text: string): string => formatDuration(Temporal.Duration.from(text));

export const capitalize = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
