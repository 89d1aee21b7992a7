/** The rules of Finland's citizens' initiatives, kansalaisaloite.fi. */
import type { DocumentedHistory } from '../rules.ts';

/**
 * Fifty thousand statements of support within six months from the day that signing begins. The last day counts in full
 * (the platform's `endDate` is inclusive). The count here is what was collected. By law, the Digital and Population
 * Data Services Agency then verifies it, and the result may be lower. So met is provisional until the platform shows
 * what was verified, or that the initiative is sent to Parliament. The platform, not the law, ends an initiative that
 * fewer than 50 support in its first month; the last day of it counts in full.
 *
 * Retractable: organisers report what they collect outside the platform, and may correct it downwards. No response is
 * owed by a date.
 */
export const finlandRules: DocumentedHistory = [
  {
    from: '2012-03-01',
    rules: {
      timeZone: 'Europe/Helsinki',
      signingWindow: 'P6M',
      lapse: { within: 'P1M', atLeast: 50 },
      cutoff: 'end-of-day',
      thresholds: [
        {
          name: 'parliament',
          signatures: 50_000,
          verifiedBy: 'the Digital and Population Data Services Agency',
          consequence: 'it can be sent to Parliament, once the statements of support are verified',
        },
      ],
      retractable: true,
      stopsAtDeadline: true,
      commitment: 'statute',
      authority: 'Parliament',
    },
    says: {
      text: 'An initiative that at least 50,000 people have supported within six months is sent to Parliament once the statements of support have been verified. One that fewer than 50 support in its first month ends then.',
      source:
        "Citizens' Initiative Act (12/2012); kansalaisaloite.fi, whose API gives the last day of collecting as inclusive; the first month by its source (solita/kansalaisaloite, default.properties)",
      asOf: '2012-03-01',
    },
  },
];
