/**
 * Reads and writes of many items at a time. What the table leaves undone, as it may at any time, is asked for again.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { BatchGetItemCommand, BatchWriteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { tableKeys, type Item } from './table-keys.ts';

/** The one table of a monitor, wherever it is. */
export interface TableRef {
  readonly client: DynamoDBClient;
  readonly name: string;
}

/** DynamoDB takes no more in one request. */
export const maxBatchRead = 100;
const maxBatchWrite = 25;

/** Those of up to a hundred items that the table has, by their keys. */
export async function readBatch(
  { client, name }: TableRef,
  keyed: readonly Item[],
  ConsistentRead = true,
): Promise<Item[]> {
  const found: Item[] = [];
  const keys = keyed.map((item) => {
    const { [tableKeys.partition]: partition, [tableKeys.sort]: sort } = item;
    return { ...(partition && { [tableKeys.partition]: partition }), ...(sort && { [tableKeys.sort]: sort }) };
  });
  await retryUnprocessed(keys, async (Keys) => {
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetItemCommand({ RequestItems: { [name]: { Keys, ConsistentRead } } }),
    );
    found.push(...(Responses?.[name] ?? []));
    return UnprocessedKeys?.[name]?.Keys ?? [];
  });
  return found;
}

/** Puts all of them, whatever is there. */
export async function writeBatches({ client, name }: TableRef, items: readonly Item[]): Promise<void> {
  for (let from = 0; from < items.length; from += maxBatchWrite) {
    const requests = items.slice(from, from + maxBatchWrite).map((item) => ({ PutRequest: { Item: item } }));
    await retryUnprocessed(requests, async (left) => {
      const { UnprocessedItems } = await client.send(new BatchWriteItemCommand({ RequestItems: { [name]: left } }));
      return (UnprocessedItems?.[name] ?? []).flatMap(({ PutRequest }) =>
        PutRequest?.Item === undefined ? [] : [{ PutRequest: { Item: PutRequest.Item } }],
      );
    });
  }
}

/** In a row, in which the table did nothing at all. */
const maxIdleAttempts = 10;

/** Asks again for what is left, ever more rarely while nothing comes of it: from 50 ms to 5 s, with jitter. */
async function retryUnprocessed<Part>(all: readonly Part[], ask: (left: Part[]) => Promise<Part[]>): Promise<void> {
  let left = [...all];
  let fruitless = 0;
  while (left.length > 0) {
    const next = await ask(left);
    fruitless = next.length < left.length ? 0 : fruitless + 1;
    if (fruitless === maxIdleAttempts) throw new Error(`the table has done nothing in ${maxIdleAttempts} requests`);
    left = next;
    if (left.length > 0) await sleep(Math.random() * Math.min(5_000, 50 * 2 ** fruitless));
  }
}
