/**
 * Which petitions have topics of followers, in DynamoDB: an item for each petition that somebody signed up for. Of the
 * followers themselves nothing is stored.
 */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { followChoice, type FollowChoice } from '../domain/followers.ts';
import { instant, type Instant } from '../domain/time.ts';
import { parse } from '../validation.ts';
import { DynamoTable } from './dynamo-table.ts';
import { schemaAttribute, upgradeItem } from './schema-version.ts';
import { followersPartition, tableKeys, type Item } from './table-keys.ts';

/** What is stored of a petition's topics. */
export interface StoredFollowers {
  readonly petition: string;
  /** What somebody chose, ever: there is a topic for each. */
  readonly choices: readonly FollowChoice[];
  /** When the followers were told that it is over. */
  readonly told: Instant | undefined;
}

const keyOf = (petition: string): Item => ({
  [tableKeys.partition]: { S: followersPartition },
  [tableKeys.sort]: { S: petition },
});

const itemSchema = z.object({
  [tableKeys.sort]: z.object({ S: z.string() }),
  choices: z.object({ SS: z.array(followChoice) }),
  told: z.optional(z.object({ S: instant })),
});

export class FollowersRepository {
  readonly #table: DynamoTable;

  constructor(client: DynamoDBClient, table: string) {
    this.#table = new DynamoTable(client, table);
  }

  /** Stores that a petition has a topic for this choice. Who signs up now is told if it is over. */
  async add(petition: string, choice: FollowChoice): Promise<void> {
    await this.#table.update({
      Key: keyOf(petition),
      UpdateExpression: 'SET #schema = :schema ADD #choices :choice REMOVE #told',
      ExpressionAttributeNames: { '#schema': 'schema', '#choices': 'choices', '#told': 'told' },
      ExpressionAttributeValues: { ':schema': schemaAttribute.schema, ':choice': { SS: [choice] } },
    });
  }

  /** The choices for which a petition has topics: none if nobody ever signed up for it. */
  async choicesOf(petition: string): Promise<readonly FollowChoice[]> {
    const item = await this.#table.get(keyOf(petition), true);
    return item === undefined ? [] : parseItem(item).choices;
  }

  /** Stores when its followers were told that it is over; undefined when it is not over after all. */
  async setTold(petition: string, told: Instant | undefined): Promise<void> {
    await this.#table.update({
      Key: keyOf(petition),
      UpdateExpression: told === undefined ? 'REMOVE #told' : 'SET #told = :told',
      ConditionExpression: 'attribute_exists(#choices)',
      ExpressionAttributeNames: { '#told': 'told', '#choices': 'choices' },
      ...(told !== undefined && { ExpressionAttributeValues: { ':told': { S: told.toString() } } }),
    });
  }

  /** When its topics are gone. Not if somebody has signed up since it was read. */
  async remove({ petition, told }: StoredFollowers): Promise<void> {
    await this.#table.delete({
      Key: keyOf(petition),
      ConditionExpression: '#told = :told',
      ExpressionAttributeNames: { '#told': 'told' },
      ExpressionAttributeValues: { ':told': { S: told?.toString() ?? '' } },
    });
  }

  /** All petitions that somebody signed up for. */
  async all(): Promise<StoredFollowers[]> {
    const items = await this.#table.query({
      KeyConditionExpression: '#partition = :followers',
      ExpressionAttributeNames: { '#partition': tableKeys.partition },
      ExpressionAttributeValues: { ':followers': { S: followersPartition } },
    });
    return items.map(parseItem);
  }
}

function parseItem(item: Item): StoredFollowers {
  const what = 'stored followers';
  const { [tableKeys.sort]: petition, choices, told } = parse(itemSchema, upgradeItem(item, what), what);
  return { petition: petition.S, choices: choices.SS, told: told?.S };
}
