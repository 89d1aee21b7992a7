/** Labels of verdicts, in a word or two. Pure. */
import { capitalize } from '../../../src/format.ts';
import type { ThresholdStatus } from '../../../src/status/petition-status.ts';

/** `Debate: met`, `Response: met, not certain`. */
export const verdictWords = (threshold: string, verdict: ThresholdStatus['verdict'], certain: boolean): string =>
  `${capitalize(threshold)}: ${verdict}${verdict === 'met' && !certain ? ', not certain' : ''}`;
