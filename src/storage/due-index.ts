/** The due index: which petitions are due, and up to when the ticks have processed them. */
import type { DynamoDBClient, PutItemCommandInput } from '@aws-sdk/client-dynamodb';
import pMap from 'p-map';
import * as z from 'zod/mini';
import { parse } from '../validation.ts';
import { earliest, type Instant } from '../domain/time.ts';
import { isFuture } from '../domain/clock.ts';
import {
  allRanges,
  dueRanges,
  everythingDue,
  isPatientBucket,
  isSlowBucket,
  legacyRanges,
  minutesAfter,
  urgentBuckets,
  type DueKey,
  type KeyRange,
} from './due-buckets.ts';
import { DynamoTable } from './dynamo-table.ts';
import { healthKey } from './health-item.ts';
import { minutesAhead, type RememberedKeys } from './remembered-keys.ts';
import { dueIndexKeys, monitorPartition, tableKeys, type Item } from './table-keys.ts';
import {
  laterTick,
  mergeTicks,
  sortableInstant,
  parseTickItem,
  tickItem,
  tickKey,
  type FinishedTick,
  type Tick,
} from './tick-item.ts';
import { parseWatchedItem, watchedItem, watchedKey, type WatchedBefore } from './watched-item.ts';

const text = z.object({ S: z.string() });
const keysSchema = z.object({ [tableKeys.partition]: text, [dueIndexKeys.sort]: text });
const noKey = { S: '' };
const kindSchema = z.object({ [tableKeys.sort]: text });

/** What is due, as far as the index could be read. */
export interface DuePetitions {
  /** Names of petitions. */
  readonly names: readonly string[];
  /** Those of them that can wait least: due at an instant of their own, or polled every few minutes. */
  readonly urgent: readonly string[];
  /** Those that are polled once an hour or more rarely, and are due for no other reason. */
  readonly patient: readonly string[];
  /** Why parts of the index could not be read; empty when all could. */
  readonly unread: readonly string[];
}

/** What is watched, as far as the index could be read: the bucket of each petition, by its name. */
export interface IndexedPetitions extends Pick<DuePetitions, 'unread'> {
  readonly buckets: ReadonlyMap<string, string>;
}

type LastTick = Pick<Tick, 'at' | 'fromOlderBuckets'>;

/** Two ticks that overlap are rare, and three are not known. */
const maxAttempts = 3;

interface RangeResults extends Pick<DuePetitions, 'unread'> {
  readonly found: readonly (readonly [string, DueKey])[];
}

/** What a tick begins with. */
export interface TickStart {
  /** The last finished tick; undefined before the first. */
  readonly last: Tick | undefined;
  /** The item of the sources' health. */
  readonly health: Item | undefined;
}

/**
 * Before the first finished tick, everything that has a due time is due: an unfinished tick may have put petitions
 * anywhere. So may a tick of the future: the clock was ahead then. A clock that was set back must not make the petitions
 * of a minute miss their poll.
 */
function keyRanges(last: LastTick | undefined, now: Instant): readonly KeyRange[] {
  const aDay = dueRanges(now.subtract({ hours: 24 }), now);
  if (last === undefined || isFuture(last.at, now)) return everythingDue(now);
  if (last.fromOlderBuckets) return [...aDay, ...legacyRanges];
  return dueRanges(earliest(last.at, now.subtract({ minutes: 1 })), now);
}

/** That the item of the last tick is still the one that was read. */
function isUnchanged(before: FinishedTick | undefined): Omit<PutItemCommandInput, 'TableName' | 'Item'> {
  if (before === undefined) {
    return { ConditionExpression: 'attribute_not_exists(#at)', ExpressionAttributeNames: { '#at': 'at' } };
  }
  const { left } = tickItem(before) ?? {};
  return {
    ConditionExpression: `#at = :at AND ${left === undefined ? 'attribute_not_exists(#left)' : '#left = :left'}`,
    ExpressionAttributeNames: { '#at': 'at', '#left': 'left' },
    ExpressionAttributeValues: { ':at': { S: sortableInstant(before.at) }, ...(left && { ':left': left }) },
  };
}

export class DueIndex {
  readonly #table: DynamoTable;
  readonly #remembered: RememberedKeys | undefined;

  /** `remembered` is for the one process of a table that writes to its due index, apart from commands. */
  constructor(client: DynamoDBClient, table: string, remembered?: RememberedKeys) {
    this.#table = new DynamoTable(client, table);
    this.#remembered = remembered;
  }

  /**
   * The last finished tick; undefined before the first. @throws {BadInput} when a newer version of the monitor finished
   * it: then this version must not write to the table.
   */
  async lastTick(): Promise<Tick | undefined> {
    const item = await this.#table.get(tickKey, false);
    return item && parseTickItem(item);
  }

  /** Both items in one request, which costs as much as one of them. @throws {BadInput} as `lastTick` does. */
  async begin(): Promise<TickStart> {
    const { [tableKeys.sort]: tick = noKey } = tickKey;
    const { [tableKeys.sort]: health = noKey } = healthKey;
    const items = await this.#table.query({
      KeyConditionExpression: '#pk = :monitor AND #sk BETWEEN :health AND :tick',
      ExpressionAttributeNames: { '#pk': tableKeys.partition, '#sk': tableKeys.sort },
      ExpressionAttributeValues: { ':monitor': { S: monitorPartition }, ':health': health, ':tick': tick },
    });
    const of = (kind: { readonly S?: string | undefined }): Item | undefined =>
      items.find((item) => parse(kindSchema, item, 'item of the monitor')[tableKeys.sort].S === kind.S);
    const [last, stored] = [of(tick), of(health)];
    return { last: last && parseTickItem(last), health: stored };
  }

  /**
   * Stores a finished tick that began with `last`. If another tick has finished meanwhile, whatever their order, the later
   * instant is stored (unless it is of the future), and what both left: one that is polled too often does no harm. A tick
   * whose backlog is too long to be stored is not finished: everything that it had is due again.
   */
  async finishTick(tick: FinishedTick, last: FinishedTick | undefined): Promise<void> {
    let before = last;
    let next = last === undefined ? tick : { ...tick, at: laterTick(tick, last).at };
    for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
      const Item = tickItem(next);
      if (Item === undefined) return;
      if (await this.#table.put({ Item, ...isUnchanged(before) })) {
        // Only where no other process was at work meanwhile.
        if (attempt === 1) this.#remembered?.finished(next.at);
        return;
      }
      const stored = await this.#table.get(tickKey, true);
      before = stored && parseTickItem(stored);
      next = before === undefined ? tick : mergeTicks(tick, before);
    }
    throw new Error('the tick could not be stored: other ticks finished at the same time');
  }

  /** How petitions were watched at the last change of petitions.json; undefined where that was not stored. */
  async watchedBefore(): Promise<WatchedBefore | undefined> {
    const item = await this.#table.get(watchedKey, true);
    return item && parseWatchedItem(item);
  }

  async storeWatched(hashes: ReadonlySet<string>): Promise<void> {
    await this.#table.put({ Item: watchedItem(hashes) });
  }

  /**
   * The petitions that fell due after the last tick and by `now`. A part that cannot be read does not stop the others.
   */
  async findDue(last: LastTick | undefined, now: Instant): Promise<DuePetitions> {
    const { found, unread } = await this.#readDue(last, now);
    const inBuckets = (isOf: (bucket: string) => boolean) =>
      found.flatMap(([name, { bucket }]) => (isOf(bucket) ? [name] : []));
    const hurried = new Set(inBuckets((bucket) => !isPatientBucket(bucket)));
    return {
      names: found.map(([name]) => name),
      urgent: inBuckets((bucket) => urgentBuckets.includes(bucket)),
      patient: inBuckets(isPatientBucket).filter((name) => !hurried.has(name)),
      unread,
    };
  }

  async #readDue(last: LastTick | undefined, now: Instant): Promise<RangeResults> {
    const ranges = keyRanges(last, now);
    const remembered = this.#remembered;
    if (remembered === undefined) return this.#read(ranges);
    if (last !== undefined) remembered.follow(last.at);
    if (last === undefined || last.fromOlderBuckets || isFuture(last.at, now)) {
      remembered.remember([], undefined);
      return this.#read(ranges);
    }
    const [slow, quick] = [true, false].map((isSlow) => ranges.filter(({ bucket }) => isSlowBucket(bucket) === isSlow));
    const since = earliest(last.at, now.subtract({ minutes: 1 }));
    if (remembered.covers(minutesAfter(since, now))) return withRemembered(await this.#read(quick ?? []));
    const ahead = now.add({ minutes: minutesAhead });
    const all = await this.#read([
      ...(quick ?? []),
      ...dueRanges(since, ahead).filter((range) => isSlowBucket(range.bucket)),
    ]);
    const isKept = all.unread.length === 0;
    remembered.remember(
      all.found.filter(([, { bucket }]) => isSlowBucket(bucket)),
      isKept ? minutesAfter(since, ahead) : undefined,
    );
    return withRemembered({ ...all, found: all.found.filter(([, { bucket }]) => !isSlowBucket(bucket)) });

    function withRemembered({ found, unread }: RangeResults): RangeResults {
      return { found: [...found, ...(slow ?? []).flatMap((range) => remembered?.in(range) ?? [])], unread };
    }
  }

  /** All petitions on the index, due or not. A part that cannot be read does not stop the others. */
  async findAll(): Promise<IndexedPetitions> {
    const { found, unread } = await this.#read([...allRanges, ...legacyRanges]);
    // A petition that moves to another bucket meanwhile is found in both.
    return { buckets: new Map(found.map(([name, { bucket }]) => [name, bucket])), unread };
  }

  /** The bucket of each petition on the index. @throws when a part cannot be read: it is not known what is watched. */
  async findAllOrThrow(): Promise<ReadonlyMap<string, string>> {
    const { buckets, unread } = await this.findAll();
    if (unread.length > 0) throw new Error(`the due index could not be read: ${unread.join('; ')}`);
    return buckets;
  }

  async #read(ranges: readonly KeyRange[]): Promise<RangeResults> {
    const unread: string[] = [];
    const found = await pMap(
      ranges,
      async ({ bucket, from, to }) => {
        try {
          const items = await this.#table.query({
            IndexName: dueIndexKeys.name,
            KeyConditionExpression: '#lane = :lane AND #slot BETWEEN :from AND :to',
            ExpressionAttributeNames: { '#lane': dueIndexKeys.partition, '#slot': dueIndexKeys.sort },
            ExpressionAttributeValues: { ':lane': { S: bucket }, ':from': { S: from }, ':to': { S: to } },
          });
          return items.map((item): [string, DueKey] => {
            const keys = parse(keysSchema, item, 'due index');
            return [keys[tableKeys.partition].S, { bucket, sortKey: keys[dueIndexKeys.sort].S }];
          });
        } catch (error) {
          unread.push(`bucket ${bucket} from ${from}: ${String(error)}`);
          return [];
        }
      },
      { concurrency: 16 },
    );
    return { found: found.flat(), unread };
  }
}
