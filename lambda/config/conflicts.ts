/** What no single field of petitions.json shows: things said twice, or that do not go together. */
import * as z from 'zod/mini';
import { privateAddress, type Conflict } from './conflict.ts';
import { findConflictsOfDigests } from './conflicts-of-digests.ts';
import { findConflictsOfPeople } from './conflicts-of-people.ts';

/** As much of a config as is needed here, whatever else is wrong with it. */
const entry = z.catch(z.object({ source: z.string(), petition: z.string(), baseUrl: z.optional(z.string()) }), {
  source: '',
  petition: '',
});
const listOf = <Schema extends z.ZodMiniType>(schema: Schema) => z.catch(z.array(schema), []);
const outline = z.catch(
  z.object({
    watch: listOf(entry),
    allowPrivateSources: z.catch(z.boolean(), false),
  }),
  { watch: [], allowPrivateSources: false },
);

export function findConflicts(value: unknown): Conflict[] {
  const { watch, allowPrivateSources } = z.parse(outline, value);
  const names = watch.map(({ source, petition }) => `${source}/${petition}`);
  const conflicts: Conflict[] = [];
  const firsts = new Map<string, number>();
  watch.forEach(({ petition, baseUrl }, index) => {
    const name = names[index] ?? '';
    const first = firsts.get(name);
    if (first === undefined) firsts.set(name, index);
    else if (petition !== '') {
      const message = `is watched already, as watch.${first}; name each petition once`;
      conflicts.push({ path: ['watch', index, 'petition'], message, input: petition });
    }
    if (!allowPrivateSources) conflicts.push(...privateAddress(['watch', index, 'baseUrl'], baseUrl));
  });
  const watching = {
    petitions: names,
    sources: [...new Set(watch.map(({ source }) => source))],
    allowPrivate: allowPrivateSources,
  };
  return [...conflicts, ...findConflictsOfPeople(value, watching), ...findConflictsOfDigests(value, watching)];
}
