/** The rules of petitions at petities.nl, which has none in law. */
import type { DocumentedHistory } from '../rules.ts';

/**
 * No number is needed for an answer: one signature counts as enough here, as there is no threshold without a number. The
 * desk of whoever is petitioned names the day itself, on the page of the petition. Without that day nothing is late: the
 * six weeks of the text have no day on which they begin. A citizens' initiative to the House of Representatives takes
 * 40,000 signatures, which are checked by a sample, and municipalities have numbers of their own: an entry may have its own
 * `rules`.
 */
export const petitiesRules: DocumentedHistory = [
  {
    // The site began in 2005; the field for the day is from 2015-12-08 (its software).
    from: '2005-01-01',
    rules: {
      timeZone: 'Europe/Amsterdam',
      cutoff: 'end-of-day',
      thresholds: [
        {
          name: 'answer',
          signatures: 1,
          answerDue: true,
          consequence: 'the desk of whoever is petitioned may name a day for its answer',
        },
      ],
      retractable: true,
      stopsAtDeadline: false,
      commitment: 'promise',
      authority: 'whoever is petitioned',
    },
    says: {
      text: 'Where an authority has a desk at the site, the signatories get a formal answer within at most six weeks. No number of signatures is named.',
      source: 'petities.nl/loket; "Antwoord verwacht" on the page of a petition (petities/petitions.eu, 2024-12-08)',
      asOf: '2024-12-08',
    },
  },
];
