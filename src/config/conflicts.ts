/** Faults across several fields of petitions.json: things that are listed twice, or that do not go together. */
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import { privateUrlConflicts, type Conflict } from './conflict.ts';
import { findDigestConflicts } from './digest-conflicts.ts';
import { findRecipientConflicts } from './recipient-conflicts.ts';
import { idFormatOf } from '../sources/registry.ts';

/** The part of a config that these checks need, whatever else is wrong with it. */
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
      const message = `is already watched, as watch.${first}; list each petition once`;
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
    const message = `must have the same ${fields.join(' and ')} as watch.${first.index}: all queries of a source share them`;
    conflicts.push({ path: ['watch', index], message, input: undefined });
  }
  // What a faulty entry was meant to watch is not known: a filter must not be blamed for it.
  const isComplete =
    watch.length > 0 &&
    watch.every(({ source, petition, all }) =>
      petition === undefined ? all !== undefined : idFormatOf(source)?.pattern.test(petition) === true,
    );
  const watching = {
    isComplete,
    petitions: names.filter((name) => name !== undefined),
    queried: [...new Set(queries.map(({ source }) => source))],
    sources: [...new Set(watch.map(({ source }) => source))],
    thresholds: watch.flatMap((one) => one.rules?.thresholds.map(({ name }) => name) ?? []),
    allowPrivate: allowPrivateSources,
  };
  return [...conflicts, ...findRecipientConflicts(value, watching), ...findDigestConflicts(value, watching)];
}

type Entry = z.output<typeof entry>;

/**
 * The settings that differ between two queries of one source. They must be the same, as petitions are known by their
 * source.
 */
function differing(one: Entry, other: Entry): string[] {
  const settings = ({ baseUrl, responseWindow, rules, key }: Entry) => ({ baseUrl, responseWindow, rules, key });
  const others = new Map(Object.entries(settings(other)));
  return Object.entries(settings(one)).flatMap(([field, value]) =>
    isDeepStrictEqual(value, others.get(field)) ? [] : [`"${field}"`],
  );
}
