/** What a config says of the site: which petitions are named, by which rules, and how the pages tell of them. */
import * as z from 'zod/mini';
import type { Config } from '../../src/config/config.ts';
import { siteSettings as siteSchema, type SiteSettings } from '../../src/config/site-settings.ts';
import { rulesLookup, createWatchList } from '../../src/config/watch-list.ts';
import { builtInRules } from '../../src/status/petition-status.ts';
import type { GenerateDeps } from './generate.ts';

export type SiteBuildSettings = Pick<GenerateDeps, 'named' | 'rulesOf' | 'every'> & {
  readonly site: Omit<GenerateDeps['site'], 'assets'>;
};

/** `url` is the site's address, with a slash at the end. Without a config: what is on the agenda, by the rules of the platforms. */
export function siteBuildSettings(config: Config | undefined, url: string): SiteBuildSettings {
  const { title, locale, timeZone, every }: SiteSettings = config?.site ?? z.parse(siteSchema, {});
  const watching = config && createWatchList(config);
  return {
    named: watching?.named.map(({ petition }) => petition) ?? [],
    rulesOf: watching ? rulesLookup(watching) : builtInRules,
    every,
    site: { title, locale, timeZone, url, contact: config?.contact },
  };
}
