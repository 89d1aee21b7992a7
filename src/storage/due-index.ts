/** The agenda: which petitions are due, and how far the ticks have got with it. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import pMap from 'p-map';
import * as z from 'zod/mini';
import { parse } from '../validation.ts';
import { earliest, type Instant } from '../domain/time.ts';
import { allRanges, dueRanges, legacyRanges, urgentBuckets, type KeyRange } from './due-buckets.ts';
import { DynamoTable } from './dynamo-table.ts';
import { dueIndexKeys, tableKeys } from './table-keys.ts';
import { sortableInstant, parseTickItem, tickItem, tickKey, type Tick } from './tick-item.ts';

const nameSchema = z.object({ [tableKeys.partition]: z.object({ S: z.string() }) });

/** What could be found out about what is due. */
export interface DuePetitions {
  /** Names of petitions. */
  readonly names: readonly string[];
  /** Those of them that can least wait: with an instant of their own, or looked at every few minutes. */
  readonly urgent: readonly string[];
  /** Why parts of the agenda could not be read; empty when all could. */
  readonly unread: readonly string[];
}

/** What could be found out about what is watched: petitions by name, each with its lane, and why parts could not be read. */
export interface IndexedPetitions extends Pick<DuePetitions, 'unread'> {
  readonly buckets: ReadonlyMap<string, string>;
}

type LastTick = Pick<Tick, 'at' | 'fromOlderBuckets'>;

interface RangeResults extends Pick<DuePetitions, 'unread'> {
  readonly found: readonly { readonly lane: string; readonly names: readonly string[] }[];
}

/**
 * Before the first finished tick everything is due that has a turn: one that was not finished may have put petitions anywhere.
 * And a clock that was set back must not keep the petitions of a minute from their turn.
 */
function keyRanges(last: LastTick | undefined, now: Instant): readonly KeyRange[] {
  const aDay = dueRanges(now.subtract({ hours: 24 }), now);
  if (last === undefined) return aDay;
  if (last.fromOlderBuckets) return [...aDay, ...legacyRanges];
  return dueRanges(earliest(last.at, now.subtract({ minutes: 1 })), now);
}

export class DueIndex {
  readonly #requests: DynamoTable;

  constructor(client: DynamoDBClient, table: string) {
    this.#requests = new DynamoTable(client, table);
  }

  /**
   * The last tick that was finished; undefined before the first. @throws {BadInput} when a newer version of the monitor
   * has finished one: then nothing of the table is this one's to write.
   */
  async lastTick(): Promise<Tick | undefined> {
    const item = await this.#requests.get(tickKey, false);
    return item && parseTickItem(item);
  }

  /**
   * Remembers a finished tick, unless a later one has been finished meanwhile. One that leaves more than can be named is
   * not finished: all that it had is due again.
   */
  async finishTick(tick: Omit<Tick, 'fromOlderBuckets'>): Promise<void> {
    const Item = tickItem(tick);
    if (Item === undefined) return;
    await this.#requests.put({
      Item,
      ConditionExpression: 'attribute_not_exists(#at) OR #at < :at',
      ExpressionAttributeNames: { '#at': 'at' },
      ExpressionAttributeValues: { ':at': { S: sortableInstant(tick.at) } },
    });
  }

  /**
   * The petitions that fell due after the last tick and by `now`. A part that can not be read does not keep back the others.
   */
  async findDue(last: LastTick | undefined, now: Instant): Promise<DuePetitions> {
    const { found, unread } = await this.#read(keyRanges(last, now));
    const urgent = found.filter(({ lane }) => urgentBuckets.includes(lane));
    return { names: found.flatMap(({ names }) => names), urgent: urgent.flatMap(({ names }) => names), unread };
  }

  /** All petitions that are on it, due or not. A part that can not be read does not keep back the others. */
  async findAll(): Promise<IndexedPetitions> {
    const { found, unread } = await this.#read([...allRanges, ...legacyRanges]);
    // One that moves from lane to lane meanwhile is found in both.
    const lanes = new Map(found.flatMap(({ lane, names }) => names.map((name) => [name, lane])));
    return { buckets: lanes, unread };
  }

  async #read(stretches: readonly KeyRange[]): Promise<RangeResults> {
    const unread: string[] = [];
    const found = await pMap(
      stretches,
      async ({ bucket, from, to }) => {
        try {
          const items = await this.#requests.query({
            IndexName: dueIndexKeys.name,
            KeyConditionExpression: '#lane = :lane AND #slot BETWEEN :from AND :to',
            ExpressionAttributeNames: { '#lane': dueIndexKeys.partition, '#slot': dueIndexKeys.sort },
            ExpressionAttributeValues: { ':lane': { S: bucket }, ':from': { S: from }, ':to': { S: to } },
          });
          return { lane: bucket, names: items.map((item) => parse(nameSchema, item, 'agenda')[tableKeys.partition].S) };
        } catch (error) {
          unread.push(`lane ${bucket} from ${from}: ${String(error)}`);
          return { lane: bucket, names: [] };
        }
      },
      { concurrency: 16 },
    );
    return { found, unread };
  }
}
