/**
 * Where a redirect leads. Platforms send whoever asks for a page that is not there home, to a list, to a sign-in page or
 * to another petition, whose count would be read as that of the petition asked for.
 */
import { RedirectedAway } from './http.ts';
import type { Reader } from './source.ts';

/**
 * Whether a redirect leads to a page that is not about the petition. Its own page keeps its number: with a slash or a title
 * added, in an archive, in another language. Without a number, it keeps its last part. A number before the last part may be
 * that of a version or a year, so the last part stays, or gives way to the number. A number may also be in the query.
 */
export function leadsAway(address: string, movedTo: string): boolean {
  const [from, to] = [new URL(address), new URL(movedTo, address)];
  const [name, moved] = [partsOf(from.pathname).at(-1) ?? '', partsOf(to.pathname)];
  const isKept = (text: string): boolean => moved.some((part) => part === text || part.startsWith(`${text}-`));
  const own = numbersIn(name).at(-1);
  if (own !== undefined) return !numbersIn(to.pathname).includes(own);
  const asked = valuesOf(from).filter((value) => numbersIn(value).length > 0);
  if (asked.length > 0)
    return !(asked.every(isKept) || (isKept(name) && asked.every((one) => valuesOf(to).includes(one))));
  const number = numbersIn(from.pathname).at(-1);
  if (number !== undefined && numbersIn(moved.at(-1) ?? '').includes(number)) return false;
  return !isKept(name) || (number !== undefined && !numbersIn(to.pathname).includes(number));
}

const valuesOf = ({ searchParams }: URL): readonly string[] => [...searchParams.values()];

/** Words of letters and digits that have a digit: `3014` in `/initiatives/i-3014`. */
const numbersIn = (text: string): readonly string[] => text.toLowerCase().match(/[a-z0-9]*\d[a-z0-9]*/g) ?? [];

/** The parts of a path, without the ending of a file. */
const partsOf = (path: string): readonly string[] =>
  path
    .split('/')
    .filter((part) => part !== '')
    .map((part) => part.replace(/\.[a-z]{2,5}$/, ''));

/**
 * For platforms that redirect to these paths from what is not published: it is not there. One that was read before is
 * published: then the redirect may be an outage, and says nothing.
 */
export const goneIfRedirectedTo = (paths: RegExp, reader: Reader, reason?: string): Reader => ({
  ...reader,
  read: async (ask) => {
    try {
      return await reader.read(ask);
    } catch (error) {
      const isAway = error instanceof RedirectedAway && paths.test(new URL(error.to, ask.baseUrl).pathname);
      if (!isAway || ask.known.last !== undefined) throw error;
      return { observation: { kind: 'gone', final: false, ...(reason !== undefined && { reason }) } };
    }
  },
});
