/** Verdicts in a word or two. Pure. */
import { sentence } from '../../../src/format.ts';
import type { Line } from '../../../src/status/petition-status.ts';

/** `Debate: met`, `Response: met, perhaps`. */
export const verdictWords = (threshold: string, verdict: Line['verdict'], certain: boolean): string =>
  `${sentence(threshold)}: ${verdict}${verdict === 'met' && !certain ? ', not certain' : ''}`;

export const responseWords = {
  due: 'Answer due',
  met: 'Answered',
  missed: 'Answer overdue',
  late: 'Answered late',
} as const satisfies Record<Exclude<Line['response'], 'none'>, string>;
