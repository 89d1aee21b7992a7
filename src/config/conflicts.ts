/** What no single field of petitions.json shows: things said twice, or that do not go together. */
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import { privateUrlConflicts, type Conflict } from './conflict.ts';
import { findDigestConflicts } from './digest-conflicts.ts';
import { findRecipientConflicts } from './recipient-conflicts.ts';

/** As much of a config as is needed here, whatever else is wrong with it. */
const text = z.catch(z.optional(z.string()), undefined);
const rules = z.looseObject({ thresholds: z.array(z.looseObject({ name: z.string() })) });
const entry = z.catch(
  z.object({
    source: z.string(),
    petition: text,
    all: text,
    baseUrl: text,
    url: text,
    responseWindow: text,
    rules: z.catch(z.optional(rules), undefined),
    key: z.optional(z.unknown()),
  }),
  { source: '' },
);
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
  const names = watch.map(({ source, petition }) => (petition === undefined ? undefined : `${source}/${petition}`));
  const conflicts: Conflict[] = [];
  const firsts = new Map<string, number>();
  watch.forEach(({ petition, baseUrl, url }, index) => {
    const name = names[index];
    const first = name === undefined ? undefined : firsts.get(name);
    if (first === undefined) {
      if (name !== undefined) firsts.set(name, index);
    } else {
      const message = `is watched already, as watch.${first}; name each petition once`;
      conflicts.push({ path: ['watch', index, 'petition'], message, input: petition });
    }
    if (allowPrivateSources) return;
    conflicts.push(...privateUrlConflicts(['watch', index, 'baseUrl'], baseUrl));
    conflicts.push(...privateUrlConflicts(['watch', index, 'url'], url));
  });
  const queries = watch.map((one, index) => ({ ...one, index })).filter(({ all }) => all !== undefined);
  for (const { index, ...query } of queries) {
    const first = queries.find(({ source }) => source === query.source);
    if (first === undefined) continue;
    const fields = differing(query, first);
    if (fields.length === 0) continue;
    const message = `must have the same ${fields.join(' and ')} as watch.${first.index}: what a query found is known by its source`;
    conflicts.push({ path: ['watch', index], message, input: undefined });
  }
  const watching = {
    petitions: names.filter((name) => name !== undefined),
    queried: [...new Set(queries.map(({ source }) => source))],
    sources: [...new Set(watch.map(({ source }) => source))],
    thresholds: watch.flatMap((one) => one.rules?.thresholds.map(({ name }) => name) ?? []),
    allowPrivate: allowPrivateSources,
  };
  return [...conflicts, ...findRecipientConflicts(value, watching), ...findDigestConflicts(value, watching)];
}

type Entry = z.output<typeof entry>;

/** What two queries of one source must have in common: where their petitions are, and on which terms they are watched. */
function differing(one: Entry, other: Entry): string[] {
  const terms = ({ baseUrl, responseWindow, rules, key }: Entry) => ({ baseUrl, responseWindow, rules, key });
  const others = new Map(Object.entries(terms(other)));
  return Object.entries(terms(one)).flatMap(([field, value]) =>
    isDeepStrictEqual(value, others.get(field)) ? [] : [`"${field}"`],
  );
}
