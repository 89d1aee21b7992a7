/**
 * Whose turn it is to generate the site, in DynamoDB: one item has until when a run has the turn, and how often a run was
 * asked for. So two runs never write side by side, and an alert that comes during a run is in the next one.
 */
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

const itemSchema = z.object({ held: z.optional(z.object({ S: instant })), asked: z.object({ N: z.string() }) });
/** Lambda's longest run has 15 minutes. What is held for longer was written by a clock that was wrong. */
const longestTurn = { minutes: 20 };

const names = { '#held': 'held', '#asked': 'asked' };

export interface SiteTurn {
  readonly until: Instant;
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
    const before = await this.#table.updateFrom({
      Key: key,
      UpdateExpression: 'SET #held = :until ADD #asked :one',
      ConditionExpression: 'attribute_not_exists(#held) OR #held <= :now OR #held > :longest',
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: {
        ':until': { S: sortableInstant(until) },
        ':now': { S: sortableInstant(now) },
        ':longest': { S: sortableInstant(now.add(longestTurn)) },
        ':one': { N: '1' },
      },
      ReturnValues: 'ALL_OLD',
    });
    if (before === undefined) return undefined;
    return { until, last: before.asked === undefined ? undefined : parseTurn(before).held?.S };
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
  end({ until }: SiteTurn, now: Instant, asked?: number): Promise<boolean> {
    const ownTurn = '#held = :until';
    return this.#table.update({
      Key: key,
      UpdateExpression: 'SET #held = :now',
      ConditionExpression: asked === undefined ? ownTurn : `${ownTurn} AND #asked = :asked`,
      ExpressionAttributeNames: asked === undefined ? { '#held': names['#held'] } : names,
      ExpressionAttributeValues: {
        ':now': { S: sortableInstant(now) },
        ':until': { S: sortableInstant(until) },
        ...(asked !== undefined && { ':asked': { N: String(asked) } }),
      },
    });
  }
}

const parseTurn = (item: Item): z.output<typeof itemSchema> => parse(itemSchema, item, 'turn of the site');
