/** Many petitions at once, for those who show them and do not write. No part of what polls: that starts without it. */
import pMap from 'p-map';
import * as z from 'zod/mini';
import { BadInput, parse } from '../validation.ts';
import { maxBatchRead, readBatch, type TableRef } from './batch-requests.ts';
import { parsePetitionItem, petitionKey, type LoadedPetition } from './petition-item.ts';
import { tableKeys, type Item } from './table-keys.ts';

const nameAttribute = z.object({ [tableKeys.partition]: z.object({ S: z.string() }) });

/**
 * What is known of petitions, by name, as of a moment ago (not consistent, at half the price). One that can not be read is its
 * error; one that is not there is not in it.
 */
export async function loadPetitions(
  table: TableRef,
  names: readonly string[],
): Promise<Map<string, LoadedPetition | BadInput>> {
  const batches = Array.from({ length: Math.ceil(names.length / maxBatchRead) }, (_, index) =>
    names.slice(index * maxBatchRead, (index + 1) * maxBatchRead).map(petitionKey),
  );
  const items = await pMap(batches, (keys) => readBatch(table, keys, false), { concurrency: 4 });
  return new Map(items.flat().map(loadedFrom));
}

function loadedFrom(item: Item): [string, LoadedPetition | BadInput] {
  const name = parse(nameAttribute, item, 'stored item')[tableKeys.partition].S;
  try {
    return [name, parsePetitionItem(name, item)];
  } catch (error) {
    if (error instanceof BadInput) return [name, error];
    throw error;
  }
}
