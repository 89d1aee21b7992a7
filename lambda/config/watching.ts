/** All that a config has watched, as a run wants it: found by name, counted by host, told from what another config watches. */
import { createHash } from 'node:crypto';
import type { Config } from './config.ts';
import { watchedBy, type Watched } from './terms.ts';

export interface Watching {
  /** The petitions that the config names, in its order. */
  readonly named: readonly Watched[];
  /** Of `source/id`; undefined where it is not watched. */
  readonly find: (petition: string) => Watched | undefined;
  /** The hosts that are asked, and for how many petitions. */
  readonly hosts: ReadonlyMap<string, number>;
  /** The same as long as the same is watched. */
  readonly fingerprint: string;
}

export function watchingOf(config: Config): Watching {
  const named = watchedBy(config);
  const byName = new Map(named.map((watched) => [watched.petition, watched]));
  const hosts = new Map<string, number>();
  for (const { host } of named) hosts.set(host, (hosts.get(host) ?? 0) + 1);
  const fingerprint = createHash('sha256')
    .update([...byName.keys()].join('\n'))
    .digest('base64');
  return { named, find: (petition) => byName.get(petition), hosts, fingerprint };
}
