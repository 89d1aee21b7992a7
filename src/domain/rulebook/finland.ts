/** The rules of Finland's citizens' initiatives, kansalaisaloite.fi. */
import type { DocumentedHistory } from '../rules.ts';

/**
 * Fifty thousand statements of support within six months from the day that collecting begins; the last day counts whole
 * (the platform's `endDate` is inclusive). What is counted here is what was collected. In law it is what the Digital and
 * Population Data Services Agency then verifies, which may be less: met is provisional until the initiative has been sent
 * to Parliament.
 *
 * Retractable: organisers report what was collected outside of the platform themselves, and may correct it downwards.
 * Nobody owes an answer by a time.
 */
export const finlandRules: DocumentedHistory = [
  {
    from: '2012-03-01',
    rules: {
      timeZone: 'Europe/Helsinki',
      signingWindow: 'P6M',
      cutoff: 'end-of-day',
      thresholds: [
        {
          name: 'parliament',
          signatures: 50_000,
          consequence: 'it can be sent to Parliament, once the statements of support are verified',
        },
      ],
      retractable: true,
      stopsAtDeadline: true,
      commitment: 'statute',
      authority: 'Parliament',
    },
    says: {
      text: 'An initiative that at least 50,000 people have supported within six months is sent to Parliament once the statements of support have been verified.',
      source:
        "Citizens' Initiative Act (12/2012); kansalaisaloite.fi, whose API gives the last day of collecting as inclusive",
      asOf: '2012-03-01',
    },
  },
];
