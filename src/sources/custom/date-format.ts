/**
 * Times as pages write them: ISO 8601, seconds or milliseconds since 1970, or another form, which the config describes
 * with the letters of Unicode: `MMMM d, yyyy, 'at' h:mm a (z)`.
 */
import { Temporal } from 'temporal-polyfill';
import { cutFraction, startOfDay, deadlineAfter, type Instant } from '../../domain/time.ts';

export interface DateContext {
  /** The zone of a time without an offset. */
  readonly timeZone: string;
  /** The language of the names of months. */
  readonly locale: string;
}

/** A time; or a day, where the use decides whether its begin or its end is meant. */
export type DateValue = { readonly instant: Instant } | { readonly day: string };

type Field = 'year' | 'month' | 'name' | 'day' | 'hour' | 'hourOfHalf' | 'half' | 'minute' | 'second' | 'zone';

const fields: Readonly<Record<string, readonly [Field, string]>> = {
  yyyy: ['year', '\\d{4}'],
  M: ['month', '\\d{1,2}'],
  MM: ['month', '\\d{2}'],
  MMM: ['name', '[\\p{L}\\p{M}\\p{N}]{1,30}\\.?'],
  MMMM: ['name', '[\\p{L}\\p{M}\\p{N}]{1,30}'],
  d: ['day', '\\d{1,2}'],
  dd: ['day', '\\d{2}'],
  H: ['hour', '\\d{1,2}'],
  HH: ['hour', '\\d{2}'],
  h: ['hourOfHalf', '\\d{1,2}'],
  mm: ['minute', '\\d{2}'],
  ss: ['second', '\\d{2}'],
  a: ['half', '[ap]\\.?\\s?m\\.?'],
  z: ['zone', '[A-Z]{2,5}'],
};

const namedFormats = ['iso', 'seconds', 'milliseconds'];

/** No time is longer than this: longer text is something else. */
const maxCharacters = 200;

/** Why a format is not valid; undefined for a good one. */
export function formatFault(format: string): string | undefined {
  const good = `must be "iso", "seconds", "milliseconds" or a form such as "d MMMM yyyy", of yyyy M MM MMM MMMM d dd H HH h mm ss a z and 'text'`;
  if (namedFormats.includes(format)) return undefined;
  const form = formOf(format);
  if (form === undefined || new Set(form.fields).size < form.fields.length) return good;
  const has = (field: Field): boolean => form.fields.includes(field);
  const isDay = has('year') && has('day') && has('month') !== has('name');
  const isTime = has('hourOfHalf') === has('half') && !(has('hour') && has('half'));
  return isDay && isTime ? undefined : good;
}

interface Form {
  readonly fields: readonly Field[];
  readonly pattern: RegExp;
}

function formOf(format: string): Form | undefined {
  const found: Field[] = [];
  let pattern = '';
  for (const [part, quoted] of format.matchAll(/'([^']*)'|[A-Za-z]+|\s+|./gu)) {
    const field = fields[part];
    if (field !== undefined) {
      found.push(field[0]);
      pattern += `(${field[1]})`;
    } else if (/^\s+$/.test(part)) pattern += '\\s+';
    else if (/^[A-Za-z]/.test(part)) return undefined;
    else pattern += (quoted ?? part).replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&').replace(/\s+/g, '\\s+');
  }
  return { fields: found, pattern: new RegExp(`^${pattern}$`, 'iu') };
}

/** @throws {RangeError} that says what is wrong with the value. */
export function parseDate(value: unknown, format: string, where: DateContext): DateValue {
  if (format === 'seconds' || format === 'milliseconds') return { instant: since1970(value, format) };
  if (typeof value !== 'string') throw new RangeError('must be a text that is a time');
  const text = value.trim();
  if (text.length > maxCharacters) throw new RangeError('is no time, for its length');
  return format === 'iso' ? isoMoment(cutFraction(text), where) : formMoment(text, format, where);
}

function since1970(value: unknown, unit: 'seconds' | 'milliseconds'): Instant {
  const number = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value;
  const time = typeof number === 'number' ? Math.round(number * (unit === 'seconds' ? 1000 : 1)) : Number.NaN;
  if (!Number.isSafeInteger(time) || Math.abs(time) > 8.64e15) {
    throw new RangeError(
      `must be a time in ${unit} since 1970, such as ${unit === 'seconds' ? 1452013200 : 1452013200000}`,
    );
  }
  return Temporal.Instant.fromEpochMilliseconds(time);
}

function isoMoment(text: string, { timeZone }: DateContext): DateValue {
  try {
    if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return { day: Temporal.PlainDate.from(text).toString() };
    if (/(?:Z|[+-]\d{2}:?\d{2})$/i.test(text)) return { instant: Temporal.Instant.from(text) };
    return { instant: Temporal.PlainDateTime.from(text).toZonedDateTime(timeZone).toInstant() };
  } catch {
    throw new RangeError('must be an ISO 8601 time, such as "2016-01-05T17:00:00Z", or have a "format"');
  }
}

function formMoment(text: string, format: string, where: DateContext): DateValue {
  const wrong = (): RangeError => new RangeError(`is not of the form ${format}`);
  const form = formOf(format);
  const parts = form?.pattern.exec(text)?.slice(1);
  if (form === undefined || parts === undefined) throw wrong();
  const said = new Map(form.fields.map((field, index) => [field, parts[index] ?? '']));
  const number = (field: Field): number => Number(said.get(field) ?? 0);
  const name = said.get('name');
  const month = name === undefined ? number('month') : monthOf(name, where.locale);
  try {
    const date = Temporal.PlainDate.from({ year: number('year'), month, day: number('day') }, { overflow: 'reject' });
    const half = said.get('half');
    if (half === undefined && !said.has('hour')) return { day: date.toString() };
    const hour = half === undefined ? number('hour') : hourOf(number('hourOfHalf'), half);
    const time = Temporal.PlainTime.from(
      { hour, minute: number('minute'), second: number('second') },
      { overflow: 'reject' },
    );
    return { instant: instantOf(date.toPlainDateTime(time), said.get('zone'), where) };
  } catch (error) {
    throw error instanceof UnknownZone ? error : wrong();
  }
}

function hourOf(hour: number, half: string): number {
  if (hour < 1 || hour > 12) throw new RangeError('no hour of half a day');
  return (hour % 12) + (/^p/i.test(half) ? 12 : 0);
}

/** The names of months, by language: to compute them takes 20 ms. */
const calendars = new Map<string, ReadonlyMap<string, number>>();

/** 1 to 12; 0 for text that is not the name of a month. */
function monthOf(name: string, locale: string): number {
  const bare = (text: string): string => text.toLocaleLowerCase(locale).replace(/\.$/, '');
  const calendar = calendars.get(locale) ?? new Map(monthNames(locale).map(([one, month]) => [bare(one), month]));
  calendars.set(locale, calendar);
  return calendar.get(bare(name)) ?? 0;
}

/** Some languages have another form of the month after a day. */
const monthNames = (locale: string): [string, number][] =>
  (['long', 'short'] as const).flatMap((month) =>
    [{ month }, { month, day: 'numeric' as const }].flatMap((options) => {
      const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
      return Array.from({ length: 12 }, (_, index): [string, number] => {
        const parts = format.formatToParts(new Date(Date.UTC(2026, index, 15)));
        return [parts.find(({ type }) => type === 'month')?.value ?? '', index + 1];
      });
    }),
  );

class UnknownZone extends RangeError {}

/**
 * The Canadian House writes "(EDT)" after times in December too (seen in 2026). That is an hour more or less, and
 * nothing says which is meant. We take the later one, so that nothing is called over too soon. In the hour that comes
 * twice in autumn, it is the named one.
 */
function instantOf(
  civil: Temporal.PlainDateTime,
  zone: string | undefined,
  { timeZone, locale }: DateContext,
): Instant {
  const here = civil.toZonedDateTime(timeZone);
  if (zone === undefined) return here.toInstant();
  const seasons = [1, 7].map((month) => here.with({ month, day: 1 }));
  const offset = seasons.find((at) => abbreviations(at, timeZone, locale).has(zone))?.offset;
  if (offset === undefined) throw new UnknownZone(`has "${zone}", which is not what clocks are called in ${timeZone}`);
  const asNamed = civil.toZonedDateTime(offset);
  return Temporal.Instant.compare(asNamed.toInstant(), here.toInstant()) > 0 ? asNamed.toInstant() : here.toInstant();
}

/** Whether a zone is abbreviated depends on language and country. */
function abbreviations(at: Temporal.ZonedDateTime, timeZone: string, locale: string): Set<string | undefined> {
  const day = new Date(at.epochMilliseconds);
  return new Set(
    [locale, 'en-US', 'en-GB', 'en-CA', 'en-AU'].map(
      (language) =>
        new Intl.DateTimeFormat(language, { timeZone, timeZoneName: 'short' })
          .formatToParts(day)
          .find(({ type }) => type === 'timeZoneName')?.value,
    ),
  );
}

/** When something began: a day with its first instant. */
export const startInstant = (moment: DateValue, timeZone: string): Instant =>
  'instant' in moment ? moment.instant : startOfDay(moment.day, timeZone);

/** When something ended: a day with its last millisecond. */
export const endInstant = (moment: DateValue, timeZone: string): Instant =>
  'instant' in moment ? moment.instant : deadlineAfter(startOfDay(moment.day, timeZone), 'P0D', timeZone, 'end-of-day');
