/** The rules of the sites that run Decidim, except the French National Assembly. */
import type { DocumentedHistory } from '../rules.ts';

/**
 * Six months from publication, whose day its pages are not known to show: a config may give it. Whether a petition is
 * admissible is decided again afterwards, and nothing is owed.
 */
export const franceSenatRules: DocumentedHistory = [
  {
    from: '2020-01-23',
    rules: {
      timeZone: 'Europe/Paris',
      signingWindow: 'P6M',
      cutoff: 'end-of-day',
      thresholds: [
        {
          name: 'conference',
          signatures: 100_000,
          consequence: 'the Conference of Presidents of the Senate decides what becomes of it',
        },
      ],
      retractable: false,
      stopsAtDeadline: true,
      commitment: 'convention',
      authority: 'the Senate of France',
    },
    says: {
      text: 'A petition with at least 100,000 signatures within six months is passed on to the Conference of Presidents, which decides on its own what becomes of it.',
      source: 'petitions.senat.fr/pages/aide; press release of the Senate, 2020-01-23',
      asOf: '2020-01-23',
    },
  },
];

/**
 * Since 2023-01-29 Belgians abroad count too, and signatures on paper as far as they are needed: these are not in the count
 * here. Nothing is owed by a day, and no end of signing was found. A petition whose author does not ask to be heard cannot
 * be signed.
 */
export const belgiumChamberRules: DocumentedHistory = [
  {
    from: '2020-12-01',
    rules: {
      timeZone: 'Europe/Brussels',
      cutoff: 'end-of-day',
      thresholds: [
        {
          name: 'hearing',
          signatures: 25_000,
          parts: { of: 'regions', atLeast: 3, minimum: { Flanders: 14_500, Brussels: 2_500, Wallonia: 8_000 } },
          consequence: 'its author is heard by a committee of the Chamber',
        },
      ],
      retractable: false,
      stopsAtDeadline: true,
      commitment: 'statute',
      authority: 'the Chamber of Representatives of Belgium',
    },
    says: {
      text: 'The author of a petition is heard where 25,000 people have signed it, of whom 14,500 live in the Flemish Region, 2,500 in the Brussels-Capital Region and 8,000 in the Walloon Region.',
      source:
        'Act of 2019-05-02 on petitions to the Chamber; Acts of 2022-11-16 and 2022-11-29, in force on 2023-01-29',
      asOf: '2023-01-29',
    },
  },
];

/**
 * The number depends on what is asked for, and districts have their own: the page of each initiative says its own, without
 * which there is no reading. The promoters choose two to four months, so the platform gives the end.
 */
export const barcelonaRules: DocumentedHistory = [
  {
    from: '2022-05-27',
    rules: {
      timeZone: 'Europe/Madrid',
      cutoff: 'end-of-day',
      thresholds: [
        {
          name: 'initiative',
          signatures: 15_000,
          consequence: 'the City Council deals with it as its regulation says',
        },
      ],
      retractable: false,
      stopsAtDeadline: true,
      commitment: 'statute',
      authority: 'the City Council of Barcelona',
    },
    says: {
      text: 'Signatures of people aged 16 and more: 15,000 for a consultation or a general rule, 9,000 for a process or an organ of participation, 7,000 for a public hearing, 3,750 for a point on an agenda. Districts have their own numbers.',
      source:
        'Reglament de participació ciutadana of Barcelona, article 10 (decidim.barcelona/pages, ajuntament.barcelona.cat)',
      asOf: '2022-05-27',
    },
  },
];
