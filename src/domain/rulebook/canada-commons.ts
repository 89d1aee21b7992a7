/** The rules of electronic petitions to the Canadian House of Commons: its Standing Order 36. */
import type { DocumentedHistory } from '../rules.ts';
import { canadaSittingDays } from './canada-sitting-days.ts';

/**
 * The petitioner chooses 30, 60, 90 or 120 days, and the page names the deadline. With 500 valid signatures, a petition
 * can be certified, and a member can present it. Only that starts the 45 days. If the House does not sit on the last of
 * them, the response is due on its next sitting day: a petition presented before the summer is answered in September.
 * The commitment is a Standing Order, which is neither a statute nor a promise to the petitioner.
 */
export const canadaCommonsRules: DocumentedHistory = [
  {
    from: '2015-12-01',
    rules: {
      timeZone: 'America/Toronto',
      cutoff: 'end-of-day',
      thresholds: [
        {
          name: 'certification',
          signatures: 500,
          verifiedBy: 'the Clerk of Petitions',
          responseWindow: 'P45D',
          responseTerm: { sittingDays: canadaSittingDays, laterIf: 'the House does not sit on that day' },
          clock: 'presented',
          consequence: 'it can be certified, and presented to the House',
        },
      ],
      retractable: false,
      stopsAtDeadline: true,
      commitment: 'convention',
      authority: 'the Government of Canada',
    },
    says: {
      text: 'E-petitions can be open for signature for 30, 60, 90 or 120 days; with 500 valid signatures one is certified. The government responds within 45 calendar days (or on the next sitting day if the House of Commons is not sitting) to every petition presented.',
      source: 'petitions.ourcommons.ca; Standing Order 36; in force since December 2015, the day is not certain',
      asOf: '2026-09-26',
    },
    responseSays: {
      text: 'A Standing Order of the House: the government responds within 45 calendar days of presentation or, if the House is not sitting then, on the next sitting day.',
      source: 'Standing Orders of the House of Commons, 36(8); petitions.ourcommons.ca',
      asOf: '2026-09-26',
    },
  },
];
