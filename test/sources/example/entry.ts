/** The entries of Hallam Town Council in src/domain/rulebook.ts and src/sources/registry.ts. */
import type { DocumentedHistory } from '../../../src/domain/rules.ts';
import type { Source } from '../../../src/sources/source.ts';
import { hallamRules } from './rules.ts';

const rulebook = {
  hallam: hallamRules,
} as const satisfies Record<string, DocumentedHistory>;

export const sources = {
  hallam: {
    title: 'Hallam Town Council',
    baseUrl: 'https://petitions.hallam.example',
    id: { pattern: /^[1-9]\d{0,5}$/, example: '417' },
    idOf: ({ host, pathname }) =>
      host === 'petitions.hallam.example' ? /^\/petitions\/([1-9]\d{0,5})$/.exec(pathname)?.[1] : undefined,
    history: rulebook.hallam,
    // Names are counted every five minutes (/developers, 2026-11), and shown at once.
    lagMinutes: 5,
    refreshMinutes: 5,
    hasList: true,
    reader: async () => (await import('./hallam.ts')).hallam,
  },
} as const satisfies Record<string, Source>;
