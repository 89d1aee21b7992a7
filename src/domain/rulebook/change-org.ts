/** The thresholds at Change.org, which has no rules in law: the goal that the platform sets. */
import type { DocumentedHistory } from '../rules.ts';

/**
 * The platform sets a goal, and raises it as signatures come near it. It obliges nobody, and may have moved by the next
 * poll. There is no window and no clock. The goal that is read with the count always replaces the number here, which is
 * the first goal that the platform sets [not verified]. A config with its own rules (`rules` in petitions.json) says
 * what a petition has to reach.
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
          moves: true,
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
