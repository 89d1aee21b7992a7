/** The rules of openPetition, which has none in law: its quorum is its own, and is not read. */
import type { DocumentedHistory } from '../rules.ts';

/**
 * The platform asks representatives for a statement once enough people of their region have signed. How many of a
 * petition's signatures are from there is not read, so there is no threshold: the count is watched. An entry may have its
 * own `rules`.
 */
export const openPetitionRules: DocumentedHistory = [
  {
    // The blog that announced the first quorum is of 2014; the platform is older.
    from: '2010-01-01',
    rules: {
      timeZone: 'Europe/Berlin',
      cutoff: 'end-of-day',
      thresholds: [],
      retractable: true,
      stopsAtDeadline: false,
      commitment: 'convention',
      authority: 'whoever is petitioned',
    },
    says: {
      text: 'The quorum is how many signatures from a region it takes for openPetition to ask the elected representatives for a statement. It is a formula of the platform, which is no parliament.',
      source: 'openpetition.de/blog/das-quorum-auf-openpetition; the same on its blog of 2017-04-07',
      asOf: '2017-04-07',
    },
  },
];
