/** The rules of the petitions to the Blue House of Korea, 2017 to 2022. They are no longer read: for backtests. */
import type { DocumentedHistory } from '../rules.ts';

/**
 * "200,000 in 30 days": the announced rule was an answer from the government within thirty days of the end of signing.
 * Some answers were postponed by a month, and the government said so.
 */
export const krBlueHouseRules: DocumentedHistory = [
  {
    from: '2017-08-19',
    rules: {
      timeZone: 'Asia/Seoul',
      signingWindow: 'P30D',
      cutoff: 'same-time',
      thresholds: [
        {
          name: 'response',
          signatures: 200_000,
          responseWindow: 'P30D',
          clock: 'closed',
          consequence: 'the government answers, once signing has ended',
        },
      ],
      retractable: false,
      stopsAtDeadline: true,
      commitment: 'promise',
      authority: 'the Blue House',
    },
    says: {
      text: 'A petition that 200,000 support within 30 days is answered by the government within 30 days of its closing.',
      source: 'The rule as stated on 2017-09-25, reported by the Donga Ilbo on 2017-09-26',
      asOf: '2017-09-26',
    },
  },
];
