/** The rules of Jersey's petitions, petitions.gov.je, since they began. */
import type { DocumentedHistory } from '../rules.ts';

/**
 * "At 1,000 signatures you get a response from Ministers. At 5,000 signatures your petition will be considered for a
 * debate by the States Assembly"; "the petition will remain open for six months". The software is the UK's: the
 * deadline is the end of a day, and a stamp is removed when signatures are removed. Its source code has other numbers,
 * which do not apply.
 *
 * Response: "the relevant Minister is required to issue a response", and nobody says when. 60 days is our convention: a
 * recorded response (200295, of 2020) was published 44 days after the platform's stamp.
 */
export const jerseyRules: DocumentedHistory = [
  {
    from: '2018-08-02',
    rules: {
      timeZone: 'Europe/Jersey',
      signingWindow: 'P6M',
      cutoff: 'end-of-day',
      thresholds: [
        { name: 'response', signatures: 1_000, responseWindow: 'P60D', consequence: 'ministers respond' },
        { name: 'debate', signatures: 5_000, consequence: 'the States Assembly considers it for a debate' },
      ],
      retractable: true,
      stopsAtDeadline: true,
      commitment: 'convention',
      authority: 'the ministers of Jersey',
    },
    says: {
      text: 'At 1,000 signatures you get a response from Ministers. At 5,000 signatures your petition will be considered for a debate by the States Assembly. Once approved, the petition will remain open for six months.',
      source: 'petitions.gov.je/help; statesassembly.je/petitions; in force from the launch',
      asOf: '2026-08-20',
    },
    responseSays: {
      text: 'The relevant Minister is required to issue a response. No source names a date: 60 days is the assumption of this monitor, as one recorded response (200295, of 2020) came 44 days after the threshold.',
      source: 'petitions.gov.je/help; petitions.gov.je/petitions/200295',
      asOf: '2026-08-20',
    },
  },
];
