/**
 * One tick: takes what is due from the agenda and attends to it, or hands it over where that is too much for one run.
 */
import pMap from 'p-map';
import type { WatchedPetition } from '../../src/config/watched-petition.ts';
import { earliest, minutesBetween, type Instant } from '../../src/domain/time.ts';
import type { Tick } from '../../src/storage/tick-item.ts';
import type { PollingDeps } from '../../src/polling/container.ts';
import { admit, sortByUrgency, type Admission } from './host-budgets.ts';
import type { BatchSender } from './batch-sender.ts';
import { publishHealthNotices } from '../../src/polling/health-notices.ts';
import {
  processAll,
  countMetrics,
  toFailedOutcome,
  hostStatuses,
  isOutOfTime,
  maxPerHost,
  summarize,
  type PetitionOutcome,
  type RunSummary,
} from '../../src/polling/process-all.ts';

export interface TickDeps extends PollingDeps {
  /** Takes what is too much for one run; absent: a run takes what it can, and names what it leaves. */
  readonly queue: BatchSender | undefined;
  /** How many requests a day may be made to one host; absent: as many as it takes. */
  readonly requestsPerHost: number | undefined;
}

/** What one tick did. */
export interface TickSummary extends RunSummary {
  /** Petitions that were given to the queue. */
  readonly offloaded: number;
}

/**
 * A run asks one host for some forty petitions a second, where that takes 200 ms to answer, and looks at as many by the
 * processor of 256 MB (2026-11, docs/performance.md): so many are done in ten seconds, and more are left to others.
 */
export const maxPerRun = 300;

/**
 * Attends to all that fell due since the last finished tick. @throws when a petition failed for a reason of our own,
 * after all the others have been attended to.
 */
export async function runTick(run: TickDeps): Promise<TickSummary> {
  const { dueIndex, petitionRepository, telemetry, watchList } = run;
  const started = run.now();
  const last = await dueIndex.lastTick();
  const notYetWatched = last?.watchFingerprint === watchList.fingerprint ? [] : await addMissingToIndex(run, started);

  const due = await dueIndex.findDue(last, started);
  for (const reason of due.unread) telemetry.error('agenda not read', { reason });
  const names = [...new Set([...(last?.backlog.keys() ?? []), ...due.names])];
  const found = names.map((name) => ({ name, watched: watchList.find(name) }));
  const dueNow = found.flatMap(({ watched }) => watched ?? []);
  const { admitted, throttled, remaining } = admitWithinBudgets(dueNow, due.urgent, last, started, run);
  const isTooMuch = run.queue !== undefined && admitted.length > maxPerRun;
  const refused = isTooMuch ? await run.queue.offload(admitted, started) : [];
  const attended = isTooMuch ? [] : await processAll(admitted, run);
  const outcomes = [
    ...attended,
    ...refused.map((watched): PetitionOutcome => ({ kind: 'deferred', watched })),
    ...notYetWatched,
  ];
  const notWatched = found.filter(({ watched }) => watched === undefined);
  await pMap(notWatched, ({ name }) => petitionRepository.unwatch(name), { concurrency: maxPerHost });

  // What there was no time for, or what the table or the queue failed for, is due again at the next tick.
  const waiting = ({ petition }: WatchedPetition): [string, Instant] => [
    petition,
    last?.backlog.get(petition) ?? started,
  ];
  const behind = new Map(
    outcomes.flatMap(({ kind, watched }) => (kind === 'deferred' || kind === 'failed' ? [waiting(watched)] : [])),
  );
  const left = new Map([...behind, ...throttled.map(waiting)]);
  // A tick that could not read all of the agenda is not finished: what was due to it is due to the next.
  if (due.unread.length === 0)
    await dueIndex.finishTick({
      at: started,
      watchFingerprint: watchList.fingerprint,
      backlog: left,
      remainingBudgets: remaining,
    });
  const untold = await publishHealthNotices(hostStatuses(outcomes, watchList.hosts), run);

  const summary = { ...summarize(outcomes), offloaded: isTooMuch ? admitted.length - refused.length : 0 };
  countMetrics(telemetry, summary, { untold, behind: minutesBehind(last?.at ?? started, behind, started) });
  if (due.unread.length > 0) throw new Error(`${due.unread.length} of the agenda's parts could not be read`);
  if (summary.failures > 0)
    throw new Error(`${summary.failures} of ${outcomes.length} petitions failed; the log has each`);
  return summary;
}

/** What may be asked of what is due; all of it, where hosts have no budgets. */
function admitWithinBudgets(
  due: readonly WatchedPetition[],
  urgent: readonly string[],
  last: Tick | undefined,
  now: Instant,
  { requestsPerHost, telemetry }: TickDeps,
): Admission {
  if (requestsPerHost === undefined) return { admitted: due, throttled: [], remaining: new Map() };
  const minutes = last === undefined ? 0 : Math.max(0, minutesBetween(last.at, now));
  const inOrder = sortByUrgency(due, urgent, last?.backlog ?? new Map(), now);
  const allotted = admit(inOrder, requestsPerHost, last?.remainingBudgets ?? new Map(), minutes);
  if (allotted.throttled.length > 0) {
    telemetry.warn('kept back by the budgets of hosts', { petitions: allotted.throttled.length, requestsPerHost });
  }
  return allotted;
}

/**
 * Puts all petitions on the agenda that are not on it yet, and gives back those for which the table failed or there was
 * no time. Asked first is what is on it: to try with each petition would be a write each, and a hundred thousand of
 * them take longer than a run may.
 */
async function addMissingToIndex(run: TickDeps, now: Instant): Promise<PetitionOutcome[]> {
  const { dueIndex, watchList, petitionRepository, telemetry } = run;
  const { buckets: indexed } = await dueIndex.findAll();
  // What is not watched any more is dropped when it is due; what no tick asks for would stay for ever.
  const notWatched = [...indexed.keys()].filter((name) => watchList.find(name) === undefined);
  await pMap(notWatched, (name) => (isOutOfTime(run) ? undefined : petitionRepository.unwatch(name)), {
    concurrency: 16,
  });
  const outcomes = await pMap(
    watchList.named.filter(({ petition }) => !indexed.has(petition)),
    async (one): Promise<PetitionOutcome[]> => {
      if (isOutOfTime(run)) return [{ kind: 'deferred', watched: one }];
      try {
        await petitionRepository.watch(one.petition, now);
        return [];
      } catch (error) {
        return [toFailedOutcome(one, error, telemetry)];
      }
    },
    { concurrency: 16 },
  );
  return outcomes.flat();
}

/** For how long something has been due and not been looked at: since the last tick, or since it was left by one. */
function minutesBehind(last: Instant, left: ReadonlyMap<string, Instant>, now: Instant): number {
  const longest = [...left.values()].reduce((a, b) => earliest(a, b), last.add({ minutes: 1 }));
  return Math.floor(Math.max(0, minutesBetween(longest, now)));
}
