/**
 * Times as pages write them: ISO 8601, seconds or milliseconds since 1970, or another form, which the config describes
 * with the letters of Unicode: `MMMM d, yyyy, 'at' h:mm a (z)`.
 */
import { Temporal } from 'temporal-polyfill';
import { isAfter, type Instant } from '../../domain/time.ts';
import { isoSpan } from './iso-time.ts';
import { monthOf } from './month-names.ts';
import { plainDigits } from './localized-count.ts';
import { clockSpan, daySpan, instantSpan, type InstantSpan } from './time-span.ts';

export interface DateContext {
  /** The zone of a time without an offset. */
  readonly timeZone: string;
  /** The language of the names of months. */
  readonly locale: string;
}

type Field = 'year' | 'month' | 'name' | 'day' | 'hour' | 'hourOfHalf' | 'half' | 'minute' | 'second' | 'zone';

const word = "[\\p{L}\\p{M}\\p{N}.’'׳॰]{1,30}";
/** In Irish and Vietnamese, months have two words. */
const name = `${word}(?: ${word})??`;

const fields: Readonly<Record<string, readonly [Field, string]>> = {
  yyyy: ['year', '\\d{4}'],
  M: ['month', '\\d{1,2}'],
  MM: ['month', '\\d{2}'],
  // Abbreviations have dots, and in Hebrew and Hindi other marks.
  MMM: ['name', name],
  MMMM: ['name', name],
  // The mark of an ordinal may follow: 3rd, 1er, 1.º.
  d: ['day', '\\d{1,2}(?:(?:\\.?[ºª°]|\\.|\\p{L}{1,3}\\.?)(?![\\p{L}\\p{N}]))?'],
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
  const zone = zoneIn(form.text);
  if (zone !== undefined && (zone !== 'UTC' || form.fields.includes('zone'))) {
    return `has a zone in its text, which would say nothing: write z, such as "d MMMM yyyy, H:mm (z)"; only 'Z', 'UTC' and 'GMT' are understood there`;
  }
  const has = (field: Field): boolean => form.fields.includes(field);
  const isDay = has('year') && has('day') && has('month') !== has('name');
  const isTime = has('hourOfHalf') === has('half') && !(has('hour') && has('half'));
  return isDay && isTime ? undefined : good;
}

interface Form {
  readonly fields: readonly Field[];
  readonly pattern: RegExp;
  /** What stands between the fields, with a mark for each field. */
  readonly text: string;
}

const fieldMark = '\ufffc';

/** Zones that people write after a time. */
const otherZone =
  /(?<!\p{L})(?:(?:UTC|GMT) ?)?[+\u2212-]\d{1,2}(?::?\d{2})?(?!\d)|(?<!\p{L})(?:BST|IST|WES?T|CES?T|MES?Z|EES?T|MSK|[ECMPA][SD]T|AK[SD]T|HST|N[SDZ][SD]?T|[JK]ST|HKT|SGT|A[CEW][SD]T|SAST|BRT|ART|CLS?T)(?!\p{L})/u;

/** The zone that the text of a form names, in any spelling: it is the same in every `timeZone` of the rules. */
function zoneIn(text: string): 'UTC' | 'another' | undefined {
  if (otherZone.test(text) || (text.match(/\p{L}+\/[\p{L}_/]+/gu) ?? []).some(isZone)) return 'another';
  return /(?:\ufffc ?Z|(?<!\p{L})(?:UTC|GMT))(?![\p{L}\ufffc])/u.test(text) ? 'UTC' : undefined;
}

function isZone(name: string): boolean {
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId !== '';
  } catch {
    return false;
  }
}

function formOf(format: string): Form | undefined {
  const found: Field[] = [];
  let [pattern, text] = ['', ''];
  for (const [part, quoted] of format.matchAll(/'([^']*)'|[A-Za-z]+|\s+|./gu)) {
    const field = fields[part];
    text += field === undefined ? (quoted ?? part) : fieldMark;
    if (field !== undefined) {
      found.push(field[0]);
      pattern += `(${field[1]})`;
    } else if (/^\s+$/.test(part)) pattern += '\\s+';
    else if (/^[A-Za-z]/.test(part)) return undefined;
    else pattern += (quoted ?? part).replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').replace(/\s+/g, '\\s+');
  }
  return { fields: found, pattern: new RegExp(`^${pattern}$`, 'iu'), text };
}

/**
 * Undefined for what stands for no time. @throws {RangeError} that says what is wrong with the value.
 */
export function parseDate(value: unknown, format: string, where: DateContext): InstantSpan | undefined {
  const text = typeof value === 'string' ? plainDigits(value.trim()) : value;
  if (text === 0 || (typeof text === 'string' && standsForNone(text))) return undefined;
  const span = spanOf(text, format, where);
  const { year } = span.first.toZonedDateTimeISO('UTC');
  return year < firstYear || year > lastYear ? undefined : span;
}

/**
 * The years of times. Programs that have no time write the first or the last that they can: 0, `0001-01-01`,
 * `9999-12-31` (.NET: Manatee.Trello#45, SenseNet#1206).
 */
const [firstYear, lastYear] = [1971, 2199];

/** Nothing but marks or zeros (`-`, `0000-00-00`), or a word of programs for nothing. */
const standsForNone = (text: string): boolean =>
  !/[\p{L}1-9]/u.test(text) || /^(?:n\/?a|null|nil|none|undefined|nan|false)$/i.test(text);

function spanOf(value: unknown, format: string, where: DateContext): InstantSpan {
  if (format === 'seconds' || format === 'milliseconds') return instantSpan(since1970(value, format));
  if (typeof value !== 'string') throw new RangeError('must be a text that is a time');
  if (value.length > maxCharacters) throw new RangeError('is no time, for its length');
  if (format !== 'iso') return spanOfForm(value, format, where);
  try {
    return isoSpan(value, where.timeZone);
  } catch {
    throw new RangeError('must be an ISO 8601 time, such as "2016-01-05T17:00:00Z", or have a "format"');
  }
}

function since1970(value: unknown, unit: 'seconds' | 'milliseconds'): Instant {
  const number = typeof value === 'string' && /^-?\d{1,16}$/.test(value) ? Number(value) : value;
  const time = typeof number === 'number' ? Math.round(number * (unit === 'seconds' ? 1000 : 1)) : Number.NaN;
  if (!Number.isSafeInteger(time) || Math.abs(time) > 8.64e15) {
    throw new RangeError(
      `must be a time in ${unit} since 1970, such as ${unit === 'seconds' ? 1452013200 : 1452013200000}`,
    );
  }
  return Temporal.Instant.fromEpochMilliseconds(time);
}

function spanOfForm(text: string, format: string, context: DateContext): InstantSpan {
  const wrong = (): RangeError => new RangeError(`is not of the form ${format}`);
  const form = formOf(format);
  const parts = form?.pattern.exec(text)?.slice(1);
  if (form === undefined || parts === undefined) throw wrong();
  const where = zoneIn(form.text) === 'UTC' ? { ...context, timeZone: 'UTC' } : context;
  const said = new Map(form.fields.map((field, index) => [field, parts[index] ?? '']));
  const number = (field: Field): number => Number.parseInt(said.get(field) ?? '0', 10);
  const named = said.get('name');
  const month = named === undefined ? number('month') : monthOf(named, where.locale);
  try {
    const date = Temporal.PlainDate.from({ year: number('year'), month, day: number('day') }, { overflow: 'reject' });
    const half = said.get('half');
    if (half === undefined && !said.has('hour')) return daySpan(date, where.timeZone);
    const [minute, second] = [number('minute'), number('second')];
    const hour = half === undefined ? number('hour') : hourOf(number('hourOfHalf'), half);
    // As in ISO 8601 and in timetables, 24:00 is the end of the day.
    const isEndOfDay = half === undefined && hour === 24 && minute === 0 && second === 0;
    const onClock = isEndOfDay ? { hour: 23, minute: 59, second: 59, millisecond: 999 } : { hour, minute, second };
    const time = Temporal.PlainTime.from(onClock, { overflow: 'reject' });
    return spanInZone(date.toPlainDateTime(time), said.get('zone'), where);
  } catch (error) {
    throw error instanceof UnknownZone ? error : wrong();
  }
}

function hourOf(hour: number, half: string): number {
  if (hour < 1 || hour > 12) throw new RangeError('no hour of half a day');
  return (hour % 12) + (/^p/i.test(half) ? 12 : 0);
}

class UnknownZone extends RangeError {}

/**
 * The Canadian House writes "(EDT)" after times in December too (seen in 2026). That is an hour more or less, and
 * nothing says which is meant: it may be either. In the hour that comes twice in autumn, it is the named one.
 */
function spanInZone(
  civil: Temporal.PlainDateTime,
  zone: string | undefined,
  { timeZone, locale }: DateContext,
): InstantSpan {
  const here = clockSpan(civil, timeZone);
  if (zone === undefined) return here;
  const seasons = [1, 7].map((month) => civil.toZonedDateTime(timeZone).with({ month, day: 1 }));
  const offset = seasons.find((at) => abbreviations(at, timeZone, locale).has(zone))?.offset;
  if (offset === undefined) throw new UnknownZone(`has "${zone}", which is not what clocks are called in ${timeZone}`);
  const named = civil.toZonedDateTime(offset).toInstant();
  if (named.equals(here.first) || named.equals(here.last)) return instantSpan(named);
  return isAfter(named, here.first) ? { first: here.first, last: named } : { first: named, last: here.last };
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
