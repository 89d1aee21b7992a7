/**
 * What the readers of `json` and `html` have in common: they find what a recipe tells of, and make a reading of it. What is
 * there and can not be read is a fault that names it: a page that was made anew gives no count, and never a wrong one.
 */
import * as z from 'zod/mini';
import { BadInput, type Fault } from '../../validation.ts';
import type { Petition } from '../../domain/petition.ts';
import type { Reading } from '../../domain/observation.ts';
import { instant, isAfter, type Instant } from '../../domain/time.ts';
import { count, title as titleSchema, validators, webAddress } from '../fields.ts';
import { asBefore, remembered, type Reader, type Seen } from '../source.ts';
import { countIn } from './localized-count.ts';
import { beginningOf, endOf, momentIn, type Moment } from './date-format.ts';
import { pick } from './pattern.ts';
import type { Place, Recipe } from './recipe.ts';

/**
 * What stands at a place: nothing where that is undefined. Where only its `presence` is asked for, an element without a text
 * is something. @throws {Error}
 */
export type Find = (place: Place, wanted: 'value' | 'presence') => unknown;

/**
 * `countedAt`: a page that says that it is closed may show no count any more. Then what is known of the count is as old as
 * the last look that showed one.
 */
const memorySchema = z.extend(validators, { countedAt: z.optional(instant) });

/** A reader by a recipe; `finding` takes an answer in. */
export const readerOf = (recipe: Recipe, accept: string, finding: (text: string) => Find): Reader => ({
  async read({ id, baseUrl, known, memory: before, now, http }) {
    const url = recipe.url(id, baseUrl);
    const memory = remembered(memorySchema, before);
    const answer = await http.getIfChanged(url, memory, { accept });
    if (answer.kind === 'gone') return { sighting: answer };
    if (answer.kind === 'unchanged') return { sighting: { ...asBefore(known), ...asOf(memory.countedAt) } };
    const look = new Look(
      recipe,
      url,
      named(url, () => finding(answer.text)),
      now,
    );
    const closed = look.closed();
    const { last } = known;
    const counted = look.signatures(closed !== undefined && !closed.open && last !== undefined);
    const countedAt = counted === undefined ? (memory.countedAt ?? last?.at) : undefined;
    const page = webAddress.safeParse((recipe.page ?? recipe.url)(id, baseUrl)).data;
    const sighting: Seen['sighting'] = {
      kind: 'reading',
      signatures: counted ?? signaturesOf(known),
      ...asOf(countedAt),
      ...(page !== undefined && { url: page }),
      ...(closed !== undefined && { signing: closed }),
      ...look.others(),
    };
    return { sighting, memory: z.encode(memorySchema, { ...answer.validators, countedAt }) };
  },
});

const asOf = (asked: Instant | undefined): Pick<Reading, 'asked'> => (asked === undefined ? {} : { asked });
const signaturesOf = ({ last }: Petition): number => last?.signatures ?? 0;

function named<T>(what: string, run: () => T, path = ''): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof BadInput || !(error instanceof Error)) throw error;
    throw new BadInput(what, [{ path, message: error.message }]);
  }
}

class Look {
  readonly #recipe: Recipe;
  readonly #url: string;
  readonly #find: Find;
  readonly #now: Instant;

  constructor(recipe: Recipe, url: string, find: Find, now: Instant) {
    this.#recipe = recipe;
    this.#url = url;
    this.#find = find;
    this.#now = now;
  }

  /** Undefined only where it `mayBeGone` and is. @throws {BadInput} for what is no count: nothing is never 0. */
  signatures(mayBeGone: boolean): number | undefined {
    const { signatures: place, locale } = this.#recipe;
    const found = this.#at('signatures', place);
    if (found === undefined) {
      if (mayBeGone) return undefined;
      throw this.#bad('signatures', `is not there: nothing is found by ${inWords(place)}`);
    }
    const number = this.#named('signatures', found, () => numberOf(found, locale));
    const { success, data, error } = count.safeParse(number);
    if (!success) throw this.#bad('signatures', error.issues.map(({ message }) => message).join(', '), found);
    return data;
  }

  closed(): Reading['signing'] {
    const { closed: place, timeZone } = this.#recipe;
    if (place === undefined) return undefined;
    const found = this.#at('closed', place, presence(place));
    if (found === undefined) return { open: true };
    if (place.format === undefined) return { open: false };
    const at = endOf(this.#moment('closed', found, place), timeZone);
    return isAfter(at, this.#now) ? { open: true } : { open: false, at };
  }

  others(): Omit<Partial<Reading>, 'signatures' | 'signing' | 'asked' | 'url'> {
    const { opened, deadline, answer, clockStarted, met = {}, timeZone } = this.#recipe;
    const began = this.#time('opened', opened, beginningOf);
    const ends = this.#time('deadline', deadline, endOf);
    const title = titleSchema.safeParse(this.#title()).data;
    const reached = Object.entries(met).filter(
      ([name, place]) => this.#at(`met.${name}`, place, presence(place)) !== undefined,
    );
    return {
      ...(title !== undefined && title !== '' && { title }),
      ...(began !== undefined && { opened: began }),
      ...(ends !== undefined && { deadline: ends }),
      ...(reached.length > 0 && { met: reached.map(([name]) => name) }),
      ...(answer !== undefined && { answer: this.#answer(answer, timeZone) }),
      ...(clockStarted !== undefined && {
        clockStarted: this.#time('clockStarted', clockStarted, beginningOf) ?? null,
      }),
    };
  }

  #title(): unknown {
    const { title } = this.#recipe;
    return typeof title === 'object' ? this.#at('title', title) : title;
  }

  #answer(place: Place, timeZone: string): Reading['answer'] {
    const found = this.#at('answer', place, presence(place));
    if (found === undefined) return null;
    return place.format === undefined ? {} : { at: beginningOf(this.#moment('answer', found, place), timeZone) };
  }

  #time(
    path: string,
    told: Instant | Place | undefined,
    which: (moment: Moment, timeZone: string) => Instant,
  ): Instant | undefined {
    if (told === undefined || !('find' in told)) return told;
    const found = this.#at(path, told);
    return found === undefined ? undefined : which(this.#moment(path, found, told), this.#recipe.timeZone);
  }

  #moment(path: string, found: unknown, { format = 'iso' }: Place): Moment {
    const { timeZone, locale = 'en' } = this.#recipe;
    return this.#named(path, found, () => momentIn(found, format, { timeZone, locale }));
  }

  /** What is found there; undefined for nothing, and for a text that its pattern does not match. */
  #at(path: string, place: Place, wanted: 'value' | 'presence' = 'value'): unknown {
    const found = named(this.#url, () => this.#find(place, wanted), path);
    if (isNothing(found)) return undefined;
    const { pattern } = place;
    if (pattern === undefined) return found;
    if (typeof found !== 'string' && typeof found !== 'number')
      throw this.#bad(path, `must be a text for a pattern to be searched in`, found);
    return this.#named(path, found, () => pick(String(found), pattern));
  }

  #named<T>(path: string, found: unknown, run: () => T): T {
    try {
      return run();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw this.#bad(path, error.message, found);
    }
  }

  #bad(path: string, message: string, found?: unknown): BadInput {
    const shown = found === undefined ? '' : ` (it is ${JSON.stringify(found).slice(0, 80)})`;
    const fault: Fault = { path, message: `${message}${shown}` };
    return new BadInput(this.#url, [fault]);
  }
}

/** A pattern is searched in a value, and a format is that of one. */
const presence = ({ pattern, format }: Place): 'value' | 'presence' =>
  pattern === undefined && format === undefined ? 'presence' : 'value';

/** As JMESPath has it, where 0 is something. */
function isNothing(found: unknown): boolean {
  if (found === undefined || found === null || found === false || found === '') return true;
  if (Array.isArray(found)) return found.length === 0;
  return typeof found === 'object' && Object.keys(found).length === 0;
}

function numberOf(found: unknown, locale: string | undefined): unknown {
  if (typeof found !== 'string') return found;
  if (locale !== undefined) return countIn(found, locale);
  if (/^\d{1,15}$/.test(found.trim())) return Number(found);
  throw new RangeError('is a text: give the "locale" that its number is written in, such as "en"');
}

const inWords = ({ find, attribute, pattern }: Place): string =>
  [
    JSON.stringify(find),
    ...(attribute === undefined ? [] : [`in its attribute "${attribute}"`]),
    ...(pattern === undefined ? [] : [`that matches /${pattern}/`]),
  ].join(' ');
