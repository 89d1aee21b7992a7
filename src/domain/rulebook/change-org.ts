/** What counts as a threshold at Change.org, which has none in law: the goal that it sets itself. */
import type { DocumentedHistory } from '../rules.ts';

/**
 * The platform sets a goal, and a higher one as signatures come near it: whoever meets it has met a number of the
 * platform's, which obliges nobody and may have moved by the next look. There is no window and no clock. The goal that is
 * read with the count always takes the place of the number here, which is the first goal that the platform sets [not
 * verified]. Rules of one's own (`rules` in petitions.json) say what a petition is really meant to reach.
 */
export const changeOrgRules: DocumentedHistory = [
  {
    from: '2007-02-01',
    rules: {
      timeZone: 'UTC',
      cutoff: 'same-time',
      thresholds: [
        {
          name: 'goal',
          signatures: 100,
          consequence: "the platform's own goal is reached; it obliges nobody, and moves",
        },
      ],
      retractable: false,
      stopsAtDeadline: false,
      commitment: 'convention',
      authority: 'whoever it is addressed to',
    },
    says: {
      text: 'No rule: the platform shows a goal, and moves it as signatures come near.',
      source: 'change.org, `signatureGoal.displayed` of its GraphQL proxy, as programs read it in April 2024',
      asOf: '2024-04-15',
    },
  },
];
