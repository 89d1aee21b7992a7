/** All that a config has watched, as a run wants it: found by name, counted by host, told from what another config watches. */
import { createHash } from 'node:crypto';
import type { Config } from './config.ts';
import type { Petition } from '../domain/petition.ts';
import { rulesForPetition, type Rules } from '../domain/rules.ts';
import { watchQueries, namedPetitions, type WatchQuery, type WatchedPetition } from './watched-petition.ts';

export interface WatchList {
  /** The petitions that the config names, in its order. */
  readonly named: readonly WatchedPetition[];
  readonly queries: readonly WatchQuery[];
  /** Of `source/id`: what is named, or may have been found by a query. Undefined where it is not watched. */
  readonly find: (petition: string) => WatchedPetition | undefined;
  /** The hosts that are asked, and for how many petitions that are named. */
  readonly hosts: ReadonlyMap<string, number>;
  /** The same as long as the same is watched. */
  readonly fingerprint: string;
}

export function createWatchList(config: Config): WatchList {
  const [named, queries] = [namedPetitions(config), watchQueries(config)];
  const byName = new Map(named.map((watched) => [watched.petition, watched]));
  // The queries of a source are all of one place, and on the same terms (conflicts.ts): any of them will do.
  const bySource = new Map<string, WatchQuery>(queries.map((query) => [query.name, query]));
  const hosts = new Map(queries.map(({ host }) => [host, 0]));
  for (const { host } of named) hosts.set(host, (hosts.get(host) ?? 0) + 1);
  const said = [...byName.keys(), ...queries.map(({ entry }) => JSON.stringify(entry))];
  return {
    named,
    queries,
    find: (petition) => {
      const slash = petition.indexOf('/');
      return byName.get(petition) ?? bySource.get(petition.slice(0, slash))?.watched(petition.slice(slash + 1));
    },
    hosts,
    fingerprint: createHash('sha256').update(said.join('\n')).digest('base64'),
  };
}

/** The rules that each petition which is watched falls under: its platform's, or its own. */
export const rulesLookup =
  ({ find }: WatchList) =>
  (origin: Pick<Petition, 'petition' | 'opened' | 'registered'>): Rules | undefined => {
    const history = find(origin.petition)?.settings.history;
    return history && rulesForPetition(history, origin);
  };
