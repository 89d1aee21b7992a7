/**
 * Batches from the queue: petitions of one host, each processed as in a tick. A batch is done when all of it is. A
 * petition that fails is isolated, so that it is retried alone and does not delay the others. One event may have batches
 * of several hosts, side by side: a slow host returns its own batches only.
 */
import * as z from 'zod/mini';
import { minutesBetween } from '../../src/domain/time.ts';
import { batchQueueSettings } from './batch-limits.ts';
import { parseBatch } from './batch-sender.ts';
import type { ObservedProblem } from '../../src/domain/monitor-health.ts';
import { publishHealthNotices } from '../../src/polling/health-notices.ts';
import {
  processAll,
  publishAllLeft,
  countMetrics,
  groupBy,
  hostStatuses,
  observedProblems,
  summarize,
  type PetitionOutcome,
} from '../../src/polling/process-all.ts';
import type { TickDeps } from './run-tick.ts';

/** The event that Lambda passes for a queue: only the fields that are used. */
export const sqsEvent = z.object({
  Records: z.array(
    z.object({
      messageId: z.string(),
      body: z.string(),
      attributes: z.object({ MessageGroupId: z.string(), ApproximateReceiveCount: z.string() }),
    }),
  ),
});
export type SqsRecords = z.output<typeof sqsEvent>['Records'];

/** The messages to retry, in Lambda's own words. */
export interface BatchResponse {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

type SqsRecord = SqsRecords[number];

/** What became of the messages of one group. */
interface GroupResult {
  readonly outcomes: readonly PetitionOutcome[];
  /** For how many minutes the oldest of them had been due. */
  readonly lag: number;
  readonly notDone: readonly SqsRecord[];
}

/** Never throws: the response names what is not done. */
export async function processBatches(records: SqsRecords, deps: TickDeps): Promise<BatchResponse> {
  const groups = groupBy(records, ({ attributes }) => attributes.MessageGroupId);
  const results = await Promise.all([...groups.values()].map((group) => processGroup(group, deps)));
  const outcomes = results.flatMap((one) => one.outcomes);
  const notDone = results.flatMap((one) => one.notDone);
  const lag = Math.max(0, ...results.map((one) => one.lag));
  const observed = [...observedProblems(outcomes, lag), ...setAside(notDone)];
  const undelivered = await publishHealthNotices(hostStatuses(outcomes, deps.watchList.hosts), observed, deps).catch(
    (error: unknown) => {
      deps.telemetry.error('source health not saved', { reason: String(error) });
      return 0;
    },
  );
  countMetrics(deps.telemetry, summarize(await publishAllLeft(outcomes, deps)), { undelivered, lag });
  return { batchItemFailures: notDone.map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

/** A FIFO queue keeps the order in a group: what comes after a message that is not done has to wait for it. */
async function processGroup(records: SqsRecords, deps: TickDeps): Promise<GroupResult> {
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
  return { outcomes, lag, notDone: records.slice(done) };
}

/** The messages that the queue does not deliver again, because they were received as often as it allows. */
function setAside(notDone: readonly SqsRecord[]): ObservedProblem[] {
  return notDone
    .filter(({ attributes }) => Number(attributes.ApproximateReceiveCount) >= batchQueueSettings.maxReceiveCount)
    .map(({ body }): ObservedProblem => ({ problem: 'petitions-set-aside', ...namedIn(body) }));
}

function namedIn(body: string): Pick<ObservedProblem, 'petitions' | 'reason'> {
  try {
    const { petitions } = parseBatch(body);
    return { petitions: petitions.length, reason: petitions.join(', ') };
  } catch (error) {
    return { petitions: 0, reason: String(error) };
  }
}
