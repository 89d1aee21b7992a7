/** The rules of public petitions to the Chamber of Deputies of Luxembourg, petitiounen.lu. */
import type { DocumentedHistory, Rules } from '../rules.ts';

/**
 * The first of the 42 days counts. Only valid signatures count, which the Chamber verifies after the end: until then, met is
 * provisional. The page gives the number of each petition, which goes by the day on which it was filed. Signing has been
 * extended, and begun again after signatures were lost. Since 2025-03-15 the debate is to be within four months of meeting
 * the number; by another report, a day has to be proposed by then. So nothing is called late.
 */
const luxembourg = (
  signatures: number,
  debate: Pick<Rules['thresholds'][number], 'responseWindow' | 'responseTerm'> = {},
): Rules => ({
  timeZone: 'Europe/Luxembourg',
  signingWindow: 'P41D',
  cutoff: 'end-of-day',
  thresholds: [
    {
      name: 'debate',
      signatures,
      ...debate,
      verifiedBy: 'the Chamber of Deputies',
      consequence: 'there is a public debate in the Chamber of Deputies, once the signatures are verified',
    },
  ],
  retractable: false,
  stopsAtDeadline: true,
  commitment: 'convention',
  authority: 'the Chamber of Deputies',
});

export const luxembourgRules: DocumentedHistory = [
  {
    // The day on which the oldest petition that was seen was filed.
    from: '2014-05-27',
    rules: luxembourg(4_500),
    says: {
      text: 'A public petition with at least 4,500 valid signatures within 42 days leads to a public hearing in the Chamber.',
      source: 'petitiounen.lu, "Eine öffentliche Petition unterzeichnen"',
      asOf: '2025-03-14',
    },
  },
  {
    from: '2025-03-15',
    rules: luxembourg(5_500, {
      responseWindow: 'P4M',
      responseTerm: { laterIf: 'a day has been proposed by then: reports differ on what is owed' },
    }),
    says: {
      text: 'A public petition with at least 5,500 signatures within 42 days is discussed in a public debate.',
      source: 'petitiounen.lu, "What is a petition?"; infos.rtl.lu, article 2285609',
      asOf: '2025-03-15',
    },
    responseSays: {
      text: 'Once the threshold is met, the Chamber of Deputies will guarantee a debate within four months.',
      source: 'Rules of procedure of the Chamber as of 2025-03-15, as reported at europesays.com/1889521',
      asOf: '2025-03-15',
    },
  },
];
