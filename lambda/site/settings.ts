/** What a config says of the site: which petitions are named, by which rules, and how the pages tell of them. */
import * as z from 'zod/mini';
import type { Config } from '../../src/config/config.ts';
import { site as siteSchema, type SiteSettings } from '../../src/config/site-settings.ts';
import { rulesIn, watchingOf } from '../../src/config/watch-list.ts';
import { builtInRules } from '../../src/status/petition-status.ts';
import type { Reporting } from './generate.ts';

export type Settings = Pick<Reporting, 'named' | 'rulesOf' | 'every'> & {
  readonly site: Omit<Reporting['site'], 'assets'>;
};

/** `url` is the site's address, with a slash at the end. Without a config: what is on the agenda, by the rules of the platforms. */
export function settingsOf(config: Config | undefined, url: string): Settings {
  const { title, locale, timeZone, every }: SiteSettings = config?.site ?? z.parse(siteSchema, {});
  const watching = config && watchingOf(config);
  return {
    named: watching?.named.map(({ petition }) => petition) ?? [],
    rulesOf: watching ? rulesIn(watching) : builtInRules,
    every,
    site: { title, locale, timeZone, url, contact: config?.contact },
  };
}
