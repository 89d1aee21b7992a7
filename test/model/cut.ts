/** Cuts the wire between the handler and AWS at one of the calls of a run, before or after it is carried out. */
import type { Fate, Fates } from '../wire.ts';

export interface Cut {
  /** Which of all calls of the run, or of those that change something, from 1. */
  readonly call: number;
  readonly of: 'all' | 'changes';
  readonly carriedOut: boolean;
  /** The process is dead from then on; or else only this one call is lost. */
  readonly forGood: boolean;
}

/** Of one run, or two. The first call to SNS waits until what comes meanwhile is over. */
export function cutting(cut: Cut | undefined, meanwhile?: () => Promise<unknown>): Fates {
  let calls = 0;
  let before = meanwhile;
  const fateOf = (operation: string): Fate => {
    if (cut === undefined) return {};
    const isDead = cut.forGood && calls >= cut.call;
    const counts = cut.of === 'all' || !['GetItem', 'Query'].includes(operation);
    if (counts) calls += 1;
    if (counts && calls === cut.call) return cut.carriedOut ? { answerLost: true } : { instead: 'reset' };
    return isDead ? { instead: 'reset' } : {};
  };
  return ({ to, operation }) => {
    if (to !== 'sns' || before === undefined) return fateOf(operation);
    const first = before;
    before = undefined;
    // What comes meanwhile makes calls of its own, and all are counted as they come.
    return { before: first, ...fateOf(operation) };
  };
}
