/** All that a config watches, as a run needs it: found by name, counted by host, with a fingerprint. */
import { createHash } from 'node:crypto';
import type { Config } from './config.ts';
import type { Petition } from '../domain/petition.ts';
import { rulesForPetition, type Rules } from '../domain/rules.ts';
import { watchQueries, namedPetitions, type WatchQuery, type WatchedPetition } from './watched-petition.ts';

export interface WatchList {
  /** The petitions that the config names, in its order. */
  readonly named: readonly WatchedPetition[];
  readonly queries: readonly WatchQuery[];
  /** By `source/id`: a petition that is named, or that a query may have found. Undefined when it is not watched. */
  readonly find: (petition: string) => WatchedPetition | undefined;
  /** The hosts that are polled, each with its number of named petitions. */
  readonly hosts: ReadonlyMap<string, number>;
  /** Changes when something else is watched. */
  readonly fingerprint: string;
}

export function createWatchList(config: Config): WatchList {
  const [named, queries] = [namedPetitions(config), watchQueries(config)];
  const byName = new Map(named.map((watched) => [watched.petition, watched]));
  // All queries of a source have the same settings (conflicts.ts): any of them will do.
  const bySource = new Map<string, WatchQuery>(queries.map((query) => [query.name, query]));
  const hosts = new Map(queries.map(({ host }) => [host, 0]));
  for (const { host } of named) hosts.set(host, (hosts.get(host) ?? 0) + 1);
  const watched = [...byName.keys(), ...queries.map(({ entry }) => JSON.stringify(entry))];
  return {
    named,
    queries,
    find: (petition) => {
      const slash = petition.indexOf('/');
      const id = petition.slice(slash + 1);
      const query = bySource.get(petition.slice(0, slash));
      return byName.get(petition) ?? (query?.source.id.pattern.test(id) === true ? query.watched(id) : undefined);
    },
    hosts,
    fingerprint: createHash('sha256').update(watched.join('\n')).digest('base64'),
  };
}

/** The rules of each watched petition: those of its platform, or its own. */
export const rulesLookup =
  ({ find }: WatchList) =>
  (origin: Pick<Petition, 'petition' | 'opened' | 'registered'>): Rules | undefined => {
    const history = find(origin.petition)?.settings.history;
    return history && rulesForPetition(history, origin);
  };
