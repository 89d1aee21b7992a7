/** The thresholds at Action Network, which has no rules: round numbers. */
import type { DocumentedHistory, ThresholdRule } from '../rules.ts';

const round = (name: string, signatures: number): ThresholdRule => ({
  name,
  signatures,
  consequence: 'a round number is reached; it obliges nobody',
});

/**
 * There is no threshold, window or clock: the organiser of a petition sets its goal, and the API does not give it. The
 * round numbers are a convention of ours, so that there are alerts without any settings. A config with its own rules
 * (`rules` in petitions.json) says what the petition has to reach.
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
