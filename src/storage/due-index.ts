/** The due index: which petitions are due, and up to when the ticks have processed them. */
import type { DynamoDBClient, PutItemCommandInput } from '@aws-sdk/client-dynamodb';
import pMap from 'p-map';
import * as z from 'zod/mini';
import { parse } from '../validation.ts';
import { earliest, type Instant } from '../domain/time.ts';
import { isFuture } from '../domain/clock.ts';
import { allRanges, dueRanges, everythingDue, legacyRanges, urgentBuckets, type KeyRange } from './due-buckets.ts';
import { DynamoTable } from './dynamo-table.ts';
import { dueIndexKeys, tableKeys } from './table-keys.ts';
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

const nameSchema = z.object({ [tableKeys.partition]: z.object({ S: z.string() }) });

/** What is due, as far as the index could be read. */
export interface DuePetitions {
  /** Names of petitions. */
  readonly names: readonly string[];
  /** Those of them that can wait least: due at an instant of their own, or polled every few minutes. */
  readonly urgent: readonly string[];
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
  readonly found: readonly { readonly bucket: string; readonly names: readonly string[] }[];
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

  constructor(client: DynamoDBClient, table: string) {
    this.#table = new DynamoTable(client, table);
  }

  /**
   * The last finished tick; undefined before the first. @throws {BadInput} when a newer version of the monitor finished
   * it: then this version must not write to the table.
   */
  async lastTick(): Promise<Tick | undefined> {
    const item = await this.#table.get(tickKey, false);
    return item && parseTickItem(item);
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
      if (Item === undefined || (await this.#table.put({ Item, ...isUnchanged(before) }))) return;
      const stored = await this.#table.get(tickKey, true);
      before = stored && parseTickItem(stored);
      next = before === undefined ? tick : mergeTicks(tick, before);
    }
    throw new Error('the tick could not be stored: other ticks finished at the same time');
  }

  /**
   * The petitions that fell due after the last tick and by `now`. A part that cannot be read does not stop the others.
   */
  async findDue(last: LastTick | undefined, now: Instant): Promise<DuePetitions> {
    const { found, unread } = await this.#read(keyRanges(last, now));
    const urgent = found.filter(({ bucket }) => urgentBuckets.includes(bucket));
    return { names: found.flatMap(({ names }) => names), urgent: urgent.flatMap(({ names }) => names), unread };
  }

  /** All petitions on the index, due or not. A part that cannot be read does not stop the others. */
  async findAll(): Promise<IndexedPetitions> {
    const { found, unread } = await this.#read([...allRanges, ...legacyRanges]);
    // A petition that moves to another bucket meanwhile is found in both.
    return { buckets: new Map(found.flatMap(({ bucket, names }) => names.map((name) => [name, bucket]))), unread };
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
          return { bucket, names: items.map((item) => parse(nameSchema, item, 'due index')[tableKeys.partition].S) };
        } catch (error) {
          unread.push(`bucket ${bucket} from ${from}: ${String(error)}`);
          return { bucket, names: [] };
        }
      },
      { concurrency: 16 },
    );
    return { found, unread };
  }
}
