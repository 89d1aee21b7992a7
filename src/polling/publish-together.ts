/**
 * A burst: many outboxes are published as one. People get a summary of the alerts of a kind, and then machines get each.
 * All outboxes are locked before, and each is cleared when all of it is accepted: what a crash leaves is sent again.
 */
import pMap from 'p-map';
import type { Alert } from '../domain/alerts.ts';
import { factOf } from '../domain/flapping.ts';
import type { Instant } from '../domain/time.ts';
import { topicOfAlerts, type AcceptedTopics } from '../notifications/accepted-topics.ts';
import { inBatches } from '../notifications/burst.ts';
import { isRefusedForContent, publishAll, type NotPublished, type PublishDeps } from '../notifications/outbox.ts';
import { NotYet } from '../notifications/pace.ts';
import type { Publisher } from '../notifications/publishers.ts';
import { inSummaries, summaryId, summaryKind, type Summarized } from '../notifications/summary-message.ts';
import { errorMessage } from '../text.ts';

export interface BurstDeps
  extends PublishDeps, Pick<Publisher, 'publish' | 'publishSummary' | 'publishSummarized' | 'machinesMissing'> {
  readonly accepted: AcceptedTopics;
  /** Above how many alerts at once people get a summary. */
  readonly summaryAbove: number;
  /**
   * Petitions that people chose by name. Their alerts are sent by themselves: a filter policy cannot let through a part of
   * a summary.
   */
  readonly chosenByPeople: ReadonlySet<string>;
}

export type PublishOutbox = (alerts: readonly Alert[]) => Promise<NotPublished<Alert>>;

/** How many requests are made at a time: a client of the SDK gives up on those that wait too long for a connection. */
const concurrency = 8;

/** The outbox of a petition that is locked, and waits for what is left of it. */
interface Locked {
  readonly alerts: readonly Alert[];
  /** Resolves when what is left of it is stored. */
  readonly settle: (left: NotPublished<Alert>) => Promise<unknown>;
}

/** `processWith` locks the outbox of one petition, publishes it by what it is given, and clears it. It never throws. */
export async function publishTogether<Item, Result>(
  items: readonly Item[],
  processWith: (item: Item, publishOutbox: PublishOutbox) => Promise<Result>,
  deps: BurstDeps,
): Promise<Result[]> {
  const locked: Locked[] = [];
  const results: Promise<Result>[] = [];
  const lock = (item: Item): Promise<void> =>
    new Promise((arrive) => {
      const publishOutbox: PublishOutbox = (alerts) =>
        new Promise((resolve) => {
          const settle: Locked['settle'] = (left) => {
            resolve(left);
            return result;
          };
          locked.push({ alerts, settle });
          arrive();
        });
      const result = processWith(item, publishOutbox).finally(arrive);
      results.push(result);
    });
  await pMap(items, lock, { concurrency });
  await publishLocked(locked, deps);
  return Promise.all(results);
}

/** Each outbox is cleared when the batch with its last alert is published. */
async function publishLocked(locked: readonly Locked[], deps: BurstDeps): Promise<void> {
  // What people have got already waits for followers alone.
  const isAlone = ({ id, petition }: Alert): boolean =>
    deps.chosenByPeople.has(petition) || deps.accepted.of(id).has(topicOfAlerts);
  const kindOf = (alert: Alert): string => (isAlone(alert) ? alert.id : summaryKind(alert));
  const behind = new Set<string>();
  const refused = new Set<Alert>();
  const waiting = new Set<Alert>();
  for (const batch of inBatches(
    locked.map(({ alerts }) => alerts),
    kindOf,
  )) {
    const left = waiting.size > 0 ? { refused: [], waiting: batch } : await publishBatch(batch, behind, deps);
    for (const alert of left.refused) refused.add(alert);
    for (const alert of left.waiting) waiting.add(alert);
    const done = locked.filter(({ alerts }) => batch.some((alert) => alert === alerts.at(-1)));
    const clear = ({ alerts, settle }: Locked): Promise<unknown> =>
      settle({ refused: alerts.filter((one) => refused.has(one)), waiting: alerts.filter((one) => waiting.has(one)) });
    await pMap(done, clear, { concurrency });
  }
}

const factKey = (alert: Alert): string => `${alert.petition} ${factOf(alert)}`;

/** What SNS has not accepted is not overtaken by what follows about the same: `behind` has what that is. */
async function publishBatch(
  batch: readonly Alert[],
  behind: Set<string>,
  deps: BurstDeps,
): Promise<NotPublished<Alert>> {
  const ready = batch.filter((alert) => !behind.has(factKey(alert)));
  const refused = batch.filter((alert) => behind.has(factKey(alert)));
  const waiting: Alert[] = [];
  for (const part of inSummaries(ready)) {
    const left =
      waiting.length > 0
        ? { refused: [], waiting: part }
        : part.length === 1
          ? await publishAll(part, accepting(deps.publish, deps), deps, factKey, behind)
          : await publishPart(part, behind, deps);
    refused.push(...left.refused);
    waiting.push(...left.waiting);
  }
  return { refused, waiting };
}

const accepting =
  (publish: Publisher['publish'], { accepted }: Pick<BurstDeps, 'accepted'>) =>
  (alert: Alert, latestTurn: Instant): Promise<void> =>
    publish(alert, latestTurn, accepted.of(alert.id));

/** First to people, and then to machines and followers. If a machine's is refused, the next tick sends the alert to both: a copy. */
async function publishPart(part: Summarized, behind: Set<string>, deps: BurstDeps): Promise<NotPublished<Alert>> {
  const { latestTurn, publish, publishSummary, publishSummarized, telemetry } = deps;
  const about = { alert: summaryId(part), alerts: part.length };
  try {
    await publishSummary(part, latestTurn());
    telemetry.info('summary published', about);
  } catch (error) {
    if (error instanceof NotYet) return { refused: [], waiting: part };
    telemetry.error('summary not published', { ...about, reason: errorMessage(error) });
    if (isRefusedForContent(error)) return publishAll(part, accepting(publish, deps), deps, factKey, behind);
    for (const alert of part) behind.add(factKey(alert));
    return { refused: part, waiting: [] };
  }
  const publishRest = accepting(publishSummarized, deps);
  const left = await pMap(part, (alert) => publishAll([alert], publishRest, deps, factKey, behind), { concurrency });
  return { refused: left.flatMap((one) => one.refused), waiting: left.flatMap((one) => one.waiting) };
}
