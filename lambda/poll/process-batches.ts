/**
 * Batches from the queue: petitions of one host, each processed as in a tick. A batch is done when all of it is. A
 * petition that fails is isolated, so that it is retried alone and does not delay the others.
 */
import * as z from 'zod/mini';
import { minutesBetween } from '../../src/domain/time.ts';
import { parseBatch } from './batch-sender.ts';
import { publishHealthNotices } from '../../src/polling/health-notices.ts';
import {
  processAll,
  countMetrics,
  hostStatuses,
  summarize,
  type PetitionOutcome,
} from '../../src/polling/process-all.ts';
import type { TickDeps } from './run-tick.ts';

/** The event that Lambda passes for a queue: only the fields that are used. */
export const sqsEvent = z.object({
  Records: z.array(z.object({ messageId: z.string(), body: z.string() })),
});
export type SqsRecords = z.output<typeof sqsEvent>['Records'];

/** The messages to retry, in Lambda's own words. */
export interface BatchResponse {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** Never throws: the response names what is not done. */
export async function processBatches(records: SqsRecords, deps: TickDeps): Promise<BatchResponse> {
  const outcomes: PetitionOutcome[] = [];
  let lag = 0;
  let done = 0;
  for (const { body } of records) {
    try {
      const { dueAt, petitions } = parseBatch(body);
      lag = Math.max(lag, Math.floor(minutesBetween(dueAt, deps.now())));
      const watched = petitions.flatMap((name) => deps.watchList.find(name) ?? []);
      const processed = await processAll(watched, deps, { since: dueAt });
      outcomes.push(...processed);
      if (processed.some(({ kind }) => kind === 'deferred')) break;
      const bad = processed.filter(({ kind }) => kind !== 'processed');
      // It was alone already: the queue retries it, and moves it to the dead-letter queue in the end.
      if (bad.length > 0 && petitions.length === 1) break;
      for (const one of bad) await deps.queue?.isolate(one.watched.petition, dueAt);
    } catch (error) {
      deps.telemetry.error('batch failed', { reason: String(error) });
      break;
    }
    done += 1;
  }
  const undelivered = await publishHealthNotices(hostStatuses(outcomes, deps.watchList.hosts), deps).catch(
    (error: unknown) => {
      deps.telemetry.error('source health not saved', { reason: String(error) });
      return 0;
    },
  );
  countMetrics(deps.telemetry, summarize(outcomes), { undelivered, lag });
  // A FIFO queue keeps the order: what comes after a failure has to wait for it.
  return { batchItemFailures: records.slice(done).map(({ messageId }) => ({ itemIdentifier: messageId })) };
}
