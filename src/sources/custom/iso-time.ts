/**
 * Times in ISO 8601 and RFC 9557: `2027-02-28T21:30:00+02`, `20270228`, `2027-02-28 21:30[Europe/Kyiv]`. A text is taken
 * apart by one grammar and built from its parts: what names an offset or a zone never depends on the zone of the rules.
 * A parser that reads civil times would drop both without a word (tc39/proposal-temporal#2109).
 */
import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../../domain/time.ts';
import { clockSpan, daySpan, instantSpan, type InstantSpan } from './time-span.ts';

const date = String.raw`(?<year>[+-]\d{6}|\d{4})(?<dash>-?)(?<month>\d{2})\k<dash>(?<day>\d{2})`;
const clock = String.raw`(?<hour>\d{2})(?:(?<colon>:?)(?<minute>\d{2})(?:\k<colon>(?<second>\d{2})(?:[.,](?<fraction>\d+))?)?)?`;
const offset = String.raw`(?<offset>Z|UTC|GMT|(?<sign>[+-])(?<hours>[01]\d|2[0-3])(?::?(?<minutes>[0-5]\d)(?::?(?<seconds>[0-5]\d))?)?)`;
// Of annotations, the first may be the zone. `!` marks those that must be understood.
const zone = String.raw`\[!?(?<zone>[^\]=]+)\]`;
const grammar = new RegExp(
  `^${date}(?:(?:T| +)${clock}(?: ?${offset})?)?(?:${zone})?(?<others>(?:\\[[^\\]!=]+=[^\\]]+\\])*)$`,
  'i',
);

/** @throws {RangeError} for a text that is no such time, or says two things. */
export function isoSpan(text: string, timeZone: string): InstantSpan {
  const parts = grammar.exec(text.replaceAll('\u2212', '-'))?.groups;
  if (parts === undefined) throw new RangeError('not in ISO 8601');
  const { hour, minute = '00', second = '00', fraction = '0', offset: written, zone: named } = parts;
  const number = (part: string | undefined): number => Number(part);
  const day = Temporal.PlainDate.from(
    { year: number(parts.year), month: number(parts.month), day: number(parts.day) },
    { overflow: 'reject' },
  );
  if (hour === undefined) return daySpan(day, named ?? timeZone);
  const isEndOfDay = hour === '24';
  if (isEndOfDay && number(minute + second + fraction) !== 0) throw new RangeError('is later than the end of its day');
  // A leap second is the second before it. More than nine digits of a second are more than anything can hold.
  const onClock = isEndOfDay ? '23:59:59.999' : `${hour}:${minute}:${second}.${fraction.slice(0, 9)}`;
  const civil = day.toPlainDateTime(Temporal.PlainTime.from(onClock));
  if (written === undefined) return clockSpan(civil, named ?? timeZone);
  const { sign = '+', hours = '0', minutes = '0', seconds = '0' } = parts;
  const ahead = { hours: number(sign + hours), minutes: number(sign + minutes), seconds: number(sign + seconds) };
  const at = civil.toZonedDateTime('UTC').toInstant().subtract(ahead);
  // With `Z`, a zone only says whose time it was.
  if (named !== undefined && parts.sign !== undefined && !clockTime(at, named).equals(civil)) {
    throw new RangeError('has an offset that its zone has not');
  }
  return instantSpan(at);
}

const clockTime = (at: Instant, zone: string): Temporal.PlainDateTime => at.toZonedDateTimeISO(zone).toPlainDateTime();
