/** What no single field of a digest shows: a name given twice, an address twice in its list, petitions not watched. */
import * as z from 'zod/mini';
import type { Conflict } from './conflict.ts';
import { maybe, notWatched, people, texts, wrongAddresses, type Watching } from './recipient-conflicts.ts';

const list = z.catch(z.object({ name: maybe(z.string()), subscribers: people, petitions: texts }), { subscribers: [] });
const outline = z.catch(z.object({ digests: z.catch(z.array(list), []) }), { digests: [] });

export function findConflictsOfDigests(value: unknown, watching: Watching): Conflict[] {
  const { digests } = z.parse(outline, value);
  return digests.flatMap(({ name, subscribers, petitions = [] }, index) => {
    const first = digests.findIndex((other) => other.name === name);
    const message = `is the name of digests.${first} already; give each its own`;
    return [
      ...(name !== undefined && first < index ? [{ path: ['digests', index, 'name'], message, input: name }] : []),
      ...subscribers.flatMap((one, position) =>
        wrongAddresses(one, position, subscribers, ['digests', index, 'subscribers'], watching),
      ),
      ...notWatched(petitions, ['digests', index, 'petitions'], watching),
    ];
  });
}
