/** Reads and writes of many items at a time. DynamoDB may leave some undone at any time; these are retried. */
import { setTimeout as sleep } from 'node:timers/promises';
import { BatchGetItemCommand, BatchWriteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { tableKeys, type Item } from './table-keys.ts';

/** The one table of a monitor, on AWS or local. */
export interface TableRef {
  readonly client: DynamoDBClient;
  readonly name: string;
}

/** The limit of DynamoDB for one request. */
const maxBatchWrite = 25;

/** The items of up to a hundred keys that the table has. */
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

/** Puts all items, and overwrites what is there. */
export async function writeBatches({ client, name }: TableRef, items: readonly Item[]): Promise<void> {
  for (let from = 0; from < items.length; from += maxBatchWrite) {
    const requests = items.slice(from, from + maxBatchWrite).map((item) => ({ PutRequest: { Item: item } }));
    await retryUnprocessed(requests, async (undone) => {
      const { UnprocessedItems } = await client.send(new BatchWriteItemCommand({ RequestItems: { [name]: undone } }));
      return (UnprocessedItems?.[name] ?? []).flatMap(({ PutRequest }) =>
        PutRequest?.Item === undefined ? [] : [{ PutRequest: { Item: PutRequest.Item } }],
      );
    });
  }
}

/** Requests in a row in which the table did nothing at all. */
const maxIdleAttempts = 10;

/** Retries what is not done, more and more rarely while there is no progress: from 50 ms to 5 s, with jitter. */
async function retryUnprocessed<Part>(
  all: readonly Part[],
  request: (undone: Part[]) => Promise<Part[]>,
): Promise<void> {
  let undone = [...all];
  let idle = 0;
  while (undone.length > 0) {
    const next = await request(undone);
    idle = next.length < undone.length ? 0 : idle + 1;
    if (idle === maxIdleAttempts) throw new Error(`DynamoDB made no progress in ${maxIdleAttempts} batch requests`);
    undone = next;
    if (undone.length > 0) await sleep(Math.random() * Math.min(5_000, 50 * 2 ** idle));
  }
}
