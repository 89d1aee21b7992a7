/** The rules of the Scottish Parliament's petitions, petitions.parliament.scot: there is nothing to reach. */
import type { DocumentedHistory } from '../rules.ts';

/**
 * "There is no requirement for petitions to reach a certain number of signatures"; all are looked at by the Committee, and
 * are open until it has done with them. So there is no threshold and no window: what is watched is the count, and the
 * closing. The platform's software does hold numbers (50 and 5,000, in four weeks), which came with it from Wales and are
 * switched off: a monitor that told of them would tell of what nobody owes. A config that brings rules of its own still has
 * to name a threshold, as one without would have nothing to say.
 */
export const scotlandRules: DocumentedHistory = [
  {
    // The day on which the Parliament first met: it has never asked for a number.
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
