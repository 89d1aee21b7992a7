/** A table as the commands read it: what is watched, by the agenda, and what is known of each. No scan. */
import pMap from 'p-map';
import { BadInput } from '../../src/validation.ts';
import { DueIndex } from '../../src/storage/due-index.ts';
import type { TableRef } from '../../src/storage/batch-requests.ts';
import type { LoadedPetition } from '../../src/storage/petition-item.ts';
import { PetitionRepository } from '../../src/storage/petition-repository.ts';

export interface WatchedPetitions {
  readonly petitions: readonly LoadedPetition[];
  /** Why petitions can not be read that are watched too. */
  readonly unreadable: readonly string[];
}

/** All petitions on the agenda, by name. One that can not be read does not keep back the others. */
export async function loadWatched({ client, name: table }: TableRef): Promise<WatchedPetitions> {
  const store = new PetitionRepository(client, table);
  const { buckets, unread } = await new DueIndex(client, table).findAll();
  if (unread.length > 0) throw new Error(`the agenda could not be read: ${unread.join('; ')}`);
  const unreadable: string[] = [];
  const loaded = await pMap(
    [...buckets.keys()].sort(),
    async (name) => {
      try {
        return await store.load(name);
      } catch (error) {
        if (!(error instanceof BadInput)) throw error;
        unreadable.push(error.message);
        return undefined;
      }
    },
    { concurrency: 16 },
  );
  return { petitions: loaded.filter((one) => one !== undefined), unreadable };
}
