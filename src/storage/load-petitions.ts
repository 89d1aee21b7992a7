/**
 * Many petitions at once, for those who show them and do not write. Not part of the polling bundle: it starts faster.
 */
import pMap from 'p-map';
import * as z from 'zod/mini';
import { BadInput, parse } from '../validation.ts';
import { readBatch, type TableRef } from './batch-requests.ts';
import { newLoadedPetition, parsePetitionItem, petitionKeyBatches, type LoadedPetition } from './petition-item.ts';
import type { PetitionRepository } from './petition-repository.ts';
import { tableKeys, type Item } from './table-keys.ts';

export interface LoadedPetitions {
  /** In the order of the names. One of which nothing is stored is new. */
  readonly petitions: readonly LoadedPetition[];
  /** Why the others cannot be read, by name. */
  readonly unreadable: ReadonlyMap<string, string>;
}

const nameAttribute = z.object({ [tableKeys.partition]: z.object({ S: z.string() }) });
const nameIn = (item: Item): string => parse(nameAttribute, item, 'stored item')[tableKeys.partition].S;

/** Petitions as of a moment ago, unless `consistent`: at twice the price. */
export async function loadBatches(
  table: TableRef,
  names: readonly string[],
  consistent = false,
): Promise<LoadedPetitions> {
  const found = await pMap(petitionKeyBatches(names), (keys) => readBatch(table, keys, consistent), { concurrency: 4 });
  const items = new Map(found.flat().map((item) => [nameIn(item), item]));
  return collect(names, (name) => {
    const item = items.get(name);
    return item && parsePetitionItem(name, item);
  });
}

/** Petitions as they are now, each by a request of its own: a function then needs no grant for batches. */
export function loadEach(repository: PetitionRepository, names: readonly string[]): Promise<LoadedPetitions> {
  return collect(names, (name) => repository.load(name));
}

/** One petition that cannot be read does not stop the others. */
async function collect(
  names: readonly string[],
  load: (name: string) => LoadedPetition | undefined | Promise<LoadedPetition | undefined>,
): Promise<LoadedPetitions> {
  const unreadable = new Map<string, string>();
  const petitions = await pMap(
    names,
    async (name) => {
      try {
        return (await load(name)) ?? newLoadedPetition(name);
      } catch (error) {
        if (!(error instanceof BadInput)) throw error;
        unreadable.set(name, error.message);
        return undefined;
      }
    },
    { concurrency: 16 },
  );
  return { petitions: petitions.filter((one) => one !== undefined), unreadable };
}
