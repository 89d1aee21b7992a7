/** Many petitions at once, for those who show them and do not write. No part of what polls: that starts without it. */
import pMap from 'p-map';
import * as z from 'zod/mini';
import { BadInput, parse } from '../validation.ts';
import { mostRead, readBatch, type Table } from './batch-requests.ts';
import { fromItem, petitionKey, type Loaded } from './petition-item.ts';
import { tableKeys, type Item } from './table-keys.ts';

const keyOf = z.object({ [tableKeys.partition]: z.object({ S: z.string() }) });

/**
 * What is known of petitions, by name, as of a moment ago (not consistent, at half the price). One that can not be read is its
 * error; one that is not there is not in it.
 */
export async function loadMany(table: Table, names: readonly string[]): Promise<Map<string, Loaded | BadInput>> {
  const batches = Array.from({ length: Math.ceil(names.length / mostRead) }, (_, index) =>
    names.slice(index * mostRead, (index + 1) * mostRead).map(petitionKey),
  );
  const items = await pMap(batches, (keys) => readBatch(table, keys, false), { concurrency: 4 });
  return new Map(items.flat().map(loadedFrom));
}

function loadedFrom(item: Item): [string, Loaded | BadInput] {
  const name = parse(keyOf, item, 'stored item')[tableKeys.partition].S;
  try {
    return [name, fromItem(name, item)];
  } catch (error) {
    if (error instanceof BadInput) return [name, error];
    throw error;
  }
}
