/**
 * The platforms that are read: what is known of each without asking it. The file that reads it is loaded when the first of
 * its petitions is looked at.
 */
import { rulebook } from '../petition/rulebook.ts';
import type { Source } from './source.ts';

export const sources = {
  'uk-parliament': {
    baseUrl: 'https://petition.parliament.uk',
    id: { pattern: /^[1-9]\d{0,9}$/, example: '700143' },
    idOf: ({ host, pathname }) =>
      host === 'petition.parliament.uk' ? /^\/petitions\/([1-9]\d{0,9})(?:[/.]|$)/.exec(pathname)?.[1] : undefined,
    history: rulebook['uk-parliament'],
    // Counts and stamps are worked out once a minute, and may be served from a cache for two minutes more (the platform's
    // own headers since 2026-05-10: max-age=60, stale-while-revalidate=120).
    lagMinutes: 3,
    refreshMinutes: 1,
    hasList: true,
    reader: async () => (await import('./uk-parliament.ts')).ukParliament,
  },
  'us-we-the-people': {
    baseUrl: 'https://api.whitehouse.gov',
    id: { pattern: /^[A-Za-z0-9_-]{1,64}$/, example: '22111' },
    history: rulebook['us-we-the-people'],
    lagMinutes: 0,
    refreshMinutes: 1,
    hasList: true,
    reader: async () => (await import('./us-we-the-people.ts')).weThePeople,
  },
  senedd: {
    baseUrl: 'https://petitions.senedd.wales',
    id: { pattern: /^[1-9]\d{0,9}$/, example: '244400' },
    idOf: ({ host, pathname }) =>
      host === 'petitions.senedd.wales' || host === 'deisebau.senedd.cymru'
        ? /^\/(?:petitions|deisebau)\/([1-9]\d{0,9})(?:[/.]|$)/.exec(pathname)?.[1]
        : undefined,
    history: rulebook.senedd,
    // This and the next two run the UK's software, which counts once a minute. How long they cache is not known: as long.
    lagMinutes: 3,
    refreshMinutes: 1,
    hasList: true,
    reader: async () => (await import('./senedd.ts')).senedd,
  },
  scotland: {
    baseUrl: 'https://petitions.parliament.scot',
    id: { pattern: /^PE\d{4,7}$/, example: 'PE1876' },
    idOf: ({ host, pathname }) =>
      host === 'petitions.parliament.scot' ? /^\/petitions\/(PE\d{4,7})(?:[/.]|$)/.exec(pathname)?.[1] : undefined,
    history: rulebook.scotland,
    lagMinutes: 3,
    refreshMinutes: 1,
    hasList: true,
    reader: async () => (await import('./scotland.ts')).scotland,
  },
  jersey: {
    baseUrl: 'https://petitions.gov.je',
    id: { pattern: /^[1-9]\d{0,9}$/, example: '200174' },
    idOf: ({ host, pathname }) =>
      host === 'petitions.gov.je' ? /^\/petitions\/([1-9]\d{0,9})(?:[/.]|$)/.exec(pathname)?.[1] : undefined,
    history: rulebook.jersey,
    lagMinutes: 3,
    refreshMinutes: 1,
    hasList: true,
    reader: async () => (await import('./jersey.ts')).jersey,
  },
} as const satisfies Record<string, Source>;

export type SourceName = keyof typeof sources;
