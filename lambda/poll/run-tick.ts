/** One tick: finds what is due in the due index and processes it, or offloads it where it is too much for one run. */
import pMap from 'p-map';
import type { WatchedPetition } from '../../src/config/watched-petition.ts';
import { isFollowersCheckDue } from '../../src/domain/followers.ts';
import { earliest, minutesBetween, type Instant } from '../../src/domain/time.ts';
import { errorMessage } from '../../src/text.ts';
import type { Tick } from '../../src/storage/tick-item.ts';
import type { PollingDeps } from '../../src/polling/container.ts';
import { admit, sortByUrgency, type Admission } from './host-budgets.ts';
import type { BatchSender } from './batch-sender.ts';
import { publishHealthNotices } from '../../src/polling/health-notices.ts';
import {
  groupByHost,
  processAll,
  publishAllLeft,
  countMetrics,
  toFailedOutcome,
  hostStatuses,
  isOutOfTime,
  maxPerHost,
  observedProblems,
  summarize,
  type PetitionOutcome,
  type RunSummary,
} from '../../src/polling/process-all.ts';

export interface TickDeps extends PollingDeps {
  /** Takes what is too much for one run. Undefined: a run does what it can, and the rest is its backlog. */
  readonly queue: BatchSender | undefined;
  /** How many requests a day one host may get. Undefined: no limit. */
  readonly requestsPerHost: number | undefined;
}

/** What one tick did. */
export interface TickSummary extends RunSummary {
  /** Petitions that were given to the queue. */
  readonly offloaded: number;
}

/**
 * A run polls about 40 petitions a second at one host that answers in 200 ms, and as many with the processor of 256 MB
 * (2026-11, docs/performance.md). This many take ten seconds; more are offloaded.
 */
export const maxPerRun = 300;

/**
 * Processes all that fell due since the last finished tick. @throws when a petition failed for a reason of ours, after all
 * the others are processed; {WrongClock} when nothing of this run can be believed.
 */
export async function runTick(deps: TickDeps): Promise<TickSummary> {
  const { clock, dueIndex, petitionRepository, telemetry, watchList } = deps;
  const started = deps.now();
  const last = await dueIndex.lastTick();
  clock.remember(last?.at);
  // Due since the last tick: an instant that has been the time here, also where the clock is wrong now.
  const dueSince = last === undefined ? started : earliest(last.at, started);
  const notIndexed = last?.watchFingerprint === watchList.fingerprint ? [] : await addMissingToIndex(deps, dueSince);

  const due = await dueIndex.findDue(last, started);
  for (const reason of due.unread) telemetry.error('due index not read', { reason });
  const names = [...new Set([...(last?.backlog.keys() ?? []), ...due.names])];
  const found = new Map(names.map((name) => [name, watchList.find(name)]));
  const watched = [...found.values()].filter((one) => one !== undefined);
  const { admitted, throttled, remaining } = admitWithinBudgets(watched, due.urgent, last, started, deps);
  const { offloaded, ...done } = await processOrOffload(admitted, last?.at, started, deps);
  // If it is wrong, nothing more is stored, and all that was due stays due.
  clock.tellAndAssertRight(deps.now(), telemetry);
  const outcomes = [...done.outcomes, ...notIndexed];
  const notWatched = names.filter((name) => found.get(name) === undefined);
  await pMap(notWatched, (name) => petitionRepository.unwatch(name), { concurrency: maxPerHost });

  // What there was no time for, or what the table or the queue failed for, is due again at the next tick.
  const notDone = outcomes.filter(({ kind }) => kind === 'deferred' || kind === 'failed');
  const withDueTime = ({ petition }: WatchedPetition): [string, Instant] => [
    petition,
    last?.backlog.get(petition) ?? started,
  ];
  const delayed = new Map(notDone.map((outcome) => withDueTime(outcome.watched)));
  const backlog = new Map([...delayed, ...throttled.map(withDueTime)]);
  // A tick that could not read all of the index is not finished: what was due to it is due to the next.
  if (due.unread.length === 0) {
    const { fingerprint: watchFingerprint } = watchList;
    await dueIndex.finishTick({ at: started, watchFingerprint, backlog, remainingBudgets: remaining }, last);
  }
  const waiting = delayed.size === 0 ? 0 : minutesBehind(started, delayed, started);
  const observed = observedProblems(outcomes, waiting);
  const undelivered = await publishHealthNotices(hostStatuses(outcomes, watchList.hosts), observed, deps);

  const summary = { ...summarize(await publishAllLeft(outcomes, deps)), offloaded };
  if (isFollowersCheckDue(last?.at, started)) await lookAfterFollowers(deps);
  countMetrics(telemetry, summary, { undelivered, lag: minutesBehind(last?.at ?? started, delayed, started) });
  if (due.unread.length > 0) throw new Error(`${due.unread.length} of the due index's parts could not be read`);
  if (summary.failures > 0)
    throw new Error(`${summary.failures} of ${outcomes.length} petitions failed; the log has each`);
  return summary;
}

/** The next day tries again. */
async function lookAfterFollowers(deps: TickDeps): Promise<void> {
  try {
    await deps.checkFollowers?.(() => isOutOfTime(deps));
  } catch (error) {
    deps.telemetry.error('followers not looked after', { reason: errorMessage(error) });
  }
}

/** Processes the petitions, or gives them to the queue where they are too many for one run. */
async function processOrOffload(
  admitted: readonly WatchedPetition[],
  last: Instant | undefined,
  dueAt: Instant,
  deps: TickDeps,
) {
  const { queue } = deps;
  if (queue === undefined || admitted.length <= maxPerRun) {
    return { outcomes: await processAll(admitted, deps), offloaded: 0 };
  }
  // After a gap, or with a clock that is suddenly ahead, so much is due. Some hosts say which, before the queue has all.
  const isAfterGap = last !== undefined && minutesBetween(last, dueAt) > 60;
  const sample = isAfterGap ? [...groupByHost(admitted).values()].slice(0, maxPerHost).map(([first]) => first) : [];
  const sampled = await processAll(sample, deps);
  if (deps.clock.fault(deps.now()) !== undefined) return { outcomes: sampled, offloaded: 0 };
  const rest = admitted.filter((one) => !sample.includes(one));
  const refused = await queue.offload(rest, dueAt);
  const deferred = refused.map((watched): PetitionOutcome => ({ kind: 'deferred', watched }));
  return { outcomes: [...sampled, ...deferred], offloaded: rest.length - refused.length };
}

/** What may be polled of what is due: all of it, where hosts have no budgets. */
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
  const admission = admit(inOrder, requestsPerHost, last?.remainingBudgets ?? new Map(), minutes);
  if (admission.throttled.length > 0) {
    telemetry.warn('throttled by host request budget', { petitions: admission.throttled.length, requestsPerHost });
  }
  return admission;
}

/**
 * Puts all missing petitions on the due index, and returns those for which the table failed or there was no time. It
 * reads the index first: a try for each petition would be a write each, and a hundred thousand of them take longer than
 * a run may.
 */
async function addMissingToIndex(deps: TickDeps, now: Instant): Promise<PetitionOutcome[]> {
  const { dueIndex, watchList, petitionRepository, telemetry } = deps;
  const { buckets: indexed } = await dueIndex.findAll();
  // A petition that is no longer watched is taken off when it is due. One that no tick looks for would stay for ever.
  const notWatched = [...indexed.keys()].filter((name) => watchList.find(name) === undefined);
  await pMap(notWatched, (name) => (isOutOfTime(deps) ? undefined : petitionRepository.unwatch(name)), {
    concurrency: 16,
  });
  const outcomes = await pMap(
    watchList.named.filter(({ petition }) => !indexed.has(petition)),
    async (one): Promise<PetitionOutcome[]> => {
      if (isOutOfTime(deps)) return [{ kind: 'deferred', watched: one }];
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

/** How long something has been due and not polled: since the last tick, or since it entered the backlog. */
function minutesBehind(last: Instant, backlog: ReadonlyMap<string, Instant>, now: Instant): number {
  const longest = [...backlog.values()].reduce((a, b) => earliest(a, b), last.add({ minutes: 1 }));
  return Math.floor(Math.max(0, minutesBetween(longest, now)));
}
