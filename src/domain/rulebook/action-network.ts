/** What counts as a threshold at Action Network, which has none: round numbers. */
import type { DocumentedHistory, ThresholdRule } from '../rules.ts';

const round = (name: string, signatures: number): ThresholdRule => ({
  name,
  signatures,
  consequence: 'a round number is reached; it obliges nobody',
});

/**
 * Neither a threshold nor a window nor a clock: who runs a petition there sets its aim, which the API does not give. So
 * that a petition is told of without more being said, round numbers are a convention of ours. Rules of one's own (`rules`
 * in petitions.json) say what it is really meant to reach.
 */
export const actionNetworkRules: DocumentedHistory = [
  {
    from: '2012-01-01',
    rules: {
      timeZone: 'UTC',
      cutoff: 'same-time',
      thresholds: [
        round('first-1000', 1_000),
        round('first-10000', 10_000),
        round('first-100000', 100_000),
        round('first-million', 1_000_000),
      ],
      retractable: false,
      stopsAtDeadline: false,
      commitment: 'convention',
      authority: 'whoever it is addressed to',
    },
    says: {
      text: 'No rule: the API gives a count, and neither an aim nor an end. Round numbers are our convention.',
      source: 'The OSDI standard, Petition (opensupporter/osdi-docs, petitions.md)',
      asOf: '2026-11-25',
    },
  },
];
