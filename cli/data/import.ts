/**
 * Puts an export into a table. Nothing that is there gives way to something older, and what is there already is passed
 * over: an import that was broken off goes on when it is begun again.
 */
import { isDeepStrictEqual } from 'node:util';
import type { PutItemCommandInput } from '@aws-sdk/client-dynamodb';
import pMap from 'p-map';
import { DynamoTable } from '../../src/storage/dynamo-table.ts';
import { tableKeys, type Item } from '../../src/storage/table-keys.ts';
import { maxBatchRead, readBatch, writeBatches, type TableRef } from '../../src/storage/batch-requests.ts';
import { itemId, isCountChunk, isTickItem, exportItems } from './export-format.ts';

export interface ImportResult {
  readonly written: number;
  /** Were there already, just so. */
  readonly same: number;
  /** Were there already, newer or otherwise, and were left as they are: the keys. */
  readonly refused: readonly string[];
}

/** Imports a file that was checked. With `overwrite`, whatever is there gives way. */
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
  // A tick says what has been looked at: a monitor that finds it must find the petitions too.
  await write(ticks);
  return { written, same, refused };

  async function write(items: readonly Item[]): Promise<void> {
    await writeRuns(items.filter(isCountChunk));
    await pMap(
      items.filter((item) => !isCountChunk(item)),
      writeGuarded,
      { concurrency: 16 },
    );
  }

  /** A run of counts is named by its first count, and never changes: there is nobody to be guarded against. */
  async function writeRuns(runs: readonly Item[]): Promise<void> {
    const there = new Map((await readBatch(table, runs)).map((item) => [itemId(item), item]));
    const wanted = runs.filter((run) => compare(run, there.get(itemId(run))) === 'write');
    await writeBatches(table, wanted);
    written += wanted.length;
  }

  /** One that a monitor may be writing at this moment: the table itself has to compare. */
  async function writeGuarded(item: Item): Promise<void> {
    if (await requests.put({ Item: item, ...(overwrite ? {} : unlessNewer(item)) })) written += 1;
    else compare(item, await requests.get(keyIn(item), true));
  }

  /** Counts one that is there already. */
  function compare(item: Item, there: Item | undefined): 'write' | 'leave' {
    if (there === undefined) return 'write';
    if (isDeepStrictEqual(there, item)) same += 1;
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

/** Of a tick, and of whatever has a version, the newer stays; of everything else, what is there. */
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
