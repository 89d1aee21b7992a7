/** The function that polls, every minute, and takes up what its queue hands on: wires what these need, and nothing more. */
import * as z from 'zod/mini';
import { wired } from '../../src/polling/container.ts';
import { inLambda, type Context, type Surroundings } from '../../src/runtime/runtime.ts';
import { parse } from '../../src/validation.ts';
import { batchQueue } from './batch-sender.ts';
import { batchEnvironment } from './environment.ts';
import { batchEvent, pollBatches, type BatchResponse, type Records } from './process-batches.ts';
import { poll, type TickSummary } from './run-tick.ts';

/** What the function does, by what invokes it. */
export interface PollFunction {
  /** The schedule. */
  readonly tick: (context: Context) => Promise<TickSummary>;
  /** The queue. */
  readonly batches: (records: Records, context: Context) => Promise<BatchResponse>;
}

export function createPoll(surroundings: Surroundings): PollFunction {
  const { config, during } = wired(surroundings);
  const { environment, telemetry } = surroundings;
  const { BATCH_QUEUE_URL } = parse(batchEnvironment, environment, 'environment');
  const own = {
    requestsPerHost: config.requestsPerDay?.host,
    queue: BATCH_QUEUE_URL === undefined ? undefined : batchQueue(BATCH_QUEUE_URL, telemetry),
  };
  return {
    tick: (context) => during(context, (deps) => poll({ ...deps, ...own })),
    batches: (records, context) => during(context, (deps) => pollBatches(records, { ...deps, ...own })),
  };
}

const made = inLambda('poll', createPoll);

export const handler = (event: unknown, context: Context): Promise<TickSummary | BatchResponse> => {
  const { data: batches } = z.safeParse(batchEvent, event);
  return batches === undefined ? made().tick(context) : made().batches(batches.Records, context);
};
