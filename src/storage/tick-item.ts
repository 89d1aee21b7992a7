/** What the monitor as a whole remembers of its last tick, as it is stored. */
import * as z from 'zod/mini';
import { parse, parseJson } from '../validation.ts';
import { instant, type Instant } from '../domain/time.ts';
import { schemaAttribute, upgradeItem } from './schema-version.ts';
import { tableKeys, type Item } from './table-keys.ts';

export interface Tick {
  /** Everything that was due by then has been looked at, but for what was left. */
  readonly at: Instant;
  /** Which petitions were being watched. */
  readonly watchFingerprint: string;
  /**
   * The petitions that it did not get done, for want of time or because the table failed, and since when each waits.
   */
  readonly backlog: ReadonlyMap<string, Instant>;
  /** The requests that are left of the budgets of hosts, where there are budgets and some of it is spent. */
  readonly remainingBudgets: ReadonlyMap<string, number>;
  /** Another version finished it, that knew other lanes: wherever a petition is on the agenda, it is due. */
  readonly fromOlderBuckets: boolean;
}

/** Keys of petitions hold a slash: this one is none of theirs. */
export const tickKey: Item = { [tableKeys.partition]: { S: 'monitor' }, [tableKeys.sort]: { S: 'tick' } };

const text = z.object({ S: z.string() });
const itemSchema = z.object({
  at: z.object({ S: instant }),
  watching: text,
  left: z.optional(text),
  spare: z.optional(text),
  schema: z.optional(z.object({ N: z.string() })),
});
/** Since when the lanes are the ones of lanes.ts. */
const bucketsSince = 4;
export const budgetsSchema = z.record(z.string(), z.number());
export const backlogSchema = z.array(z.object({ since: instant, petitions: z.array(z.string()) }));

/** In bytes: an item of DynamoDB may have 400 kB in all. It is enough for some ten thousand petitions. */
const maxBacklogBytes = 300_000;

/** @throws {BadInput} when the item is none that this version or an older one wrote. */
export function parseTickItem(item: Item): Tick {
  const what = 'stored tick';
  const { at, watching, left, spare, schema } = parse(itemSchema, upgradeItem(item, what), what);
  const waiting = left ? parseJson(backlogSchema, left.S, `${what}, left`) : [];
  return {
    at: at.S,
    watchFingerprint: watching.S,
    backlog: new Map(waiting.flatMap(({ since, petitions }) => petitions.map((petition) => [petition, since]))),
    remainingBudgets: new Map(Object.entries(spare ? parseJson(budgetsSchema, spare.S, `${what}, spare`) : {})),
    fromOlderBuckets: Number(schema?.N ?? 1) < bucketsSince,
  };
}

/** Undefined when it leaves so many that they can not be named in one item. */
export function tickItem({
  at,
  watchFingerprint,
  backlog,
  remainingBudgets,
}: Omit<Tick, 'fromOlderBuckets'>): Item | undefined {
  const waiting = new Map<string, { since: Instant; petitions: string[] }>();
  for (const [petition, since] of backlog) {
    const sameTime = waiting.get(since.toString()) ?? { since, petitions: [] };
    sameTime.petitions.push(petition);
    waiting.set(since.toString(), sameTime);
  }
  const S = JSON.stringify(z.encode(backlogSchema, [...waiting.values()]));
  if (Buffer.byteLength(S) > maxBacklogBytes) return undefined;
  return {
    ...tickKey,
    ...schemaAttribute,
    at: { S: sortableInstant(at) },
    watching: { S: watchFingerprint },
    ...(backlog.size > 0 && { left: { S } }),
    ...(remainingBudgets.size > 0 && { spare: { S: JSON.stringify(Object.fromEntries(remainingBudgets)) } }),
  };
}

/** Of one length, so that instants compare as text. */
export const sortableInstant = (at: Instant): string => at.toString({ smallestUnit: 'millisecond' });
