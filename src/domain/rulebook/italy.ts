/** The rules of Italy's popular initiatives and referendums, as far as they are signed at firmereferendum.giustizia.it. */
import type { DocumentedHistory } from '../rules.ts';

/**
 * 50,000 for a bill, 500,000 for a referendum; the platform gives the number of each. Its planned last day closes nothing:
 * signing goes on for days or months, until the platform says that it is over. So it is not a deadline here. Signatures on
 * paper are not in the count: missed only means that those given here are too few. Nobody owes a response by a day.
 */
export const italyRules: DocumentedHistory = [
  {
    // The first day of signing of any initiative that was seen there.
    from: '2024-07-25',
    rules: {
      timeZone: 'Europe/Rome',
      cutoff: 'end-of-day',
      thresholds: [
        {
          name: 'submission',
          signatures: 50_000,
          consequence: 'it can be submitted with the signatures that the Constitution asks for',
        },
      ],
      retractable: false,
      stopsAtDeadline: true,
      commitment: 'statute',
      authority: 'the Italian Parliament',
    },
    says: {
      text: 'A bill of the people takes the signatures of 50,000 voters, a referendum those of 500,000.',
      source:
        'Constitution of Italy, articles 71, 75 and 138; Act 352/1970; firmereferendum.giustizia.it, whose API gives the number of each',
      asOf: '2026-08-22',
    },
  },
];
