/** What is stored of the last tick. */
import * as z from 'zod/mini';
import { parse, parseJson } from '../validation.ts';
import { isFuture } from '../domain/clock.ts';
import { earliest, instant, isAfter, type Instant } from '../domain/time.ts';
import { schemaAttribute, upgradeItem } from './schema-version.ts';
import { monitorPartition, tableKeys, type Item } from './table-keys.ts';

export interface Tick {
  /** Everything that was due by then has been processed, except the backlog. */
  readonly at: Instant;
  /** Which petitions were being watched. */
  readonly watchFingerprint: string;
  /** The petitions that were not done, for lack of time or because the table failed, and since when each is due. */
  readonly backlog: ReadonlyMap<string, Instant>;
  /** The remaining requests of hosts with a budget, where some of it is used. */
  readonly remainingBudgets: ReadonlyMap<string, number>;
  /** An older version with other buckets finished it: every petition on the due index is due. */
  readonly fromOlderBuckets: boolean;
}

/** As a tick stores it. */
export type FinishedTick = Omit<Tick, 'fromOlderBuckets'>;

/**
 * A tick that finds nothing to do is stored once in so many minutes of the clock, and not each minute: a write unit a
 * minute is 2.7 cents a month. The next one then asks again for the minutes in which nothing was due. Digests and people
 * read when the last tick was.
 */
const storedEveryMinutes = 5;
const minuteMark = (at: Instant): number => Math.floor(at.epochMilliseconds / (storedEveryMinutes * 60_000));

/** Whether a tick at `now` that found nothing to do may leave `last` as the stored one. */
export const isRecentTick = (last: Instant, now: Instant): boolean => minuteMark(last) === minuteMark(now);

/** Whether the monitor was at work up to then, as far as the last stored tick can say. */
export const reaches = (lastTick: Instant, until: Instant): boolean => minuteMark(lastTick) >= minuteMark(until);

/** The one that was later; what is stored of the future was written by a clock that was wrong. */
export const laterTick = (one: FinishedTick, stored: FinishedTick): FinishedTick =>
  isAfter(stored.at, one.at) && !isFuture(stored.at, one.at) ? stored : one;

/** Of two ticks that overlapped: what both left, each since when it was first due, and the smaller budgets. */
export function mergeTicks(one: FinishedTick, other: FinishedTick): FinishedTick {
  const { at, watchFingerprint } = laterTick(one, other);
  const backlog = new Map(other.backlog);
  for (const [petition, since] of one.backlog) backlog.set(petition, earliest(since, backlog.get(petition) ?? since));
  const remainingBudgets = new Map(other.remainingBudgets);
  for (const [host, requests] of one.remainingBudgets) {
    remainingBudgets.set(host, Math.min(requests, remainingBudgets.get(host) ?? requests));
  }
  return { at, watchFingerprint, backlog, remainingBudgets };
}

/** Names of petitions have a slash: this key is not one of them. */
export const tickKey: Item = { [tableKeys.partition]: { S: monitorPartition }, [tableKeys.sort]: { S: 'tick' } };

const text = z.object({ S: z.string() });
const itemSchema = z.object({
  at: z.object({ S: instant }),
  watching: text,
  left: z.optional(text),
  spare: z.optional(text),
  schema: z.optional(z.object({ N: z.string() })),
});
/** The version since which the buckets are those of due-buckets.ts. */
const bucketsSince = 4;
export const budgetsSchema = z.record(z.string(), z.number());
export const backlogSchema = z.array(z.object({ since: instant, petitions: z.array(z.string()) }));

/** In bytes: an item of DynamoDB may have 400 kB in all. This is enough for about ten thousand petitions. */
const maxBacklogBytes = 300_000;

/** @throws {BadInput} unless this version or an older one wrote the item. */
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

/** Undefined when the backlog is too long for one item. */
export function tickItem({ at, watchFingerprint, backlog, remainingBudgets }: FinishedTick): Item | undefined {
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

/** All of one length, so that instants sort as text. */
export const sortableInstant = (at: Instant): string => at.toString({ smallestUnit: 'millisecond' });
