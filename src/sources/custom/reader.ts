/**
 * The common part of the `json` and `html` readers: they find what a recipe describes, and make a reading of it. A
 * value that cannot be read is a fault that names it: a page that changed gives no count, never a wrong one.
 */
import * as z from 'zod/mini';
import { BadInput, type Fault } from '../../validation.ts';
import { computeWithin } from '../../runtime/time-limit.ts';
import type { Petition } from '../../domain/petition.ts';
import type { Reading } from '../../domain/observation.ts';
import { readAsOf } from '../../domain/confirmation.ts';
import { instant, isAfter, type Instant } from '../../domain/time.ts';
import { checkIsAbout, count, title as titleSchema, validators, webAddress } from '../fields.ts';
import { RedirectedAway } from '../http.ts';
import { leadsAway } from '../redirects.ts';
import { unchangedReading, restoreState, type Reader, type ReadResult } from '../source.ts';
import { parseCount } from './localized-count.ts';
import { parseDate } from './date-format.ts';
import type { InstantSpan } from './time-span.ts';
import { presenceOf } from './presence.ts';
import { matchGroups } from './pattern.ts';
import type { ExtractionRecipe, ListRecipe, Selector } from './recipe.ts';

/**
 * The values at a place. Where only its `presence` matters, an element without text is something.
 * @throws {Error}
 */
export type FindValues = (place: Selector, wanted: 'value' | 'presence') => readonly Found[];

interface Found {
  readonly value: unknown;
  /** Where in the text another element begins or ends. A number is in one piece: a footnote is not a part of it. */
  readonly seams?: readonly number[];
}

/**
 * `countedAt`: a page that says that it is closed may have no count any longer. Then the count is as old as the last
 * poll that showed one.
 */
const memorySchema = z.extend(validators, { countedAt: z.optional(instant) });

/**
 * Milliseconds for all selectors and expressions of one answer. A flat page of 1 MB takes 0.2 to 0.6 s; the largest
 * recorded page has 134 kB, which a seventh of a processor in Lambda searches in less than a second (2026-11).
 */
const maxExtractionMs = 2_000;

/** A reader by a recipe; `finding` parses an answer. */
export const createCustomReader = (
  recipe: ExtractionRecipe,
  accept: string,
  finding: (text: string) => FindValues,
): Reader => ({
  async read({ id, baseUrl, known, state: before, now, http }) {
    const url = recipe.url(id, baseUrl);
    const memory = restoreState(memorySchema, before);
    const { body, contentType, language } = recipe;
    const headers = {
      accept,
      ...(language !== undefined && { 'accept-language': language }),
      ...(contentType !== undefined && { 'content-type': contentType }),
    };
    const answer =
      body === undefined ? await http.getIfChanged(url, memory, headers) : await http.post(url, body, headers);
    if (answer.kind === 'gone') return { observation: answer };
    if (answer.kind === 'unchanged')
      return { observation: { ...unchangedReading(known), ...countedBefore(memory.countedAt) } };
    const { movedTo } = answer;
    if (movedTo !== undefined && leadsAway(url, movedTo)) throw new RedirectedAway(url, movedTo);
    const { last } = known;
    const extract = () => {
      const page = new Extraction(
        recipe,
        url,
        withPath(url, () => finding(answer.text)),
        now,
      );
      if (page.isAbsent()) return undefined;
      page.checkIsAbout(id);
      const signing = page.signing();
      const counted = page.signatures(signing !== undefined && !signing.open && last !== undefined);
      return { signing, counted, others: page.others(), unreadable: page.unreadable };
    };
    const extracted = computeWithin(
      maxExtractionMs,
      extract,
      () => new BadInput(url, [{ path: '', message: `takes more than ${maxExtractionMs / 1000} s to be searched` }]),
    );
    const { reason } = recipe.absent ?? {};
    if (extracted === undefined) return { observation: { kind: 'gone', final: false, ...(reason && { reason }) } };
    const { signing, counted, others, unreadable } = extracted;
    const countedAt = counted === undefined ? (memory.countedAt ?? (last && readAsOf(last))) : undefined;
    const address = webAddress.safeParse((recipe.page ?? recipe.url)(id, baseUrl)).data;
    const observation: ReadResult['observation'] = {
      kind: 'reading',
      signatures: counted ?? signaturesOf(known),
      ...countedBefore(countedAt),
      ...(address !== undefined && { url: address }),
      ...(signing !== undefined && { signing }),
      ...others,
    };
    return { observation, state: z.encode(memorySchema, { ...answer.validators, countedAt }), unreadable };
  },
});

/** What a list says of a petition, by the recipe of its rows; undefined where it shows no count that can be read. */
export function readListed(recipe: ListRecipe, url: string, find: FindValues, now: Instant): Reading | undefined {
  const row = new Extraction({ ...recipe, url: () => url }, url, find, now);
  try {
    const signatures = row.signatures(true);
    return signatures === undefined ? undefined : { signatures, url, ...row.others() };
  } catch (error) {
    if (error instanceof BadInput) return undefined;
    throw error;
  }
}

/** The page does not show its count any more. */
const countedBefore = (countedAt: Instant | undefined): Pick<Reading, 'countedAt'> =>
  countedAt === undefined ? {} : { countedAt };
const signaturesOf = ({ last }: Petition): number => last?.signatures ?? 0;

function withPath<T>(what: string, run: () => T, path = ''): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof BadInput || !(error instanceof Error)) throw error;
    throw new BadInput(what, [{ path, message: error.message }]);
  }
}

class Extraction {
  /** The fields that could not be read. The count is not among them: without it there is no reading. */
  readonly unreadable: Fault[] = [];
  readonly #recipe: ExtractionRecipe;
  readonly #url: string;
  readonly #find: FindValues;
  readonly #now: Instant;

  constructor(recipe: ExtractionRecipe, url: string, find: FindValues, now: Instant) {
    this.#recipe = recipe;
    this.#url = url;
    this.#find = find;
    this.#now = now;
  }

  /**
   * Undefined only where it `mayBeGone` and is. @throws {BadInput} for a value that is not a count: nothing is never 0.
   */
  signatures(mayBeGone: boolean): number | undefined {
    const { signatures: place, unsigned } = this.#recipe;
    const shown = this.#number('signatures', place);
    if (shown !== undefined) return shown;
    if (unsigned !== undefined && this.#isThere('unsigned', unsigned)) return 0;
    if (mayBeGone) return undefined;
    throw this.#bad('signatures', `is not there: nothing is found by ${inWords(place)}${copiedHint(place)}`);
  }

  /** The number at a place, on which everything there agrees; undefined for nothing. */
  #number(path: string, place: Selector): number | undefined {
    return this.#only(path, place, (one) => this.#count(path, one));
  }

  /** What a page shows once, or several times alike; undefined for nothing. */
  #only<Value>(path: string, place: Selector, read: (found: Found) => Value): Value | undefined {
    const all = withPath(this.#url, () => this.#find(place, 'value'), path);
    const [first, ...others] = new Set(this.#matched(path, place, all).map(read));
    if (others.length > 0) throw this.#bad(path, 'is there more than once, with different values', [first, ...others]);
    return first;
  }

  #count(path: string, { value, seams = [] }: Found): number {
    const number = this.#named(path, value, () => numberOf(value, this.#recipe.locale));
    if (typeof value === 'string') {
      const [start, end] = [value.length - value.trimStart().length, value.trimEnd().length];
      const inside = seams.filter((seam) => start < seam && seam < end);
      const pieces = [start, ...inside].map((from, index) => value.slice(from, inside[index] ?? end).trim());
      if (inside.length > 0) throw this.#bad(path, 'is put together from several elements', pieces.filter(Boolean));
    }
    const { success, data, error } = count.safeParse(number);
    if (!success) throw this.#bad(path, error.issues.map(({ message }) => message).join(', '), value);
    return data;
  }

  /** Those of the numbers that are shown. */
  #numbers(
    path: string,
    places: Readonly<Record<string, Selector>> = {},
  ): Readonly<Record<string, number>> | undefined {
    const shown = Object.entries(places).flatMap(([name, place]) => {
      const number = this.#field(() => this.#number(`${path}.${name}`, place));
      return number === undefined ? [] : [[name, number] as const];
    });
    return shown.length === 0 ? undefined : Object.fromEntries(shown);
  }

  /** @throws {BadInput} when the page shows another id. */
  checkIsAbout(id: string): void {
    const { about } = this.#recipe;
    const shown = about && this.#at('about', about);
    checkIsAbout(id, typeof shown === 'string' ? shown : undefined, this.#url);
  }

  isAbsent(): boolean {
    const { absent: place } = this.#recipe;
    return place !== undefined && this.#isThere('absent', place);
  }

  signing(): Reading['signing'] {
    const { closed, state } = this.#recipe;
    if (state !== undefined) return this.#field(() => this.#signingByWord(state));
    return closed && this.#field(() => this.#signingByEnd(closed));
  }

  #signingByWord({ words, ...place }: NonNullable<ExtractionRecipe['state']>): Reading['signing'] {
    const word = this.#only('state', place, ({ value }) => value);
    if (typeof word === 'string' && words.has(word)) return words.get(word);
    throw this.#bad('state', `must be one of "${[...words.keys()].join('", "')}"`, word ?? null);
  }

  #signingByEnd(place: Selector): Reading['signing'] {
    if (place.format === undefined) return { open: !this.#isThere('closed', place) };
    const at = this.#span('closed', place)?.last;
    return at === undefined || isAfter(at, this.#now) ? { open: true } : { open: false, at };
  }

  others(): Omit<Partial<Reading>, 'signatures' | 'signing' | 'countedAt' | 'url'> {
    const {
      opened,
      registered,
      deadline,
      answerDue,
      answer,
      clockStarted,
      verified: valid,
      met = {},
      state,
      needed,
      parts = {},
    } = this.#recipe;
    const title = titleSchema.safeParse(this.#field(() => this.#title())).data;
    const began = this.#field(() => this.#time('opened', opened, 'first'));
    const filed = this.#field(() => this.#time('registered', registered, 'first'));
    const ends = this.#field(() => this.#time('deadline', deadline, 'last'));
    const due = this.#field(() => this.#time('answerDue', answerDue, 'last'));
    const verified = valid && this.#field(() => this.#number('verified', valid));
    const reached = Object.entries(met).filter(([name, place]) =>
      this.#field(() => this.#isThere(`met.${name}`, place)),
    );
    const own = this.#numbers('needed', needed);
    const counted = this.#numbers('parts', parts);
    return {
      ...(title !== undefined && title !== '' && { title }),
      ...(began !== undefined && { opened: began }),
      ...(filed !== undefined && { registered: filed }),
      ...(ends !== undefined && { deadline: ends }),
      ...(due !== undefined && { answerDue: due }),
      ...(verified !== undefined && { verified }),
      ...(reached.length > 0 && { met: reached.map(([name]) => name) }),
      ...(own && { needed: own }),
      // A part that is not named would have none: what shows only some says nothing of the others.
      ...(counted && Object.keys(parts).every((name) => name in counted) && { parts: counted }),
      ...(answer !== undefined && this.#field(() => ({ answer: this.#answer(answer) }))),
      ...(clockStarted !== undefined &&
        this.#field(() => ({ clockStarted: this.#span('clockStarted', clockStarted)?.first ?? null }))),
      ...(state?.says && this.#field(() => state.says?.get(String(this.#at('state', state))))),
    };
  }

  /** A field that cannot be read costs that field, never the count. */
  #field<Value>(read: () => Value): Value | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof BadInput)) throw error;
      this.unreadable.push(...error.faults);
      return undefined;
    }
  }

  #title(): unknown {
    const { title } = this.#recipe;
    return typeof title === 'object' ? this.#at('title', title) : title;
  }

  #answer(place: Selector): Reading['answer'] {
    if (place.format === undefined) return this.#isThere('answer', place) ? {} : null;
    const at = this.#span('answer', place)?.first;
    return at === undefined ? null : { at };
  }

  #time(path: string, place: Instant | Selector | undefined, which: keyof InstantSpan): Instant | undefined {
    return place === undefined || !('find' in place) ? place : this.#span(path, place)?.[which];
  }

  /** Undefined for nothing, and for what stands for no time. */
  #span(path: string, place: Selector): InstantSpan | undefined {
    const found = this.#only(path, place, ({ value }) => value);
    if (found === undefined) return undefined;
    const { timeZone, locale = 'en' } = this.#recipe;
    return this.#named(path, found, () => parseDate(found, place.format ?? 'iso', { timeZone, locale }));
  }

  /** Whether there is something. What a pattern matches was asked for by its words, unless it plainly means no. */
  #isThere(path: string, place: Selector): boolean {
    const found = place.pattern === undefined ? this.#first(path, place, 'presence')?.value : this.#at(path, place);
    const presence = presenceOf(found);
    if (presence !== 'unsure' || place.pattern !== undefined) return presence !== 'no';
    const good = `must be true, a time or an address, or nothing: say which value means yes, such as "state == 'closed'" or [data-state="closed"]`;
    throw this.#bad(path, good, found);
  }

  /** The value that is found first; undefined for nothing, and for text that its pattern does not match. */
  #at(path: string, place: Selector): unknown {
    const first = this.#first(path, place, 'value');
    return first && this.#matched(path, place, [first])[0]?.value;
  }

  #first(path: string, place: Selector, wanted: 'value' | 'presence'): Found | undefined {
    return withPath(this.#url, () => this.#find(place, wanted), path)[0];
  }

  #matched(path: string, place: Selector, all: readonly Found[]): readonly Found[] {
    const found = all.filter(({ value }) => !isNothing(value));
    const { pattern } = place;
    if (pattern === undefined) return found;
    return found.flatMap(({ value, seams = [] }) => {
      if (typeof value !== 'string' && typeof value !== 'number')
        throw this.#bad(path, `must be a text for a pattern to be searched in`, value);
      const groups = this.#named(path, value, () => matchGroups(String(value), pattern));
      return groups.map(({ text, start }) => ({ value: text, seams: seams.map((seam) => seam - start) }));
    });
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
    const shown = found === undefined ? '' : ` (it is ${shownIn(found)})`;
    const fault: Fault = { path, message: `${message}${shown}` };
    return new BadInput(this.#url, [fault]);
  }
}

/** The value in a message. JSON.stringify overflows the stack on a value that JSON.parse could still read. */
function shownIn(found: unknown): string {
  try {
    return JSON.stringify(found).slice(0, 80);
  } catch {
    return 'nested too deeply to be shown';
  }
}

/** As in JMESPath, where 0 is something. */
function isNothing(found: unknown): boolean {
  if (found === undefined || found === null || found === false || found === '') return true;
  if (Array.isArray(found)) return found.length === 0;
  return typeof found === 'object' && Object.keys(found).length === 0;
}

function numberOf(found: unknown, locale: string | undefined): unknown {
  if (typeof found !== 'string') return found;
  if (locale !== undefined) return parseCount(found, locale);
  if (/^\d{1,15}$/.test(found.trim())) return Number(found);
  throw new RangeError('is a text: give the "locale" that its number is written in, such as "en"');
}

/** A browser's "copy selector" has elements that the page itself may not have. */
const copiedHint = ({ find }: Selector): string =>
  /(?:^|[\s>+~,(])(?:tbody|html|head|body)(?![\w-])/.test(find)
    ? '; browsers add <tbody>, <html>, <head> and <body> where a page leaves them out: try it without'
    : '';

const inWords = ({ find, attribute, pattern }: Selector): string =>
  [
    JSON.stringify(find),
    ...(attribute === undefined ? [] : [`in its attribute "${attribute}"`]),
    ...(pattern === undefined ? [] : [`that matches /${pattern}/`]),
  ].join(' ');
