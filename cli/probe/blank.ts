/**
 * Takes out of recorded answers what the reading does not need: a recording is public, and the pages and APIs of
 * platforms name people. What a reading needs is public data of the petition. Of JSON the shape, the numbers and the
 * times stay; of a page only what is read.
 */
import { isDeepStrictEqual } from 'node:util';
import type { RecordedAnswer, Recording } from './recording.ts';

type Body = Exclude<RecordedAnswer['body'], undefined>;
type Reading = Recording['reading'];

/**
 * The answers without all that the reading does not need, and without details of people where they are in what it needs.
 * @throws {Error} when the answers do not give the reading.
 */
export async function blanked(
  answers: readonly RecordedAnswer[],
  reading: Reading,
  secrets: readonly string[],
  read: (answers: readonly RecordedAnswer[]) => Promise<Reading>,
): Promise<Pick<Recording, 'answers' | 'reading'>> {
  const gives = async (some: readonly RecordedAnswer[]): Promise<boolean> =>
    read(some).then(
      (again) => isDeepStrictEqual(again, reading),
      () => false,
    );
  if (!(await gives(answers))) throw new Error('not recorded: played back, the answers do not give this reading');
  let kept = [...answers];
  for (const [index, { body: whole }] of answers.entries()) {
    for (const partsOf of typeof whole === 'string' ? [partsOfText, quotesOfText] : [partsOfJson]) {
      const body = kept[index]?.body;
      if (body === undefined) continue;
      const { size, without } = partsOf(body);
      const changed = (needed: ReadonlySet<number>): RecordedAnswer[] =>
        kept.map((one, i) => (i === index ? { ...one, body: without(needed) } : one));
      kept = changed(await neededOf(size, (needed) => gives(changed(needed))));
    }
  }
  const anonymous = kept.map((one) => ({
    ...one,
    url: withoutAny(one.url, secrets),
    ...(one.body !== undefined && { body: eachText(one.body, (text) => withoutAny(text, [...secrets, ...details])) }),
  }));
  return { answers: anonymous, reading: await read(anonymous) };
}

/** Of so many parts those that are needed. Large pieces are tried first, so that thousands of parts take few tries. */
async function neededOf(
  size: number,
  isEnough: (parts: ReadonlySet<number>) => Promise<boolean>,
): Promise<Set<number>> {
  let needed = new Set(Array.from({ length: size }, (_, part) => part));
  for (let piece = size; piece >= 1; piece = Math.floor(piece / 2)) {
    const parts = [...needed];
    for (let from = 0; from < parts.length; from += piece) {
      const fewer = new Set(needed);
      for (const part of parts.slice(from, from + piece)) fewer.delete(part);
      if (await isEnough(fewer)) needed = fewer;
    }
  }
  return needed;
}

/** A body in parts that may be left out. */
interface Parts {
  readonly size: number;
  readonly without: (needed: ReadonlySet<number>) => Body;
}

/** Attributes, quoted texts, tags, words, and blanks. */
const token = /\s+[\w:-]+\s*=\s*"[^"]*"|"(?:[^"\\\n]|\\.)*"|<\/?[\w:-]*>?|[^\s<"]+\s*|\s+|[^]/g;

const tokensIn = (body: Body): string[] => (typeof body === 'string' ? body.match(token) : undefined) ?? [];

function partsOfText(body: Body): Parts {
  const parts = tokensIn(body);
  return { size: parts.length, without: (needed) => parts.filter((_, index) => needed.has(index)).join('') };
}

/** A script is one no longer without what is quoted: there the quotes stay. */
function quotesOfText(body: Body): Parts {
  const parts = tokensIn(body);
  return {
    size: parts.length,
    without: (needed) =>
      parts.map((part, index) => (part.startsWith('"') && !needed.has(index) ? '""' : part)).join(''),
  };
}

/** Times and days of a petition say nothing of anybody. */
const time = /^(?:\d{4}[./-]\d\d[./-]\d\d|\d\d[./-]\d\d[./-]\d{4})(?:[T ]\d\d:\d\d[\d:.]*(?:Z|[+-]\d\d:?\d\d)?)?$/;
/** The names of fields whose numbers and times do. */
const personal = /phone|mobile|fax|birth/i;
const blank = '…';
/** What stays of a list, if the reading does not need it whole. */
const mostItems = 2;

/** Texts, and the ends of lists. */
function partsOfJson(body: Body): Parts {
  let parts = 0;
  const walk = (value: Body, isNeeded: () => boolean, key = ''): Body => {
    if (personal.test(key) && typeof value !== 'object') return isNeeded() ? value : blank;
    if (typeof value === 'string') return time.test(value) || isNeeded() ? value : blank;
    if (Array.isArray(value)) {
      const all = value.length <= mostItems || isNeeded();
      // Each part has its number, whatever is left out before it.
      const items = value.map((item) => walk(item, isNeeded));
      return all ? items : items.slice(0, mostItems);
    }
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, walk(field, isNeeded, key)]));
  };
  walk(body, () => {
    parts += 1;
    return true;
  });
  return {
    size: parts,
    without: (needed) => {
      let part = -1;
      return walk(body, () => needed.has((part += 1)));
    },
  };
}

function eachText(value: Body, change: (text: string) => string): Body {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => eachText(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, eachText(field, change)]));
}

/** What names or reaches a person in any text: mail addresses, telephone numbers, IP addresses. */
export const details: readonly RegExp[] = [
  /[\w.+-]+(?:@|%40)[\w-]+(?:\.[\w-]+)+/g,
  /(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])/g,
  /(?<![\w:])(?:[\da-f]{1,4}:){4,7}[\da-f]{1,4}(?![\w:])/gi,
  /(?<![\w.:-])(?:\+|00)[1-9][\d ().-]{6,}\d(?![\w:])/g,
  /(?<![\w.:-])0(?!\d[./-]\d\d[./-])[1-9][\d ()-]{7,}\d(?![\w:.-])/g,
];

const withoutAny = (text: string, details: readonly (string | RegExp)[]): string =>
  details.reduce<string>((left, one) => left.replaceAll(one, blank), text);
