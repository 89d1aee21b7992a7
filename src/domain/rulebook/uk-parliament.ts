/** The rules of the UK Parliament's petitions, petition.parliament.uk, since 2015. */
import type { DocumentedHistory, Rules } from '../rules.ts';

/**
 * "All petitions run for 6 months"; "At 10,000 signatures you get a response from the government"; "At 100,000
 * signatures your petition will be considered for debate" (petition.parliament.uk/help). The deadline is the end of
 * the opening day plus six months in London, after which nobody can sign. The platform takes its own stamp back when
 * signatures are removed and the count falls below the line.
 *
 * Answer: the site states no deadline. 21 days is a convention of ours: recorded answers came 8 to 14 days after the
 * platform's stamp.
 */
const ukParliament: Rules = {
  timeZone: 'Europe/London',
  signingWindow: 'P6M',
  cutoff: 'end-of-day',
  thresholds: [
    { name: 'response', signatures: 10_000, responseWindow: 'P21D', consequence: 'the government responds' },
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
  },
];
