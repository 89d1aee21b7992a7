/** All that a config watches, as a run needs it: found by name, counted by host, with a fingerprint. */
import { createHash } from 'node:crypto';
import type { Config } from './config.ts';
import type { Petition } from '../domain/petition.ts';
import { sourceOf } from '../domain/source-of.ts';
import { rulesForPetition, type Rules, type RulesHistory } from '../domain/rules.ts';
import { watchQueries, namedPetitions, type WatchQuery, type WatchedPetition } from './watched-petition.ts';

export interface WatchList {
  /** The petitions that the config names, in its order. */
  readonly named: readonly WatchedPetition[];
  readonly queries: readonly WatchQuery[];
  /** By `source/id`: a petition that is named, or that a query may have found. Undefined when it is not watched. */
  readonly find: (petition: string) => WatchedPetition | undefined;
  /** The hosts that are polled, each with its number of named petitions. */
  readonly hosts: ReadonlyMap<string, number>;
  /** Changes when something else is watched, or otherwise. */
  readonly fingerprint: string;
  /**
   * What says how a petition is watched: another when it is named anew, or when anything else is set for it. Undefined when
   * it is not watched.
   */
  readonly settingsHash: (petition: string) => string | undefined;
}

export function createWatchList(config: Config): WatchList {
  const [named, queries] = [namedPetitions(config), watchQueries(config)];
  const byName = new Map(named.map((watched) => [watched.petition, watched]));
  // All queries of a source have the same settings (conflicts.ts): any of them will do.
  const bySource = new Map<string, WatchQuery>(queries.map((query) => [query.name, query]));
  const hosts = new Map(queries.map(({ host }) => [host, 0]));
  for (const { host } of named) hosts.set(host, (hosts.get(host) ?? 0) + 1);
  const hashOf = createSettingsHash();
  const queryHash = ({ name, watched }: WatchQuery): string => hashOf({ ...watched('*'), petition: `${name}/*` });
  const everything = (): string[] => [
    ...named.map(hashOf),
    ...queries.flatMap((query) => [queryHash(query), JSON.stringify(query.entry)]),
  ];
  let fingerprint: string | undefined;
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
    // Only the poll function asks for it: the others need not pay for it at their start.
    get fingerprint() {
      return (fingerprint ??= createHash('sha256').update(everything().join('\n')).digest('base64'));
    },
    settingsHash: (petition) => {
      const one = byName.get(petition);
      if (one !== undefined) return hashOf(one);
      const query = bySource.get(sourceOf(petition));
      return query && queryHash(query);
    },
  };
}

/** Six characters for each: of a hundred thousand petitions whose settings change, one in a million is not noticed. */
function createSettingsHash(): (watched: WatchedPetition) => string {
  // Most petitions share the rules of their platform, which are long.
  const rules = new Map<RulesHistory, string>();
  return ({ petition, settings: { history, ...settings } }) => {
    const known = rules.get(history) ?? digest(JSON.stringify(history));
    rules.set(history, known);
    return digest(JSON.stringify([petition, known, settings])).slice(0, 6);
  };
}

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** The rules of each watched petition: those of its platform, or its own. */
export const rulesLookup =
  ({ find }: WatchList) =>
  (origin: Pick<Petition, 'petition' | 'opened' | 'registered'>): Rules | undefined => {
    const history = find(origin.petition)?.settings.history;
    return history && rulesForPetition(history, origin);
  };
