/**
 * The rules of petitions to the French National Assembly: its Règlement, articles 147 to 151, since the platform of
 * 2020.
 */
import type { DocumentedHistory } from '../rules.ts';

/**
 * A petition can be signed until the day on its page, or until a committee closes it, which may happen at any time. The
 * committees' own minimums for examining a petition (5,000 or 10,000 within some months) bind only them, and are left
 * out. No response is owed.
 */
export const franceAssembleeRules: DocumentedHistory = [
  {
    from: '2020-10-01',
    rules: {
      timeZone: 'Europe/Paris',
      cutoff: 'end-of-day',
      thresholds: [
        { name: 'spotlight', signatures: 100_000, consequence: 'the Assembly shows it on its own site' },
        {
          name: 'debate',
          signatures: 500_000,
          parts: { of: 'departments', atLeast: 30, minimum: 1 },
          consequence: 'the Conference of Presidents may put a debate on the agenda',
        },
      ],
      retractable: false,
      stopsAtDeadline: true,
      commitment: 'convention',
      authority: 'the National Assembly',
    },
    says: {
      text: 'Petitions with more than 100,000 signatures are put on the site of the Assembly. For one with 500,000 signatures from at least 30 departments or overseas territories, the Conference of Presidents may enter a debate in the agenda. A petition that is classified is closed to signatures.',
      source: 'petitions.assemblee-nationale.fr/pages/parcours_petition; Règlement, articles 147 to 151',
      asOf: '2026-07-09',
    },
  },
];
