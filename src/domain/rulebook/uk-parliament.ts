/** The rules of the UK Parliament's petitions, petition.parliament.uk, since 2015. */
import type { DocumentedHistory, Rules } from '../rules.ts';

/**
 * "All petitions run for 6 months"; "At 10,000 signatures you get a response from the government"; "At 100,000
 * signatures your petition will be considered for debate" (petition.parliament.uk/help). The deadline is the end of
 * the opening day plus six months in London, after which nobody can sign. The platform takes its own stamp back when
 * signatures are removed and the count falls below the threshold.
 *
 * Response: the site names no date. 21 days is the practice of the House, as the Petitions Committee and the government
 * agreed it; since when is not known. Departments are asked for it within 14. Recorded responses came 8 to 14 days after the platform's stamp.
 */
const ukParliament: Rules = {
  timeZone: 'Europe/London',
  signingWindow: 'P6M',
  cutoff: 'end-of-day',
  thresholds: [
    {
      name: 'response',
      signatures: 10_000,
      responseWindow: 'P21D',
      responseTerm: { askedWithin: 'P14D' },
      consequence: 'the government responds',
    },
    { name: 'debate', signatures: 100_000, consequence: 'Parliament considers it for a debate' },
  ],
  retractable: true,
  stopsAtDeadline: true,
  commitment: 'convention',
  authority: 'the government',
};

export const ukParliamentRules: DocumentedHistory = [
  {
    from: '2015-07-20',
    rules: ukParliament,
    says: {
      text: 'All petitions run for 6 months. At 10,000 signatures you get a response from the government. At 100,000 signatures your petition will be considered for debate.',
      source: 'petition.parliament.uk/help',
      asOf: '2026-08-19',
    },
    responseSays: {
      text: 'The Petitions Committee and the government agreed that the government responds within 21 days at the latest. Departments are asked to respond within 14 days.',
      source:
        'House of Commons Hansard, 2024-01-23, point of order by the chair of the Petitions Committee; guidetoprocedure.parliament.uk/articles/xfTzCkCp',
      asOf: '2024-01-23',
    },
  },
];
