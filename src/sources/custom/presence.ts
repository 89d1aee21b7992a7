/**
 * Whether a value means yes: signing is over, there is an answer. Servers write a no in many ways, and a state where we
 * ask for a fact. What is neither plainly yes nor plainly no is asked about: a guess would be a false alert (booleans as
 * 0, "0" or "false": OPSnet/Gazelle#174, elabftw#5734, Automattic/jetpack#34770).
 */
import { oneLine } from '../../text.ts';
import { webAddress } from '../fields.ts';
import { parseDate } from './date-format.ts';

export type Presence = 'yes' | 'no' | 'unsure';

/** Deeper lists and objects are not looked into: nobody writes a yes there. */
const maxDepth = 20;

export const presenceOf = (value: unknown): Presence => presenceAt(value, maxDepth);

function presenceAt(value: unknown, depth: number): Presence {
  if (value === undefined || value === null || value === false || value === 0) return 'no';
  if (value === true) return 'yes';
  if (typeof value === 'string') return presenceOfText(value);
  if (typeof value !== 'object') return isTime(value) ? 'yes' : 'unsure';
  if (depth === 0) return 'unsure';
  // A record in a list is one of what the list is of. In a record, words are a text that somebody wrote: an answer. But
  // beside an empty field they may be anything: `{ "at": null, "by": "The ministry" }`.
  const isList = Array.isArray(value);
  const isMeant = (one: unknown): boolean =>
    isList ? isRecord(one) && !hasEmptyField(one) : isProse(one) && !hasEmptyField(value);
  const inside = Object.values(value).map((one: unknown) => {
    const found = isPlaceholder(one) ? 'no' : presenceAt(one, depth - 1);
    return found === 'unsure' && isMeant(one) ? 'yes' : found;
  });
  const found = inside.find((one) => one === 'yes') ?? inside.find((one) => one === 'unsure') ?? 'no';
  // `{ "published": false, "text": "A draft" }`: nobody can say whether that is there.
  return found === 'yes' && !isList && Object.values(value).includes(false) ? 'unsure' : found;
}

const isRecord = (value: unknown): value is object => typeof value === 'object' && !Array.isArray(value);

const hasEmptyField = (record: object): boolean =>
  Object.values(record).some((one: unknown) => one === null || isPlaceholder(one));

/** Words that somebody wrote, and not only a name or a time. */
const isProse = (value: unknown): boolean =>
  typeof value === 'string' && /\p{L}[^\p{L}\p{N}_/-]/u.test(withoutTags(value));

/** In a record: marks alone, the tags of an empty editor, or the first or last time that a program can write. */
const isPlaceholder = (value: unknown): boolean =>
  typeof value === 'string' && (!/[\p{L}1-9]/u.test(withoutTags(value)) || isNoTime(value));

const withoutTags = (text: string): string => text.replace(/<[^<>]*>|&#?\w+;/g, ' ').trim();

function presenceOfText(text: string): Presence {
  const word = oneLine(text);
  if (/^(?:|0|false|null)$/i.test(word)) return 'no';
  return /^true$/i.test(word) || isTime(word) || isAddress(word) ? 'yes' : 'unsure';
}

const isAddress = (text: string): boolean => webAddress.safeParse(text).data !== undefined;

/** A day or time in ISO 8601, or a number that is one since 2000: no count of answers is as high. */
const isTime = (value: unknown): boolean =>
  typeof value === 'string' && !/^\d+$/.test(value)
    ? isIn(value, 'iso')
    : isIn(value, 'seconds') || isIn(value, 'milliseconds');

/** `0001-01-01T00:00:00`, `9999-12-31`: what stands for no time. */
function isNoTime(text: string): boolean {
  try {
    return parseDate(text, 'iso', utc) === undefined;
  } catch {
    return false;
  }
}

const utc = { timeZone: 'UTC', locale: 'en' };

function isIn(value: unknown, format: string): boolean {
  try {
    const span = parseDate(value, format, utc);
    return span !== undefined && span.first.toZonedDateTimeISO('UTC').year >= 2000;
  } catch {
    return false;
  }
}
