/** The corpus for one platform. */
import { kinds, oddInstants, oddTimestamps, oddValues } from './answers.ts';
import type { Case } from './law.ts';
import type { HostilePlatform } from './platforms.ts';
import { text } from './spoil.ts';

/** A platform that is asked for the list of all, and where an id is in it: without its id, a petition is gone. */
const idsInLists: Readonly<Record<string, string>> = { denmark: 'data.0.externalId' };

/** The answers that are not waited for, or those that are. */
export function casesFor({ isPage, source }: Pick<HostilePlatform, 'isPage' | 'source'>, waits = false): Case[] {
  const isWithoutIt = (name: string): boolean => name.startsWith('about another') && source in idsInLists;
  return Object.entries(kinds)
    .filter(([, { of, waits: slow = false }]) => of !== (isPage ? 'json' : 'pages') && slow === waits)
    .flatMap(([kind, { answers, says, isCarrier = false }]) =>
      Object.entries(answers).map(([name, spoil]) => ({
        name: `${kind}: ${name}`,
        spoil,
        says: isWithoutIt(name) ? 'gone' : says,
        isCarrier,
      })),
    );
}

/** The good answers in JSON, with odd values in each of their fields. */
export const fieldCases = ({ bodies, count, source }: HostilePlatform): Case[] =>
  [...new Map(bodies.flatMap((body) => fieldsIn(body))).entries()].flatMap(([path, good]) =>
    (good === count ? [] : oddFor(good)).map((value) => ({
      name: `${path} is ${value.slice(0, 40)}`,
      spoil: text((whole) => withField(whole, path.split('.'), value)),
      ...(path === idsInLists[source] && { says: 'gone' as const }),
    })),
  );

/** Paths such as `data.0.id`, and what is there. */
function fieldsIn(value: unknown, path: readonly string[] = []): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, field]: [string, unknown]): [string, unknown][] => {
    const here = [...path, key];
    return field === undefined ? [] : [[here.join('.'), field], ...fieldsIn(field, here)];
  });
}

/** What no platform means in the place of a good value. */
function oddFor(good: unknown): readonly string[] {
  if (typeof good === 'number' && good > 1e9) return [...oddValues, ...oddTimestamps];
  if (good === null || (typeof good === 'string' && /\d[-:/]\d/.test(good))) return [...oddValues, ...oddInstants];
  // That a list is empty may be true.
  return Array.isArray(good) ? oddValues.filter((value) => value !== '[]') : oddValues;
}

/** The good answers in JSON, with what is no time in the place of each of their days and times. */
export const oddTimesIn = ({ bodies }: HostilePlatform): Case[] =>
  [...new Map(bodies.flatMap((body) => fieldsIn(body))).entries()].flatMap(([path, good]) =>
    isTimeLike(good)
      ? ['"2026-02-31"', '"soon"', '{}'].map((value) => ({
          name: `${path} is ${value}`,
          spoil: text((whole) => withField(whole, path.split('.'), value)),
        }))
      : [],
  );

const isTimeLike = (good: unknown): boolean =>
  typeof good === 'number'
    ? good > 1e9
    : typeof good === 'string' && /^(?:\d{4}-\d\d-\d\d|\d\d\/\d\d\/\d{4})(?:[ T].*)?$/.test(good);

const mark = 'here is a hostile value';

/** The text of JSON with this value in place of a field; as it was, where there is no such field. */
function withField(whole: string, path: readonly string[], value: string): string {
  const set = (part: unknown, [key, ...rest]: readonly string[]): unknown => {
    if (key === undefined) return mark;
    if (typeof part !== 'object' || part === null) return part;
    if (Array.isArray(part)) return part.map((one: unknown, index) => (String(index) === key ? set(one, rest) : one));
    return Object.fromEntries(
      Object.entries(part).map(([name, one]: [string, unknown]) => [name, name === key ? set(one, rest) : one]),
    );
  };
  return JSON.stringify(set(JSON.parse(whole), path)).replace(`"${mark}"`, () => value);
}

/** Every so many of them. */
export const oneIn = (step: number, cases: readonly Case[], first = 0): Case[] =>
  cases.filter((_, index) => index % step === first % step);
