/** The few kinds of requests that we make to the one table. */
import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  paginateQuery,
  PutItemCommand,
  UpdateItemCommand,
  type DeleteItemCommandInput,
  type DynamoDBClient,
  type PutItemCommandInput,
  type QueryCommandInput,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { Item } from './table-keys.ts';

/** The limit of DynamoDB for one request. */
export const maxBatchRead = 100;

export class DynamoTable {
  readonly #client: DynamoDBClient;
  readonly #table: string;

  constructor(client: DynamoDBClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async get(Key: Item, ConsistentRead: boolean): Promise<Item | undefined> {
    const { Item: item } = await this.#client.send(new GetItemCommand({ TableName: this.#table, Key, ConsistentRead }));
    return item;
  }

  /** What the table has of up to a hundred keys, as of a moment ago. It may leave out some of it. */
  async getSome(Keys: Item[]): Promise<Item[]> {
    const { Responses } = await this.#client.send(
      new BatchGetItemCommand({ RequestItems: { [this.#table]: { Keys, ConsistentRead: false } } }),
    );
    return Responses?.[this.#table] ?? [];
  }

  /** Whether it was written; false when its condition did not hold. */
  put(input: Omit<PutItemCommandInput, 'TableName'>): Promise<boolean> {
    return falseIfConditionFails(this.#client.send(new PutItemCommand({ ...input, TableName: this.#table })));
  }

  /** Puts an item of this version, if the table still has the version before it: 0 where there is no item. */
  putVersion(Item: Item, version: number): Promise<boolean> {
    const isFirst = version === 1;
    return this.put({
      Item,
      ConditionExpression: isFirst ? 'attribute_not_exists(#version)' : '#version = :loaded',
      ExpressionAttributeNames: { '#version': 'version' },
      ...(!isFirst && { ExpressionAttributeValues: { ':loaded': { N: String(version - 1) } } }),
    });
  }

  /** Whether it was written; false when its condition did not hold. */
  update(input: Omit<UpdateItemCommandInput, 'TableName'>): Promise<boolean> {
    return falseIfConditionFails(this.#client.send(new UpdateItemCommand({ ...input, TableName: this.#table })));
  }

  /** The attributes that `ReturnValues` asks for, none of an item that is new; undefined when its condition did not hold. */
  async updateFrom(input: Omit<UpdateItemCommandInput, 'TableName'>): Promise<Item | undefined> {
    try {
      const { Attributes } = await this.#client.send(new UpdateItemCommand({ ...input, TableName: this.#table }));
      return Attributes ?? {};
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      throw error;
    }
  }

  /** Whether it was deleted; false when its condition did not hold. */
  delete(input: Omit<DeleteItemCommandInput, 'TableName'>): Promise<boolean> {
    return falseIfConditionFails(this.#client.send(new DeleteItemCommand({ ...input, TableName: this.#table })));
  }

  /** The items of all pages. */
  async query(input: Omit<QueryCommandInput, 'TableName'>): Promise<Item[]> {
    const items: Item[] = [];
    for await (const page of paginateQuery({ client: this.#client }, { ...input, TableName: this.#table })) {
      items.push(...(page.Items ?? []));
    }
    return items;
  }
}

async function falseIfConditionFails(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
