/** The settings of the site from a config: the named petitions, their rules, and how the pages show them. */
import * as z from 'zod/mini';
import type { FollowPlace } from '../../src/config/follow-places.ts';
import type { Config } from '../../src/config/config.ts';
import { siteSettings as siteSchema, type SiteSettings } from '../../src/config/site-settings.ts';
import { rulesLookup, createWatchList } from '../../src/config/watch-list.ts';
import { builtInRules } from '../../src/status/petition-status.ts';
import type { GenerateDeps } from './generate.ts';

export type SiteBuildSettings = Pick<GenerateDeps, 'named' | 'rulesOf' | 'every'> & {
  readonly site: Omit<GenerateDeps['site'], 'assets'>;
};

/**
 * `url` is the site's address, with a trailing slash. Without a config, the site shows the petitions of the due index
 * under the rules of their platforms.
 */
export function siteBuildSettings(
  config: Config | undefined,
  url: string,
  places: readonly FollowPlace[],
): SiteBuildSettings {
  const { title, locale, timeZone, every, signUp }: SiteSettings = config?.site ?? z.parse(siteSchema, {});
  const watching = config && createWatchList(config);
  const answered = (watching?.queries ?? []).filter(({ entry }) => entry.all === 'answered');
  const answeredOf = [...new Set(answered.map(({ name }) => name))];
  return {
    named: watching?.named.map(({ petition }) => petition) ?? [],
    rulesOf: watching ? rulesLookup(watching) : builtInRules,
    every,
    site: { title, locale, timeZone, signUp, url, contact: config?.contact, places, answeredOf },
  };
}
