/**
 * The times of a recorded history: ISO 8601, seconds or milliseconds since 1970, and days with slashes or dots. A file
 * may have several forms: some trackers' files were written by a spreadsheet first, and by a program later.
 */
import { Temporal } from 'temporal-polyfill';
import { BadInput } from '../../src/validation.ts';
import type { Instant } from '../../src/domain/time.ts';
import { formatFault, parseDate } from '../../src/sources/custom/date-format.ts';
import { daySpan } from '../../src/sources/custom/time-span.ts';

export interface TimeOptions {
  /** A form as in petitions.json (`iso`, `seconds`, `d/M/yyyy H:mm`). Absent: as the file shows. */
  readonly timeFormat?: string | undefined;
  /** The zone of times without an offset. */
  readonly timeZone?: string | undefined;
}

const iso =
  /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?)? ?(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?$/i;
const dated = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?:,? +(\d{1,2}):(\d{2})(?::(\d{2}))?(?: ?([ap])\.?m\.?)?)?$/i;
const since1970 = /^(\d{10}|\d{13})(\.\d+)?$/;

/** Whether a cell of the first row is a time, and not the name of a column. */
export const isPlainTime = (cell: string): boolean => iso.test(cell) || dated.test(cell) || since1970.test(cell);

/**
 * Reads a cell as an instant, or says what is wrong. @throws {BadInput} when the file can be read in two ways, and no
 * option says which is meant.
 */
export function timeReader(
  cells: readonly string[],
  { timeFormat, timeZone }: TimeOptions,
  what: string,
): (cell: string) => Instant | string {
  const ask = (message: string): BadInput => new BadInput(what, [{ path: '', message }]);
  const badFormat = timeFormat === undefined ? undefined : formatFault(timeFormat);
  if (badFormat !== undefined) throw new BadInput('--time-format', [{ path: '', message: badFormat }]);
  const isOwnForm = timeFormat !== undefined && timeFormat !== 'iso';
  const hasZone = (cell: string): boolean =>
    isOwnForm ? timeFormat.endsWith('seconds') : since1970.test(cell) || iso.exec(cell)?.[8] !== undefined;
  const local = cells.find((cell) => !hasZone(cell) && (isOwnForm || isPlainTime(cell)));
  if (timeZone === undefined && local !== undefined) {
    throw ask(`has times without an offset, such as "${local}": name their zone with --time-zone, such as UTC`);
  }
  const zone = timeZone ?? 'UTC';
  const dayFirst = isOwnForm ? undefined : isDayFirst(cells, ask);
  return (cell) => {
    try {
      return (
        (isOwnForm ? timeOf(cell, timeFormat, zone) : plainTime(cell, zone, dayFirst)) ??
        `is no time (it is ${JSON.stringify(cell)})`
      );
    } catch (error) {
      const good = isOwnForm && error instanceof RangeError ? error.message : goodTime;
      return `${good} (it is ${JSON.stringify(cell)})`;
    }
  };
}

const goodTime = 'must be an ISO 8601 instant, such as "2016-01-05T17:00:00Z"; another form needs --time-format';

/** Of `28/6/2025` or `6/28/2025`, the file shows which comes first; of `6/7/2025` alone it does not. */
function isDayFirst(cells: readonly string[], ask: (message: string) => BadInput): boolean | undefined {
  const slashed = cells.map((cell) => dated.exec(cell)).filter((found) => found !== null && found[2] !== '.');
  const [example] = slashed;
  if (!example) return undefined;
  const [day, month] = [1, 3].map((part) => slashed.some((found) => Number(found?.[part]) > 12));
  if (day !== month) return day;
  const forms = '--time-format "d/M/yyyy H:mm" or "M/d/yyyy H:mm"';
  throw ask(
    day === true
      ? `has some days before their months, and some after: write them in one order, or as 2025-06-28`
      : `does not show whether "${example[0]}" begins with the day or the month: say it with ${forms}`,
  );
}

/** A day without a time is its end. */
const timeOf = (cell: string, format: string, timeZone: string): Instant | undefined =>
  parseDate(cell, format, { timeZone, locale: 'en' })?.last;

/** @throws {RangeError} when it is none of the forms, or no day of the calendar. */
function plainTime(cell: string, zone: string, dayFirst: boolean | undefined): Instant | undefined {
  if (since1970.test(cell)) {
    const [whole = ''] = cell.split('.');
    return timeOf(whole, whole.length === 10 ? 'seconds' : 'milliseconds', zone);
  }
  const [, year, month, day, hour, minute, second = '00', fraction = '', offset] = iso.exec(cell) ?? [];
  if (year !== undefined) {
    return momentOf({ year, month, day, hour, minute, second, fraction }, offset === undefined ? zone : zoneOf(offset));
  }
  const [, a, mark, b, datedYear, datedHour, datedMinute, datedSecond = '00', half] = dated.exec(cell) ?? [];
  const [datedDay, datedMonth] = mark === '.' || dayFirst === true ? [a, b] : [b, a];
  const inHalf = half === undefined ? datedHour : String((Number(datedHour) % 12) + (/p/i.test(half) ? 12 : 0));
  const parts = { year: datedYear, month: datedMonth, day: datedDay, hour: inHalf, minute: datedMinute };
  return momentOf({ ...parts, second: datedSecond, fraction: '' }, zone);
}

type Part = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'fraction';

function momentOf(parts: Readonly<Record<Part, string | undefined>>, zone: string): Instant {
  const number = (part: Part): number => Number(parts[part]);
  const day = Temporal.PlainDate.from(
    { year: number('year'), month: number('month'), day: number('day') },
    { overflow: 'reject' },
  );
  if (parts.hour === undefined) return daySpan(day, zone).last;
  const { hour, minute = '', second = '00', fraction = '' } = parts;
  // Temporal reads nine digits of a second; some trackers write more.
  const time = Temporal.PlainTime.from(`${hour.padStart(2, '0')}:${minute}:${second}.${fraction.slice(0, 9) || '0'}`);
  return day.toPlainDateTime(time).toZonedDateTime(zone).toInstant();
}

/** `Z`, `+02`, `+0200` and `+02:00`, as Temporal names them. */
const zoneOf = (offset: string): string =>
  /^[a-z]/i.test(offset) ? 'UTC' : `${offset.slice(0, 3)}:${offset.slice(3).replace(':', '').padEnd(2, '0')}`;
