/** Loads what the site is generated from: all watched petitions, from the table. */
import { BadInput } from '../../src/validation.ts';
import { newPetition } from '../../src/domain/petition.ts';
import type { Instant } from '../../src/domain/time.ts';
import type { StatusInput, RulesLookup } from '../../src/status/petition-status.ts';
import type { DueIndex } from '../../src/storage/due-index.ts';
import type { TableRef } from '../../src/storage/batch-requests.ts';
import { loadPetitions } from '../../src/storage/load-petitions.ts';

export interface SiteLoadDeps {
  /** Petitions that the config names, whether they are in the due index yet or not. */
  readonly named: readonly string[];
  readonly rulesOf: RulesLookup;
  readonly dueIndex: DueIndex;
  readonly table: TableRef;
}

export interface SiteData {
  readonly petitions: readonly StatusInput[];
  /** Watched petitions whose item cannot be read: name and reason. */
  readonly unreadable: ReadonlyMap<string, string>;
  readonly lastTick: Instant | undefined;
}

/** @throws if the due index or the table cannot be read, because then it is unknown what is watched. */
export async function loadSiteData({ named, dueIndex, table }: SiteLoadDeps): Promise<SiteData> {
  const [tick, { buckets, unread }] = await Promise.all([dueIndex.lastTick(), dueIndex.findAll()]);
  if (unread.length > 0) throw new Error(`the due index could not be read: ${unread.join('; ')}`);
  const names = new Set([...named, ...[...buckets.keys()].sort()]);
  const loaded = await loadPetitions(table, [...names]);
  const unreadable = new Map<string, string>();
  const petitions = [...names].flatMap((name): StatusInput[] => {
    const one = loaded.get(name);
    if (!(one instanceof BadInput)) return [one ?? { petition: newPetition(name), failures: 0, outbox: [] }];
    unreadable.set(name, one.message);
    return [];
  });
  return { petitions, unreadable, lastTick: tick?.at };
}
