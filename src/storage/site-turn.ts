/**
 * Whose turn it is to generate the site, in DynamoDB: one item has which run has the turn and until when, and how often a run
 * was asked for. So two runs never write side by side, and an alert that comes during a run is in the next one. Where an
 * answer of the table is lost, the SDK asks again: to take a turn and to end it twice is the same as once.
 */
import { randomUUID } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { instant, isAfter, type Instant } from '../domain/time.ts';
import { parse } from '../validation.ts';
import { DynamoTable } from './dynamo-table.ts';
import { sitePartition, tableKeys, type Item } from './table-keys.ts';
import { sortableInstant } from './tick-item.ts';
import { turnsPrefix } from './turn-table.ts';

/** Its item is of the moment, as all turns are: no export has it. */
const key: Item = { [tableKeys.partition]: { S: sitePartition }, [tableKeys.sort]: { S: `${turnsPrefix}run` } };

const itemSchema = z.object({
  held: z.optional(z.object({ S: instant })),
  holder: z.optional(z.object({ S: z.string() })),
  asked: z.object({ N: z.string() }),
});
/** Lambda's longest run has 15 minutes. What is held for longer was written by a clock that was wrong. */
const longestTurn = { minutes: 20 };

const own = { '#held': 'held', '#holder': 'holder' };
const names = { ...own, '#asked': 'asked' };

export interface SiteTurn {
  /** Which run has it: no two have the same. */
  readonly holder: string;
  /** When the run before ended. */
  readonly last: Instant | undefined;
}

export class SiteTurns {
  readonly #table: DynamoTable;

  constructor(client: DynamoDBClient, table: string) {
    this.#table = new DynamoTable(client, table);
  }

  /** Undefined while another run has it. */
  async take(now: Instant, until: Instant): Promise<SiteTurn | undefined> {
    const holder = randomUUID();
    const before = await this.#table.updateFrom({
      Key: key,
      UpdateExpression: 'SET #held = :until, #holder = :holder ADD #asked :one',
      ConditionExpression: 'attribute_not_exists(#held) OR #held <= :now OR #held > :longest OR #holder = :holder',
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: {
        ':until': { S: sortableInstant(until) },
        ':now': { S: sortableInstant(now) },
        ':longest': { S: sortableInstant(now.add(longestTurn)) },
        ':holder': { S: holder },
        ':one': { N: '1' },
      },
      ReturnValues: 'ALL_OLD',
    });
    if (before === undefined) return undefined;
    return { holder, last: before.asked === undefined ? undefined : parseTurn(before).held?.S };
  }

  /** Asks for a run. Whether another has the turn: that one will not end without one more. */
  async ask(now: Instant): Promise<boolean> {
    const item = await this.#table.updateFrom({
      Key: key,
      UpdateExpression: 'ADD #asked :one',
      ExpressionAttributeNames: { '#asked': names['#asked'] },
      ExpressionAttributeValues: { ':one': { N: '1' } },
      ReturnValues: 'ALL_NEW',
    });
    const held = item && parseTurn(item).held?.S;
    return held !== undefined && isAfter(held, now) && !isAfter(held, now.add(longestTurn));
  }

  /** How often a run has been asked for. */
  async asked(): Promise<number> {
    const item = await this.#table.get(key, true);
    return item === undefined ? 0 : Number(parseTurn(item).asked.N);
  }

  /** Ends the turn. False, and it goes on, if a run was asked for meanwhile: `asked` is how often that was before. */
  async end({ holder }: SiteTurn, now: Instant, asked?: number): Promise<boolean> {
    const isOwn = '#holder = :holder';
    const isEnded = await this.#table.update({
      Key: key,
      UpdateExpression: 'SET #held = :now REMOVE #holder',
      ConditionExpression: asked === undefined ? isOwn : `${isOwn} AND #asked = :asked`,
      ExpressionAttributeNames: asked === undefined ? own : names,
      ExpressionAttributeValues: {
        ':now': { S: sortableInstant(now) },
        ':holder': { S: holder },
        ...(asked !== undefined && { ':asked': { N: String(asked) } }),
      },
    });
    if (isEnded) return true;
    // Where it is not held any more, it was ended by a try whose answer was lost, or another run has it.
    const item = await this.#table.get(key, true);
    return item === undefined || parseTurn(item).holder?.S !== holder;
  }
}

const parseTurn = (item: Item): z.output<typeof itemSchema> => parse(itemSchema, item, 'turn of the site');
