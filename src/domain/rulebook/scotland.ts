/** The rules of the Scottish Parliament's petitions, petitions.parliament.scot: there is no threshold. */
import type { DocumentedHistory } from '../rules.ts';

/**
 * "There is no requirement for petitions to reach a certain number of signatures". The Committee considers all of them,
 * and they stay open until it has finished. So there is no threshold and no window: the monitor watches the count and
 * the closing. The platform's software has numbers (50 and 5,000, in four weeks). They came with it from Wales and are
 * switched off: an alert about them would be about something that nobody owes. A config with its own rules must still
 * have a threshold: without one there would be nothing to report.
 */
export const scotlandRules: DocumentedHistory = [
  {
    // The day on which the Parliament first met: it has never required a number.
    from: '1999-05-12',
    rules: {
      timeZone: 'Europe/London',
      cutoff: 'end-of-day',
      thresholds: [],
      retractable: false,
      stopsAtDeadline: false,
      commitment: 'convention',
      authority: 'the Citizen Participation and Public Petitions Committee',
    },
    says: {
      text: 'All petitions remain open to collect signatures while they are under consideration by the Parliament. There is no requirement for petitions to reach a certain number of signatures before they will be looked at by the Citizen Participation and Public Petitions Committee.',
      source: 'parliament.scot/get-involved/petitions/about-petitions; petitions.parliament.scot/help',
      asOf: '2026-08-20',
    },
  },
];
