/** A table as the commands read it: what is watched, by the agenda, and what is known of each. No scan. */
import pMap from 'p-map';
import { BadInput } from '../../src/validation.ts';
import { Agenda } from '../../src/storage/due-index.ts';
import type { Table } from '../../src/storage/batch-requests.ts';
import type { Loaded } from '../../src/storage/petition-item.ts';
import { Store } from '../../src/storage/petition-repository.ts';

export interface Watching {
  readonly petitions: readonly Loaded[];
  /** Why petitions can not be read that are watched too. */
  readonly unreadable: readonly string[];
}

/** All petitions on the agenda, by name. One that can not be read does not keep back the others. */
export async function watching({ client, name: table }: Table): Promise<Watching> {
  const store = new Store(client, table);
  const { lanes, unread } = await new Agenda(client, table).all();
  if (unread.length > 0) throw new Error(`the agenda could not be read: ${unread.join('; ')}`);
  const unreadable: string[] = [];
  const loaded = await pMap(
    [...lanes.keys()].sort(),
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
