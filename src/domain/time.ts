/**
 * Instants, and deadlines in civil time. Every length is an ISO 8601 duration on the calendar of a named time zone.
 * Everything that is stored or sent is an ISO instant in UTC.
 */
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';

export type Instant = Temporal.Instant;

/** When a deadline falls on its day: at the clock time at which the length began, or at the end of the day. */
export const cutoffs = ['same-time', 'end-of-day'] as const;
export type Cutoff = (typeof cutoffs)[number];

const instantFault = 'must be an ISO 8601 instant, such as "2016-01-05T17:00:00Z"';

/** Temporal reads nine digits of a second. Some platforms write more, and say no more with them. */
export const cutFraction = (text: string): string => text.replace(/([.,]\d{9})\d+/, '$1');

/** As Temporal writes it. A poll writes some thirty instants: where they are exact to the millisecond, in a tenth of its time (2026-12). */
const textOf = (at: Instant): string =>
  at.epochNanoseconds % 1_000_000n === 0n ? wholeText(at.epochMilliseconds) : at.toString();

const wholeText = (epochMilliseconds: number): string =>
  // oxlint-disable-next-line no-restricted-globals -- It is not asked what time it is.
  new Date(epochMilliseconds).toISOString().replace(/\.?0+Z$/, 'Z');

/** With four digits of the year, an instant can be stored and read again. An offset may lead beyond them. */
const isStorable = (at: Instant): boolean => /^\d/.test(textOf(at));

/** An ISO instant in JSON (`2016-01-05T17:00:00Z`, any offset), a `Temporal.Instant` in code. */
export const instant = z.codec(
  z.iso.datetime({ offset: true, error: instantFault }),
  z.custom<Instant>((value) => value instanceof Temporal.Instant),
  {
    decode: (text, payload) => {
      const at = Temporal.Instant.from(cutFraction(text));
      if (isStorable(at)) return at;
      payload.issues.push({ code: 'custom', input: text, message: instantFault });
      return z.NEVER;
    },
    encode: textOf,
  },
);

/** For rates and budgets only: deadlines use the calendar. */
export const minutesADay = 1440;

/** The day in UTC, such as `2026-03-02`. */
export const utcDay = (at: Instant): string => at.toZonedDateTimeISO('UTC').toPlainDate().toString();

/**
 * A length from a minute to a hundred years, kept as text: `P30D`, `P6M`, `PT12H`. Longer ones end beyond the year
 * 9999, which no stored instant has, or beyond all that can be computed; shorter ones pass between two polls.
 */
export const duration = validatedText(
  (text) => isWithin(text, 'PT1M', 'P100Y'),
  'must be an ISO 8601 duration from a minute to a hundred years, such as "P30D" or "P6M"',
);

/** A length from an hour on, kept as text: `P7D`. */
export const durationFromHour = validatedText(
  (text) => isWithin(text, 'PT1H', 'P100Y'),
  'must be an ISO 8601 duration from an hour to a hundred years, such as "P7D"',
);

/** A length that does not depend on the calendar, such as `PT2M`. Timers of Node end at 24.8 days. */
export const timerDuration = validatedText(
  (text) => durationMinutes(text) > 0 && durationMinutes(text) <= 24 * 24 * 60,
  'must be an ISO 8601 duration of at most 24 days, such as "PT2M" or "PT12H"',
);

/** A length from a minute to a day, kept as text: `PT1H`. */
export const durationWithinDay = validatedText(
  (text) => durationMinutes(text) >= 1 && durationMinutes(text) <= 1440,
  'must be an ISO 8601 duration from a minute to a day, such as "PT1H"',
);

/** The name of an IANA time zone, such as `Europe/London`. */
export const timeZone = validatedText(isTimeZone, 'must be the name of a time zone, such as "Europe/London"');

/** A time on the clock, such as `08:00`. */
const goodClockTime = { error: 'must be a time on the clock, such as "08:00"' };
export const clockTime = z.string(goodClockTime).check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/, goodClockTime));

export const isAfter = (a: Instant, b: Instant): boolean => Temporal.Instant.compare(a, b) > 0;

export const earliest = (first: Instant, ...others: readonly Instant[]): Instant =>
  others.reduce((a, b) => (isAfter(a, b) ? b : a), first);

/** Elapsed minutes, with fractions; negative when `to` is before `from`. For rates, never for deadlines. */
export const minutesBetween = (from: Instant, to: Instant): number =>
  (to.epochMilliseconds - from.epochMilliseconds) / 60_000;

/** Less than a minute apart: the same time, rounded differently. */
export const isSameMinute = (a: Instant, b: Instant): boolean => Math.abs(minutesBetween(a, b)) < 1;

/** The instant that a text of ours says; undefined for any other text. */
export function parsedInstant(text: string): Instant | undefined {
  return instant.safeParse(text).data;
}

/**
 * The end of a length that began at `start`, on the calendar of `zone`: days and months first, clamped to the last day
 * of the month, then the cutoff. `end-of-day` is the last millisecond of the day, as the UK platform stamps it
 * (`22:59:59.999Z` in summer).
 */
export const deadlineAfter = (start: Instant, length: string, zone: string, cutoff: Cutoff): Instant =>
  memoize(`${start.epochMilliseconds} ${length} ${zone} ${cutoff}`, () => {
    const end = start.toZonedDateTimeISO(zone).add(length);
    if (cutoff === 'same-time') return end.toInstant();
    return end.toPlainDate().add({ days: 1 }).toZonedDateTime(zone).toInstant().subtract({ milliseconds: 1 });
  });

/** The instant that is a length after another, on the calendar of `zone`. */
export const addDuration = (start: Instant, length: string, zone: string): Instant =>
  deadlineAfter(start, length, zone, 'same-time');

/** The instant that is a length before a deadline, on the calendar of `zone`. */
export const subtractDuration = (deadline: Instant, length: string, zone: string): Instant =>
  memoize(`${deadline.epochMilliseconds} -${length} ${zone}`, () =>
    deadline.toZonedDateTimeISO(zone).subtract(length).toInstant(),
  );

/** The first instant of a civil day (`2013-01-15`) in `zone`. */
export const startOfDay = (day: string, zone: string): Instant =>
  memoize(`${day} ${zone}`, () => Temporal.PlainDate.from(day).toZonedDateTime(zone).toInstant());

/** Every poll needs the same few spans, and civil arithmetic takes 25 µs each time (2026-11): results are kept. */
const memoized = new Map<string, Instant>();
const maxMemoized = 1_000;

function memoize(key: string, compute: () => Instant): Instant {
  const found = memoized.get(key);
  if (found !== undefined) return found;
  if (memoized.size >= maxMemoized) memoized.clear();
  const computed = compute();
  memoized.set(key, computed);
  return computed;
}

/** Whole calendar days from one instant to a later one, as people in `zone` count them. */
export const calendarDaysBetween = (from: Instant, to: Instant, zone: string): number =>
  from.toZonedDateTimeISO(zone).toPlainDate().until(to.toZonedDateTimeISO(zone).toPlainDate()).days;

const relativeTo = Temporal.PlainDate.from('2000-01-01');

function isWithin(text: string, least: string, most: string): boolean {
  const compare = (one: string, other: string): number => Temporal.Duration.compare(one, other, { relativeTo });
  try {
    return compare(text, least) >= 0 && compare(text, most) <= 0;
  } catch {
    return false;
  }
}

/** How many minutes a length takes; NaN for text that is not a length, or that depends on the month. */
export function durationMinutes(text: string): number {
  try {
    return Temporal.Duration.from(text).total('minutes');
  } catch {
    return Number.NaN;
  }
}

/** The same error for a value that is not text. */
function validatedText(isGood: (text: string) => boolean, error: string) {
  return z.string({ error }).check(z.refine(isGood, { error }));
}

/**
 * By the name of a place, or UTC. Temporal accepts offsets too, and names of offsets: `EST` has no summer time, and
 * `Etc/GMT+5` is five hours behind.
 */
function isTimeZone(name: string): boolean {
  if (!/^(?!Etc\/GMT)[A-Za-z_]+\/|^UTC$/i.test(name)) return false;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}
