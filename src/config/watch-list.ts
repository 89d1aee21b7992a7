/** All that a config has watched, as a run wants it: found by name, counted by host, told from what another config watches. */
import { createHash } from 'node:crypto';
import type { Config } from './config.ts';
import type { Petition } from '../domain/petition.ts';
import { rulesBy, type Rules } from '../domain/rules.ts';
import { queriesOf, watchedBy, type Query, type Watched } from './watched-petition.ts';

export interface Watching {
  /** The petitions that the config names, in its order. */
  readonly named: readonly Watched[];
  readonly queries: readonly Query[];
  /** Of `source/id`: what is named, or may have been found by a query. Undefined where it is not watched. */
  readonly find: (petition: string) => Watched | undefined;
  /** The hosts that are asked, and for how many petitions that are named. */
  readonly hosts: ReadonlyMap<string, number>;
  /** The same as long as the same is watched. */
  readonly fingerprint: string;
}

export function watchingOf(config: Config): Watching {
  const [named, queries] = [watchedBy(config), queriesOf(config)];
  const byName = new Map(named.map((watched) => [watched.petition, watched]));
  // The queries of a source are all of one place, and on the same terms (conflicts.ts): any of them will do.
  const bySource = new Map<string, Query>(queries.map((query) => [query.name, query]));
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
export const rulesIn =
  ({ find }: Watching) =>
  (origin: Pick<Petition, 'petition' | 'opened' | 'registered'>): Rules | undefined => {
    const history = find(origin.petition)?.terms.history;
    return history && rulesBy(history, origin);
  };
