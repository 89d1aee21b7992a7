/** The platforms that are read: one line each. */
import type { Source } from './source.ts';
import { ukParliament } from './uk-parliament.ts';
import { weThePeople } from './us-we-the-people.ts';

export const sources = {
  'uk-parliament': ukParliament,
  'us-we-the-people': weThePeople,
} as const satisfies Record<string, Source>;

export type SourceName = keyof typeof sources;
