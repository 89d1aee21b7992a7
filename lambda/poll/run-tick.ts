/** One tick: finds what is due in the due index and processes it, or offloads it where it is too much for one run. */
import pMap from 'p-map';
import type { WatchList } from '../../src/config/watch-list.ts';
import type { WatchedPetition } from '../../src/config/watched-petition.ts';
import { isFollowersCheckDue } from '../../src/domain/followers.ts';
import { earliest, isAfter, minutesBetween, type Instant } from '../../src/domain/time.ts';
import { errorMessage } from '../../src/text.ts';
import { isListedBucket, isOverKey, isPatientBucket } from '../../src/storage/due-buckets.ts';
import { isRecentTick, type Tick } from '../../src/storage/tick-item.ts';
import type { PollingDeps } from '../../src/polling/container.ts';
import { admit, maxRemaining, sortByUrgency, type Admission } from './host-budgets.ts';
import { listKey, type ListReader } from './list-readings.ts';
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
  /** Of named petitions. */
  readonly lists: ListReader;
  /** Kept by the process: its last tick that found nothing to do. */
  readonly idle: { at?: Instant };
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
  const { clock, dueIndex, lists, petitionRepository, telemetry, watchList } = deps;
  const started = deps.now();
  const { last, health } = await dueIndex.begin();
  clock.remember(last?.at);
  // Due since the last tick: an instant that has been the time here, also where the clock is wrong now.
  const dueSince = last === undefined ? started : earliest(last.at, started);
  const isChanged = last?.watchFingerprint !== watchList.fingerprint;
  const { notIndexed, changed } = isChanged ? await applyChanges(deps, last, dueSince) : nothingChanged;

  const due = await dueIndex.findDue(last, started);
  for (const reason of due.unread) telemetry.error('due index not read', { reason });
  const names = [...new Set([...(last?.backlog.keys() ?? []), ...due.names, ...changed.keys()])];
  const found = new Map(names.map((name) => [name, watchList.find(name)]));
  const watched = [...found.values()].filter((one) => one !== undefined);
  // What may wait and was read from its list needs nothing. What is on a list that is due is read from it.
  const patient = [
    ...due.patient,
    ...[...changed].flatMap(([name, bucket]) => (isPatientBucket(bucket) ? [name] : [])),
  ];
  const isPatient = new Set(patient.filter((name) => last?.backlog.has(name) !== true));
  const toRead = watched.filter((one) => !isPatient.has(one.petition) || !lists.isRead(one, started));
  const wanted = lists.toRead(
    toRead.filter(({ petition, isFromQuery }) => isPatient.has(petition) && !isFromQuery),
    started,
  );
  const { keys: listKeys, reserved, budgets } = reserveForLists(wanted, budgetsOf(last, started), started, deps);
  const isOnList = (one: WatchedPetition): boolean => isPatient.has(one.petition) && listKeys.has(listKey(one));
  const alone = toRead.filter((one) => !isOnList(one));
  const { admitted, throttled, remaining } = admitWithinBudgets(alone, due.urgent, budgets, started, deps);
  const [{ offloaded, ...done }, listed] = await Promise.all([
    processOrOffload(admitted, last?.at, started, deps),
    lists.read(listKeys, { due: toRead.filter(isOnList), alone }, deps),
  ]);
  const notUsed = withMore(remaining, reserved, listed.pages, deps);
  const left = admitWithinBudgets(listed.left, [], { ...budgets, remainingBudgets: notUsed }, started, deps);
  const afterwards = await processOrOffload(left.admitted, last?.at, started, deps);
  const polled = [...done.outcomes, ...afterwards.outcomes];
  for (const one of polled) lists.forget(one.watched);
  // If it is wrong, nothing more is stored, and all that was due stays due.
  clock.tellAndAssertRight(deps.now(), telemetry);
  const outcomes = [...polled, ...listed.outcomes, ...notIndexed];
  const notWatched = names.filter((name) => found.get(name) === undefined);
  await pMap(notWatched, (name) => petitionRepository.unwatch(name), { concurrency: maxPerHost });

  // What there was no time for, or what the table or the queue failed for, is due again at the next tick.
  const notDone = outcomes.filter(({ kind }) => kind === 'deferred' || kind === 'failed');
  const withDueTime = ({ petition }: WatchedPetition): [string, Instant] => [
    petition,
    last?.backlog.get(petition) ?? started,
  ];
  const delayed = new Map(notDone.map((outcome) => withDueTime(outcome.watched)));
  const backlog = new Map([...delayed, ...[...throttled, ...left.throttled].map(withDueTime)]);
  const { fingerprint: watchFingerprint } = watchList;
  const isIdle = toRead.length + notWatched.length + listKeys.size === 0 && last?.watchFingerprint === watchFingerprint;
  // A tick that could not read all of the index is not finished: what was due to it is due to the next.
  if (due.unread.length === 0 && !(isIdle && isRecentTick(last.at, started))) {
    await dueIndex.finishTick({ at: started, watchFingerprint, backlog, remainingBudgets: left.remaining }, last);
    // Not before the tick is finished: should it end here, the next one has all that was changed again.
    if (isChanged) await dueIndex.storeWatched(hashesOf(watchList));
  }
  const waiting = delayed.size === 0 ? 0 : minutesBehind(started, delayed, started);
  const observed = observedProblems(outcomes, waiting);
  const known = outcomes.length === 0 ? deps.healthRepository.parse(health) : undefined;
  const undelivered = await publishHealthNotices(hostStatuses(outcomes, watchList.hosts), observed, deps, known);

  const summary = {
    ...summarize(await publishAllLeft(outcomes, deps)),
    offloaded: offloaded + afterwards.offloaded,
  };
  if (isFollowersCheckDue(last?.at, started)) await lookAfterFollowers(deps);
  // Minutes in which nothing was due were not late, though the last stored tick is older.
  const { at: idleAt } = deps.idle;
  const isLater = idleAt !== undefined && last !== undefined && isAfter(idleAt, last.at) && !isAfter(idleAt, started);
  const lag = minutesBehind(isLater ? idleAt : (last?.at ?? started), delayed, started);
  countMetrics(telemetry, summary, { undelivered, lag });
  if (isIdle) deps.idle.at = started;
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

/** What is left of the budgets of hosts, the minutes in which more has come in, and what waits for it. */
interface Budgets extends Pick<Tick, 'backlog' | 'remainingBudgets'> {
  readonly minutes: number;
}

const budgetsOf = (last: Tick | undefined, now: Instant): Budgets => ({
  backlog: last?.backlog ?? new Map(),
  remainingBudgets: last?.remainingBudgets ?? new Map(),
  minutes: last === undefined ? 0 : Math.max(0, minutesBetween(last.at, now)),
});

/** The lists for which the budgets of their hosts have enough, and the budgets without what these may take. */
function reserveForLists(
  wanted: ReadonlySet<string>,
  before: Budgets,
  now: Instant,
  deps: TickDeps,
): { readonly keys: ReadonlySet<string>; readonly reserved: ReadonlyMap<string, number>; readonly budgets: Budgets } {
  const { lists, requestsPerHost } = deps;
  if (requestsPerHost === undefined) return { keys: wanted, reserved: new Map(), budgets: before };
  const left = new Map(admitWithinBudgets([], [], before, now, deps).remaining);
  const reserved = new Map<string, number>();
  const keys = [...wanted].filter((key) => {
    const { host, pages } = lists.costOf(key);
    const requests = left.get(host) ?? maxRemaining(requestsPerHost);
    if (requests < pages) return false;
    left.set(host, requests - pages);
    reserved.set(host, (reserved.get(host) ?? 0) + pages);
    return true;
  });
  return { keys: new Set(keys), reserved, budgets: { ...before, minutes: 0, remainingBudgets: left } };
}

/** What is left once the requests for lists are known. */
function withMore(
  remaining: ReadonlyMap<string, number>,
  reserved: ReadonlyMap<string, number>,
  used: ReadonlyMap<string, number>,
  { requestsPerHost = 0 }: TickDeps,
): ReadonlyMap<string, number> {
  const max = maxRemaining(requestsPerHost);
  const after = [...reserved].map(([host, requests]): [string, number] => [
    host,
    (remaining.get(host) ?? max) + requests - (used.get(host) ?? 0),
  ]);
  return new Map([...remaining, ...after]);
}

/** What may be polled of what is due: all of it, where hosts have no budgets. */
function admitWithinBudgets(
  due: readonly WatchedPetition[],
  urgent: readonly string[],
  { backlog, remainingBudgets, minutes }: Budgets,
  now: Instant,
  { requestsPerHost, telemetry }: TickDeps,
): Admission {
  if (requestsPerHost === undefined) return { admitted: due, throttled: [], remaining: new Map() };
  const inOrder = sortByUrgency(due, urgent, backlog, now);
  const admission = admit(inOrder, requestsPerHost, remainingBudgets, minutes);
  if (admission.throttled.length > 0) {
    telemetry.warn('throttled by host request budget', { petitions: admission.throttled.length, requestsPerHost });
  }
  return admission;
}

/** What another petitions.json than at the last tick leads to. */
interface Changes {
  /** Petitions that could not be put on the due index: the table failed, or there was no time. */
  readonly notIndexed: readonly PetitionOutcome[];
  /** Petitions for which something else is set now, with their buckets: they are due now, and not at their turn. */
  readonly changed: ReadonlyMap<string, string>;
}

const nothingChanged: Changes = { notIndexed: [], changed: new Map() };

/**
 * Puts all missing petitions on the due index. It reads the index first: a try for each petition would be a write each, and
 * a hundred thousand of them take longer than a run may.
 */
async function applyChanges(deps: TickDeps, last: Tick | undefined, now: Instant): Promise<Changes> {
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
  return {
    notIndexed: outcomes.flat(),
    changed: last === undefined ? new Map() : await changedSettings(deps, indexed),
  };
}

/**
 * What is on the due index and watched otherwise than at the last change. What a list covers is read from it within the
 * hour, by the new settings, unless it is named now; and what is over stays so. Where it is not known how they were
 * watched, as after an upgrade, all are due.
 */
async function changedSettings(
  { dueIndex, watchList, telemetry }: TickDeps,
  indexed: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  const before = await dueIndex.watchedBefore();
  const changed = [...indexed].filter(([name, bucket]) => {
    const watched = watchList.find(name);
    if (watched === undefined || isOverKey({ bucket }) || (isListedBucket(bucket) && watched.isFromQuery)) return false;
    return before?.has(watchList.settingsHash(name) ?? '') !== true;
  });
  if (changed.length > 0) telemetry.info('settings changed', { petitions: changed.length });
  return new Map(changed);
}

const hashesOf = ({ named, queries, settingsHash }: WatchList): ReadonlySet<string> =>
  new Set(
    [...named.map(({ petition }) => petition), ...queries.map(({ name }) => `${name}/*`)].flatMap(
      (petition) => settingsHash(petition) ?? [],
    ),
  );

/** How long something has been due and not polled: since the last tick, or since it entered the backlog. */
function minutesBehind(last: Instant, backlog: ReadonlyMap<string, Instant>, now: Instant): number {
  const longest = [...backlog.values()].reduce((a, b) => earliest(a, b), last.add({ minutes: 1 }));
  return Math.floor(Math.max(0, minutesBetween(longest, now)));
}
