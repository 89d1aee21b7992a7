/** The rules of Denmark's citizens' proposals, borgerforslag.dk. */
import type { DocumentedHistory } from '../rules.ts';

/**
 * Fifty thousand within 180 days of publication. Then members of the Folketing may put it forward as a motion, and it can
 * be supported until the Folketing has done with it: so the deadline only stops those below their number. Which end of the
 * last day counts is not published: we wait for its end. Nobody owes a response by a day.
 */
export const denmarkRules: DocumentedHistory = [
  {
    from: '2018-01-24',
    rules: {
      timeZone: 'Europe/Copenhagen',
      signingWindow: 'P180D',
      cutoff: 'end-of-day',
      thresholds: [
        { name: 'motion', signatures: 50_000, consequence: 'it can be put forward in the Folketing as a motion' },
      ],
      retractable: false,
      stopsAtDeadline: false,
      commitment: 'statute',
      authority: 'the Folketing',
    },
    says: {
      text: 'A proposal that 50,000 voters support within 180 days can be put forward in the Folketing as a motion. It can be supported beyond that time until the Folketing has done with it.',
      source:
        'Act 1672 of 2017-12-26 on citizens’ proposals; Order 843 of 2022-06-08, §15(3) for the support beyond that time (Order 35 of 2018-01-17 before it)',
      asOf: '2022-06-08',
    },
  },
];
