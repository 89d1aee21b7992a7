/** The item of a petition: its state, its due time and its outbox in one, guarded by a version. */
import * as z from 'zod/mini';
import { parse, parseJson } from '../validation.ts';
import { alertSchema, type Alert } from '../domain/alerts.ts';
import { petitionSchema, newPetition, type Petition } from '../domain/petition.ts';
import { instant, type Instant } from '../domain/time.ts';
import { isOverKey, type DueKey } from './due-buckets.ts';
import { maxBatchRead } from './dynamo-table.ts';
import { schemaAttribute, upgradeItem } from './schema-version.ts';
import { tableKeys, type Item } from './table-keys.ts';
import type { Versioned } from './versioned-state.ts';

/** What the table holds of one petition. */
export interface StoredPetition {
  readonly petition: Petition;
  /** What its source wants back at the next poll. */
  readonly sourceState: unknown;
  /** Polls in a row that gave no observation. */
  readonly failures: number;
  /** Alerts that are committed and not known to be accepted by SNS. */
  readonly outbox: readonly Alert[];
  /** Of those, by their ids: the topics that have accepted them already, where an alert goes to several. */
  readonly accepted?: Readonly<Record<string, readonly string[]>> | undefined;
  /** Until then only the run that wrote the outbox may publish from it. */
  readonly lockedUntil: Instant | undefined;
  /** Undefined: it is no longer watched. */
  readonly dueKey: DueKey | undefined;
}

export type LoadedPetition = Versioned<StoredPetition>;

/** Whether it is watched, and something can still happen to it: then somebody may follow it. */
export const canBeFollowed = ({ dueKey }: Pick<StoredPetition, 'dueKey'>): boolean =>
  dueKey !== undefined && !isOverKey(dueKey);

/** A petition of which nothing is stored yet. */
export const newLoadedPetition = (name: string): LoadedPetition => ({
  petition: newPetition(name),
  sourceState: undefined,
  failures: 0,
  outbox: [],
  lockedUntil: undefined,
  dueKey: undefined,
  version: 0,
});

const text = z.object({ S: z.string() });
const number = z.object({ N: z.string().check(z.regex(/^\d+$/)) });

const itemSchema = z.object({
  version: number,
  lane: z.optional(text),
  slot: z.optional(text),
  petition: z.optional(text),
  memory: z.optional(text),
  failures: z.optional(number),
  outbox: z.optional(text),
  accepted: z.optional(text),
  held: z.optional(text),
});

export const petitionKey = (name: string): Item => ({
  [tableKeys.partition]: { S: name },
  [tableKeys.sort]: { S: 'petition' },
});

/** The keys of these petitions, as many to a batch as one request may read. */
export const petitionKeyBatches = (names: readonly string[]): Item[][] =>
  Array.from({ length: Math.ceil(names.length / maxBatchRead) }, (_, index) =>
    names.slice(index * maxBatchRead, (index + 1) * maxBatchRead).map(petitionKey),
  );

/** The latest count is apart: it is of another instant after each poll, and petitions are compared without it. */
interface Encoding {
  readonly rest: string;
  readonly last: string | undefined;
}

/**
 * A petition never changes. At each poll it is compared with what was stored, checked and stored, and encoded once for all of
 * these; what was stored is what it was read from.
 */
const encodings = new WeakMap<Petition, Encoding>();

function encodingOf(petition: Petition): Encoding {
  const known = encodings.get(petition);
  if (known !== undefined) return known;
  const { last, ...rest } = z.encode(petitionSchema, petition);
  const encoding = { rest: JSON.stringify(rest), last: last && JSON.stringify(last) };
  encodings.set(petition, encoding);
  return encoding;
}

function textOf(petition: Petition): string {
  const { rest, last } = encodingOf(petition);
  return last === undefined ? rest : `${rest.slice(0, -1)},"last":${last}}`;
}

/** Of a text that `textOf` wrote; undefined for one of an earlier version, which had `last` among the others. */
function encodingIn(text: string): Encoding | undefined {
  const [, rest, last] = /^(.*),"last":(\{[^{}]*\})\}$/s.exec(text) ?? [];
  return rest === undefined ? undefined : { rest: `${rest}}`, last };
}

/** @throws {BadInput} unless this version or an older one wrote the item. */
export function parsePetitionItem(name: string, item: Item): LoadedPetition {
  const what = `stored item of ${name}`;
  const stored = parse(itemSchema, upgradeItem(item, what), what);
  const json = <Schema extends z.ZodMiniType>(schema: Schema, attribute: { S: string } | undefined, field: string) =>
    attribute === undefined ? undefined : parseJson(schema, attribute.S, `${what}, ${field}`);
  const petition = json(petitionSchema, stored.petition, 'petition') ?? newPetition(name);
  const encoding = stored.petition && encodingIn(stored.petition.S);
  if (encoding !== undefined) encodings.set(petition, encoding);
  return {
    petition,
    sourceState: json(z.unknown(), stored.memory, 'memory'),
    failures: Number(stored.failures?.N ?? 0),
    outbox: json(z.array(alertSchema), stored.outbox, 'outbox') ?? [],
    ...(stored.accepted && {
      accepted: json(z.record(z.string(), z.array(z.string())), stored.accepted, 'accepted'),
    }),
    lockedUntil: stored.held === undefined ? undefined : parse(instant, stored.held.S, `${what}, held`),
    dueKey: stored.lane && stored.slot && { bucket: stored.lane.S, sortKey: stored.slot.S },
    version: Number(stored.version.N),
  };
}

export const petitionItem = (stored: StoredPetition, version: number): Item => ({
  ...petitionKey(stored.petition.petition),
  ...schemaAttribute,
  version: { N: String(version) },
  petition: { S: textOf(stored.petition) },
  ...attributesOf(stored),
});

/** All but the petition. */
const attributesOf = ({ sourceState, failures, outbox, accepted, lockedUntil, dueKey }: StoredPetition): Item => ({
  ...(sourceState !== undefined && { memory: { S: JSON.stringify(sourceState) } }),
  ...(failures > 0 && { failures: { N: String(failures) } }),
  ...(outbox.length > 0 && { outbox: { S: JSON.stringify(outbox.map((alert) => z.encode(alertSchema, alert))) } }),
  ...(accepted !== undefined && { accepted: { S: JSON.stringify(accepted) } }),
  ...(lockedUntil !== undefined && { held: { S: lockedUntil.toString() } }),
  ...(dueKey !== undefined && { lane: { S: dueKey.bucket }, slot: { S: dueKey.sortKey } }),
});

/** Whether there is nothing to write: only the instants of the latest poll may differ. */
export const isSameState = (a: StoredPetition, b: StoredPetition): boolean =>
  a.petition.last?.signatures === b.petition.last?.signatures &&
  encodingOf(a.petition).rest === encodingOf(b.petition).rest &&
  JSON.stringify(attributesOf(a)) === JSON.stringify(attributesOf(b));
