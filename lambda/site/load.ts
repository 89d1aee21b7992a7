/** What the site is generated from: all that is watched, as the table has it. */
import type { Instant } from '../../src/domain/time.ts';
import type { RulesLookup } from '../../src/status/petition-status.ts';
import type { DueIndex } from '../../src/storage/due-index.ts';
import type { TableRef } from '../../src/storage/batch-requests.ts';
import { loadBatches, type LoadedPetitions } from '../../src/storage/load-petitions.ts';

export interface SiteLoadDeps {
  /** Petitions that are watched, whether they are on the due index yet or not. */
  readonly named: readonly string[];
  readonly rulesOf: RulesLookup;
  readonly dueIndex: DueIndex;
  readonly table: TableRef;
  /** Reads nothing that is older than what another run may have read. By default as of a moment ago, at half the price. */
  readonly consistent?: boolean;
}

export interface SiteData extends LoadedPetitions {
  readonly lastTick: Instant | undefined;
}

/** @throws when the due index or the table cannot be read: then it is not known what is watched. */
export async function loadSiteData({ named, dueIndex, table, consistent }: SiteLoadDeps): Promise<SiteData> {
  const [tick, indexed] = await Promise.all([dueIndex.lastTick(), dueIndex.findAllOrThrow()]);
  const names = new Set([...named, ...[...indexed.keys()].sort()]);
  return { ...(await loadBatches(table, [...names], consistent)), lastTick: tick?.at };
}
