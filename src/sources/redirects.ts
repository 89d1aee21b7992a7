/**
 * Where a redirect leads. Platforms send whoever asks for a page that is not there home, to a list, to a sign-in page or
 * to another petition, whose count would be read as that of the petition asked for.
 */
import { RedirectedAway } from './http.ts';
import type { Reader } from './source.ts';

/**
 * Whether a redirect leads to a path that is not about the petition. Its own path keeps its number: with a slash or a
 * title added, in an archive, in another language. Without a number, it keeps its last part.
 */
export function leadsAway(address: string, movedTo: string): boolean {
  const { pathname } = new URL(address);
  const number = numbersIn(pathname).at(-1);
  if (number !== undefined) return !numbersIn(movedTo).includes(number);
  const name = partsOf(pathname).at(-1);
  return name !== undefined && !partsOf(movedTo).some((part) => part === name || part.startsWith(`${name}-`));
}

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
export const goneIfRedirectedTo = (paths: RegExp, reader: Reader): Reader => ({
  ...reader,
  read: async (ask) => {
    try {
      return await reader.read(ask);
    } catch (error) {
      const isAway = error instanceof RedirectedAway && paths.test(new URL(error.to, ask.baseUrl).pathname);
      if (isAway && ask.known.last === undefined) return { observation: { kind: 'gone', final: false } };
      throw error;
    }
  },
});
