/** The rules of proposals on Taiwan's join.gov.tw: directions of the Executive Yuan for public participation online. */
import type { DocumentedHistory } from '../rules.ts';

/**
 * Within 60 days of the opening to endorsements. The rule does not say when the last day ends; we take its end. The 60
 * days of the response run from when the proposal is established (成案), and can be extended by public notice. Before
 * national elections, endorsing pauses for 60 days: the platform's own times show that.
 */
export const taiwanJoinRules: DocumentedHistory = [
  {
    from: '2015-07-17',
    rules: {
      timeZone: 'Asia/Taipei',
      signingWindow: 'P60D',
      cutoff: 'end-of-day',
      thresholds: [
        {
          name: 'response',
          signatures: 5_000,
          responseWindow: 'P60D',
          clock: 'established',
          consequence: 'the proposal is established, and the agency must respond',
        },
      ],
      retractable: false,
      stopsAtDeadline: true,
      commitment: 'promise',
      authority: 'the agency',
    },
    says: {
      text: 'A proposal that has 5,000 endorsements within 60 days of being opened to them is established; the agency in charge responds on the platform within 60 days of that.',
      source: 'Directions for public policy participation online (公共政策網路參與實施要點), first of 2015-07-17',
      asOf: '2026-07-20',
    },
  },
];
