/**
 * Who gets nothing, of those that petitions.json names: the topic has no subscription of theirs, or one that is not
 * confirmed. Pure.
 */
import type { ObservedProblem, ProblemName } from './monitor-health.ts';

/** One topic. A recipient is named by a fingerprint, and nothing here knows the address. */
export interface RollCall {
  /** In a sentence: `the alerts`. */
  readonly topic: string;
  readonly named: readonly string[];
  /** What SNS has: whether each recipient has confirmed. */
  readonly subscribed: ReadonlyMap<string, boolean>;
}

export function absentRecipients(topics: readonly RollCall[]): ObservedProblem[] {
  return [
    ...problemOf('recipients-missing', topics, (confirmed) => confirmed === undefined),
    ...problemOf('recipients-pending', topics, (confirmed) => confirmed === false),
  ];
}

function problemOf(
  problem: ProblemName,
  topics: readonly RollCall[],
  isAbsent: (confirmed: boolean | undefined) => boolean,
): ObservedProblem[] {
  const counts = topics.flatMap(({ topic, named, subscribed }) => {
    const { length } = named.filter((one) => isAbsent(subscribed.get(one)));
    return length === 0 ? [] : [`${length} of ${named.length} of ${topic}`];
  });
  return counts.length === 0 ? [] : [{ problem, petitions: 0, reason: counts.join(', ') }];
}
