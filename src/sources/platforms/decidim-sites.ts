/** The sites that run Decidim and are known: where they are, their rules, and how they are read. */
import { rulebook, type BuiltInRules } from '../../domain/rulebook.ts';
import { idFromPage } from '../page-address.ts';
import type { Source } from '../source.ts';

interface DecidimSite {
  /** Other hosts that have the same petitions. */
  readonly alsoAt?: readonly string[];
  /** The name of its rules. */
  readonly rules: BuiltInRules;
  /** The language of its numbers. */
  readonly locale: string;
  /** Whether its API is open: it has the days of signing and the state. */
  readonly hasApi?: true;
}

/** A site is added here, with its rules. Each counts its petitions from 1, so the host is a part of their ids. */
export const decidimSites: Readonly<Record<string, DecidimSite>> = {
  'petitions.senat.fr': { rules: 'france-senat', locale: 'fr' },
  'dekamer.mijnopinie.belgium.be': {
    alsoAt: ['lachambre.monopinion.belgium.be'],
    rules: 'belgium-chamber',
    locale: 'nl-BE',
  },
  'decidim.barcelona': { rules: 'barcelona', locale: 'ca', hasApi: true },
};

const [home = ''] = Object.keys(decidimSites);

/** The site at a host. Replays and tests, which are elsewhere, stand for the first one. */
export const decidimHost = (host: string): string => (host in decidimSites ? host : home);

const hosts = Object.keys(decidimSites).join('|').replaceAll('.', '\\.');

export const decidimEntry = {
  baseUrl: `https://${home}`,
  id: { pattern: new RegExp(`^(?:${hosts})/i-[1-9]\\d{0,7}$`), example: `${home}/i-101077` },
  idOf: (page) => {
    for (const [host, { alsoAt = [] }] of Object.entries(decidimSites)) {
      const slug = idFromPage([host, ...alsoAt], /\/initiatives\/(i-[1-9]\d{0,7})/u)(page);
      if (slug !== undefined) return `${host}/${slug}`;
    }
    return undefined;
  },
  siteOf: (id) => {
    const [host = ''] = id.split('/');
    return { baseUrl: `https://${host}`, history: rulebook[decidimSites[host]?.rules ?? 'france-senat'] };
  },
  history: rulebook['france-senat'],
} as const satisfies Partial<Source>;
