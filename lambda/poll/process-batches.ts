/**
 * What the queue hands on: batches of petitions of one host, each attended to as a tick would. A batch is done when all
 * of it was; what fails is set apart, so that it is tried again by itself and keeps nobody waiting.
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

/** What Lambda gives a function of a queue: only the fields that are used. */
export const sqsEvent = z.object({
  Records: z.array(z.object({ messageId: z.string(), body: z.string() })),
});
export type SqsRecords = z.output<typeof sqsEvent>['Records'];

/** The messages that are to be handed on again, in Lambda's own words. */
export interface BatchResponse {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** Never throws: what is not done is in the response. */
export async function processBatches(records: SqsRecords, run: TickDeps): Promise<BatchResponse> {
  const outcomes: PetitionOutcome[] = [];
  let behind = 0;
  let done = 0;
  for (const { body } of records) {
    try {
      const { dueAt, petitions } = parseBatch(body);
      behind = Math.max(behind, Math.floor(minutesBetween(dueAt, run.now())));
      const watched = petitions.flatMap((name) => run.watchList.find(name) ?? []);
      const came = await processAll(watched, run, { since: dueAt });
      outcomes.push(...came);
      if (came.some(({ kind }) => kind === 'deferred')) break;
      const bad = came.filter(({ kind }) => kind !== 'attended');
      // It was alone already: the queue tries it again, and puts it aside in the end.
      if (bad.length > 0 && petitions.length === 1) break;
      for (const one of bad) await run.queue?.isolate(one.watched.petition, dueAt);
    } catch (error) {
      run.telemetry.error('batch not done', { reason: String(error) });
      break;
    }
    done += 1;
  }
  const untold = await publishHealthNotices(hostStatuses(outcomes, run.watchList.hosts), run).catch(
    (error: unknown) => {
      run.telemetry.error('health not kept', { reason: String(error) });
      return 0;
    },
  );
  countMetrics(run.telemetry, summarize(outcomes), { untold, behind });
  // In order: of a queue that is first in, first out, what comes after a failure has to wait for it.
  return { batchItemFailures: records.slice(done).map(({ messageId }) => ({ itemIdentifier: messageId })) };
}
