/** A function on this machine, within the time limit that it has when it is deployed. */
import { waitFor } from '../src/runtime/time-limit.ts';
import type { LambdaContext } from '../src/runtime/runtime.ts';

/** One run with so many milliseconds left. By default it has the time limit of the deployed function. */
export type Run<Summary> = (timeLimit?: number) => Promise<Summary>;

/**
 * AWS kills a run at its limit. Here nobody does: a run that has not ended some time later is given up, whatever it waits
 * for. Its writes are conditional, so it may still end beside the next one.
 */
const graceMs = 60_000;

export const limited =
  <Summary>(handler: (event: object, context: LambdaContext) => Promise<Summary>, milliseconds: number): Run<Summary> =>
  (timeLimit = milliseconds) =>
    waitFor(
      milliseconds + graceMs,
      () => handler({}, { getRemainingTimeInMillis: () => timeLimit }),
      (message) => new Error(`the run ${message}`),
    );
