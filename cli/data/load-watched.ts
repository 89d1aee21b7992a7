/** A table as the commands read it: what is on the due index, and what is stored of each petition. No scan. */
import { DueIndex } from '../../src/storage/due-index.ts';
import type { TableRef } from '../../src/storage/batch-requests.ts';
import { loadEach, type LoadedPetitions } from '../../src/storage/load-petitions.ts';
import { PetitionRepository } from '../../src/storage/petition-repository.ts';

/** All petitions on the due index, by name. */
export async function loadWatched({ client, name: table }: TableRef): Promise<LoadedPetitions> {
  const indexed = await new DueIndex(client, table).findAllOrThrow();
  return loadEach(new PetitionRepository(client, table), [...indexed.keys()].sort());
}
