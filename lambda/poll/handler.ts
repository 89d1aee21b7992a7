/** The function that polls, every minute, and takes up what its queue hands on: wires what these need, and nothing more. */
import * as z from 'zod/mini';
import { inLambda, type Context, type Surroundings } from '../../src/runtime/runtime.ts';
import { batchEvent, pollBatches, type BatchResponse, type Records } from './process-batches.ts';
import { poll, type TickSummary } from './run-tick.ts';
import { wired } from '../../src/polling/container.ts';

/** What the function does, by what invokes it. */
export interface PollFunction {
  /** The schedule. */
  readonly tick: (context: Context) => Promise<TickSummary>;
  /** The queue. */
  readonly batches: (records: Records, context: Context) => Promise<BatchResponse>;
}

export function createPoll(surroundings: Surroundings): PollFunction {
  const during = wired(surroundings);
  return {
    tick: (context) => during(context, poll),
    batches: (records, context) => during(context, (run) => pollBatches(records, run)),
  };
}

const made = inLambda('poll', createPoll);

export const handler = (event: unknown, context: Context): Promise<TickSummary | BatchResponse> => {
  const { data: batches } = z.safeParse(batchEvent, event);
  return batches === undefined ? made().tick(context) : made().batches(batches.Records, context);
};
