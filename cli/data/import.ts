/**
 * Imports an export into a table. Older items never replace newer ones, and items that are already there are skipped:
 * an import that failed can be run again.
 */
import { isDeepStrictEqual } from 'node:util';
import type { PutItemCommandInput } from '@aws-sdk/client-dynamodb';
import pMap from 'p-map';
import { DynamoTable } from '../../src/storage/dynamo-table.ts';
import { tableKeys, type Item } from '../../src/storage/table-keys.ts';
import { readBatch, writeBatches, type TableRef } from '../../src/storage/batch-requests.ts';
import { maxBatchRead } from '../../src/storage/dynamo-table.ts';
import { itemId, isCountChunk, isTickItem, exportItems } from './export-format.ts';

export interface ImportResult {
  readonly written: number;
  /** Were there already, just so. */
  readonly same: number;
  /** Were there already, newer or otherwise, and were left as they are: the keys. */
  readonly refused: readonly string[];
}

/** Imports a checked file. With `overwrite`, it also replaces newer and different items. */
export async function importItems(file: string, table: TableRef, overwrite: boolean): Promise<ImportResult> {
  const requests = new DynamoTable(table.client, table.name);
  const refused: string[] = [];
  let [written, same] = [0, 0];
  let ticks: Item[] = [];
  const chunk: Item[] = [];
  for await (const item of exportItems(file)) {
    if (isTickItem(item)) ticks = [item];
    else if (chunk.push(item) === maxBatchRead) await write(chunk.splice(0));
  }
  await write(chunk.splice(0));
  // The tick comes last: a monitor that finds a tick must also find the petitions of that run.
  await write(ticks);
  return { written, same, refused };

  async function write(items: readonly Item[]): Promise<void> {
    await writeChunks(items.filter(isCountChunk));
    await pMap(
      items.filter((item) => !isCountChunk(item)),
      writeGuarded,
      { concurrency: 16 },
    );
  }

  /** A count chunk is named by its first count and never changes, so no write can be lost. */
  async function writeChunks(chunks: readonly Item[]): Promise<void> {
    const existing = new Map((await readBatch(table, chunks)).map((item) => [itemId(item), item]));
    const wanted = chunks.filter((chunk) => compare(chunk, existing.get(itemId(chunk))) === 'write');
    await writeBatches(table, wanted);
    written += wanted.length;
  }

  /** A monitor may be writing this item at the same time, so the table itself must compare. */
  async function writeGuarded(item: Item): Promise<void> {
    if (await requests.put({ Item: item, ...(overwrite ? {} : unlessNewer(item)) })) written += 1;
    else compare(item, await requests.get(keyIn(item), true));
  }

  /** Counts an item that is already there. */
  function compare(item: Item, existing: Item | undefined): 'write' | 'leave' {
    if (existing === undefined) return 'write';
    if (isDeepStrictEqual(existing, item)) same += 1;
    else if (overwrite) return 'write';
    else refused.push(itemId(item));
    return 'leave';
  }
}

const keyIn = (item: Item): Item =>
  Object.fromEntries(Object.entries(item).filter(([name]) => name === tableKeys.partition || name === tableKeys.sort));

type Condition = Pick<
  PutItemCommandInput,
  'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
>;

/** The newer tick stays, and the newer of items with a version. Of all other items, the existing one stays. */
function unlessNewer(item: Item): Condition {
  const field = isTickItem(item) ? 'at' : 'version';
  const value = item[field];
  const absent = 'attribute_not_exists(#key)';
  if (value === undefined) {
    return { ConditionExpression: absent, ExpressionAttributeNames: { '#key': tableKeys.partition } };
  }
  return {
    ConditionExpression: `${absent} OR #field < :value`,
    ExpressionAttributeNames: { '#key': tableKeys.partition, '#field': field },
    ExpressionAttributeValues: { ':value': value },
  };
}
