/**
 * The function that polls, every minute, and processes the batches of its queue: it only creates their dependencies.
 */
import * as z from 'zod/mini';
import { createPollingContainer } from '../../src/polling/container.ts';
import { lambdaEntry, type LambdaContext, type WaitingRuntime } from '../../src/runtime/runtime.ts';
import { withWatchdog } from '../../src/runtime/with-watchdog.ts';
import { parse } from '../../src/validation.ts';
import { createBatchSender } from './batch-sender.ts';
import { batchEnvironment } from './environment.ts';
import { ListReader } from './list-readings.ts';
import { sqsEvent, processBatches, type BatchResponse, type SqsRecords } from './process-batches.ts';
import { runTick, type TickSummary } from './run-tick.ts';

/** The two handlers, by what invokes them. */
export interface PollFunction {
  /** The schedule. */
  readonly tick: (context: LambdaContext) => Promise<TickSummary>;
  /** The queue. */
  readonly batches: (records: SqsRecords, context: LambdaContext) => Promise<BatchResponse>;
}

export function createHandlers(runtime: WaitingRuntime): PollFunction {
  const { config, watchList, withDeps } = createPollingContainer(runtime);
  const { environment, telemetry } = runtime;
  const { BATCH_QUEUE_URL } = parse(batchEnvironment, environment, 'environment');
  const own = {
    requestsPerHost: config.requestsPerDay?.host,
    lists: new ListReader(watchList),
    idle: {},
    queue: BATCH_QUEUE_URL === undefined ? undefined : createBatchSender(BATCH_QUEUE_URL, telemetry),
  };
  return {
    // Not after batches: they must not hide that no tick succeeds.
    tick: withWatchdog(runtime, (context) => withDeps(context, (deps) => runTick({ ...deps, ...own }))),
    batches: (records, context) => withDeps(context, (deps) => processBatches(records, { ...deps, ...own })),
  };
}

const lazyHandler = lambdaEntry('poll', createHandlers);

export const handler = (event: unknown, context: LambdaContext): Promise<TickSummary | BatchResponse> => {
  const { data: batches } = z.safeParse(sqsEvent, event);
  return batches === undefined ? lazyHandler().tick(context) : lazyHandler().batches(batches.Records, context);
};
