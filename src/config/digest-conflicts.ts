/** What no single field of a digest shows: a name given twice, an address twice in its list, petitions not watched. */
import * as z from 'zod/mini';
import type { Conflict } from './conflict.ts';
import {
  lenient,
  unwatchedPetitions,
  lenientRecipients,
  lenientTexts,
  addressConflicts,
  type WatchedNames,
} from './recipient-conflicts.ts';

const list = z.catch(z.object({ name: lenient(z.string()), subscribers: lenientRecipients, petitions: lenientTexts }), {
  subscribers: [],
});
const outline = z.catch(z.object({ digests: z.catch(z.array(list), []) }), { digests: [] });

export function findDigestConflicts(value: unknown, watching: WatchedNames): Conflict[] {
  const { digests } = z.parse(outline, value);
  return digests.flatMap(({ name, subscribers, petitions = [] }, index) => {
    const first = digests.findIndex((other) => other.name === name);
    const message = `is the name of digests.${first} already; give each its own`;
    return [
      ...(name !== undefined && first < index ? [{ path: ['digests', index, 'name'], message, input: name }] : []),
      ...subscribers.flatMap((one, position) =>
        addressConflicts(one, position, subscribers, ['digests', index, 'subscribers'], watching),
      ),
      ...unwatchedPetitions(petitions, ['digests', index, 'petitions'], watching),
    ];
  });
}
