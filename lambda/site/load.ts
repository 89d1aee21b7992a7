/** What the site is made from: all that is watched, as the table has it. */
import { BadInput } from '../../src/validation.ts';
import { newPetition } from '../../src/domain/petition.ts';
import type { Instant } from '../../src/domain/time.ts';
import type { StatusInput, RulesLookup } from '../../src/status/petition-status.ts';
import type { DueIndex } from '../../src/storage/due-index.ts';
import type { TableRef } from '../../src/storage/batch-requests.ts';
import { loadPetitions } from '../../src/storage/load-petitions.ts';

export interface SiteLoadDeps {
  /** Petitions that are watched, whether they are on the agenda yet or not. */
  readonly named: readonly string[];
  readonly rulesOf: RulesLookup;
  readonly dueIndex: DueIndex;
  readonly table: TableRef;
}

export interface SiteData {
  readonly petitions: readonly StatusInput[];
  /** Of petitions that are watched, and whose item can not be read: the name and the reason. */
  readonly unreadable: ReadonlyMap<string, string>;
  readonly lastTick: Instant | undefined;
}

/** @throws when the agenda or the table can not be asked: then it is not known what is watched. */
export async function loadSiteData({ named, dueIndex, table }: SiteLoadDeps): Promise<SiteData> {
  const [tick, { buckets, unread }] = await Promise.all([dueIndex.lastTick(), dueIndex.findAll()]);
  if (unread.length > 0) throw new Error(`the agenda could not be read: ${unread.join('; ')}`);
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
