/** Faults of digests across several fields: a name used twice, an address twice in a list, petitions not watched. */
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
    const message = `is already the name of digests.${first}; give each digest its own name`;
    return [
      ...(name !== undefined && first < index ? [{ path: ['digests', index, 'name'], message, input: name }] : []),
      ...subscribers.flatMap((one, position) =>
        addressConflicts(one, position, subscribers, ['digests', index, 'subscribers'], watching),
      ),
      ...unwatchedPetitions(petitions, ['digests', index, 'petitions'], watching),
    ];
  });
}
