/** The rules of petitions to the President of Ukraine and to its Cabinet of Ministers: one law for both. */
import type { DocumentedHistory } from '../rules.ts';

/**
 * 25,000 within three months of publication; which end of the last day counts is not published, so we wait for its end. The
 * petition is then considered within ten working days, by law. They begin on the day on which the start of consideration is
 * published, up to three working days after it met its number. The page only shows that it is being considered: when that
 * began is known between two polls. Since 2022 many holidays are working days under martial law, and no calendar is
 * entered. So the deadline is the earliest one, and no response is called late. (Of 3,741 petitions that met their number,
 * 433 were answered by the start of 2025: Interfax-Ukraine, 2025-01-03.)
 */
const ukraine = (authority: string, from: string, source: string): DocumentedHistory => [
  {
    from,
    rules: {
      timeZone: 'Europe/Kyiv',
      signingWindow: 'P3M',
      cutoff: 'end-of-day',
      thresholds: [
        {
          name: 'response',
          signatures: 25_000,
          responseWindow: 'P10D',
          responseTerm: {
            workingDays: { never: [6, 7], published: [] },
            laterIf: 'the start of its consideration was published later, or there is a public holiday in between',
          },
          clock: 'established',
          consequence: `${authority} considers it, and answers in public`,
        },
      ],
      retractable: false,
      stopsAtDeadline: true,
      commitment: 'statute',
      authority,
    },
    says: {
      text: 'A petition with 25,000 signatures within at most three months of its publication is considered.',
      source: `Law of Ukraine on citizens’ appeals, Article 23-1 (Law 577-VIII of 2015-07-02); ${source}`,
      asOf: '2015-10-28',
    },
    responseSays: {
      text: 'The start of its consideration is published within three working days of its meeting the number. It is considered within ten working days of that.',
      source: `Law of Ukraine on citizens’ appeals, Article 23-1; ${source}`,
      asOf: '2015-10-28',
    },
  },
];

export const ukraineRules = ukraine(
  'the President of Ukraine',
  '2015-08-28',
  'Decree of the President 523/2015 of 2015-08-28, as 24tv.ua reports it',
);

export const ukraineCabinetRules = ukraine(
  'the Cabinet of Ministers of Ukraine',
  '2016-07-22',
  'Resolution of the Cabinet 457 of 2016-07-22, as zaxid.net reports it',
);
