/**
 * Processes one petition that is due, in four steps: it polls the source, commits what the poll changed, publishes the
 * alerts, and clears them from the outbox. A run may end after any step: the next tick continues from what is
 * committed.
 */
import { ignoresQuietHours, quietUntil, type QuietHours } from '../notifications/quiet-hours.ts';
import { listIntervalMinutes } from '../config/watch-queries.ts';
import type { WatchedPetition } from '../config/watched-petition.ts';
import type { Alert } from '../domain/alerts.ts';
import { dueInstant, type NextDue } from '../domain/cadence.ts';
import type { Petition } from '../domain/petition.ts';
import { isAfter, minutesBetween, type Instant } from '../domain/time.ts';
import type { AlertLog } from '../storage/alert-log.ts';
import { isSameState, newLoadedPetition, type LoadedPetition, type StoredPetition } from '../storage/petition-item.ts';
import { listedKey, toDueKey, type DueKey } from '../storage/due-buckets.ts';
import type { PetitionRepository } from '../storage/petition-repository.ts';
import {
  pollPetition,
  withoutFutureItem,
  type PollStrategy,
  type PetitionPollDeps,
  type PollOutcome,
  type PollResult,
} from './poll-petition.ts';
import { deliver, isLocked, publishAll, type PublishDeps } from '../notifications/outbox.ts';

export interface ProcessDeps extends PetitionPollDeps, PublishDeps {
  readonly petitionRepository: PetitionRepository;
  readonly alertLog: AlertLog;
  readonly publish: (alert: Alert) => Promise<void>;
  /** When only the main alerts are published. */
  readonly quietHours: QuietHours | undefined;
  /** By petition: the latest poll of this process that it did not have to write, because nothing had changed. */
  readonly unsavedPolls: Map<string, UnsavedPoll>;
}

/** When a poll was, and the version of the stored item that it left unchanged. */
export interface UnsavedPoll {
  readonly version: number;
  readonly at: Instant;
  readonly asOf: Instant | undefined;
}

/** For a petition that is processed for another reason than that a tick found it due. */
export interface ProcessOptions {
  /** A petition that was polled at that time or later, and has nothing to publish, is skipped. */
  readonly since?: Instant | undefined;
  /** Instead of a request to its source. */
  readonly poll?: PollStrategy;
  /** It was found on a list, and may be new. */
  readonly isFound?: boolean;
}

/** What one run did about one petition. */
export interface ProcessResult {
  /** Undefined: it was not polled. It was not on the due index before, or another run is processing it. */
  readonly outcome?: PollOutcome;
  readonly committed: number;
  readonly published: number;
  readonly unpublished: number;
  /** Seconds from the poll that proves an alert to SNS accepting it; the longest of those published. */
  readonly publishDelay: number;
}

const emptyResult: ProcessResult = { committed: 0, published: 0, unpublished: 0, publishDelay: 0 };

/** What a poll makes of the item of a petition. */
interface NextItem {
  /** The item after everything that can be published now is published. */
  readonly settled: StoredPetition;
  readonly outbox: readonly Alert[];
  readonly newAlerts: readonly Alert[];
  readonly publishNow: readonly Alert[];
}

/** @throws when the table cannot be reached. Nothing is stored unless the commit succeeded. */
export async function processPetition(
  watched: WatchedPetition,
  deps: ProcessDeps,
  { since, poll = pollPetition, isFound = false }: ProcessOptions = {},
): Promise<ProcessResult> {
  const stored = await loadPetition(watched.petition, isFound, deps);
  if (stored === undefined || isLocked(stored, deps.now())) return emptyResult;
  const previous = withoutFutureItem(withUnsavedPoll(stored, deps), deps.now(), false);
  if (isDone(previous, since)) return emptyResult;

  const polled = await poll(watched, previous, deps);
  const next = nextItem(watched, previous, polled, deps);
  let publishDelay = 0;
  const undelivered = await deliver(next.publishNow, deps.ends, {
    commit: (lockedUntil) => commit(next, stored, lockedUntil, deps),
    publish: () => publishAll(next.publishNow, publish, deps),
    clear: (refused, committed) => clear(next, committed, refused, deps),
  });
  const { outcome } = polled;
  if (undelivered === undefined) return { ...emptyResult, outcome };
  const unpublished = undelivered.length;
  const published = next.publishNow.length - unpublished;
  return { outcome, committed: next.newAlerts.length, published, unpublished, publishDelay };

  async function publish(alert: Alert): Promise<void> {
    await deps.publish(alert);
    publishDelay = Math.max(publishDelay, minutesBetween(alert.detectedAt, deps.now()) * 60);
  }
}

/** What is stored of a petition; undefined when it is only now put on the due index. */
async function loadPetition(petition: string, isFound: boolean, { petitionRepository, now }: ProcessDeps) {
  const stored = await petitionRepository.load(petition);
  if (stored?.dueKey !== undefined || isFound) return stored ?? newLoadedPetition(petition);
  // The run before should have put it on the due index, and the table failed.
  await petitionRepository.watch(petition, now());
  return undefined;
}

/** The same item, as of a later poll that changed nothing else. */
function withUnsavedPoll(stored: LoadedPetition, { unsavedPolls }: ProcessDeps): LoadedPetition {
  const { petition, version } = stored;
  const unsaved = unsavedPolls.get(petition.petition);
  if (unsaved?.version !== version || petition.last === undefined) return stored;
  const { at, asOf } = unsaved;
  return { ...stored, petition: { ...petition, last: { ...petition.last, at, asOf } } };
}

const isDone = ({ petition: { last }, outbox }: StoredPetition, since: Instant | undefined): boolean =>
  since !== undefined && last !== undefined && !isAfter(since, last.at) && outbox.length === 0;

function nextItem(
  watched: WatchedPetition,
  previous: StoredPetition,
  { petition, sourceState, failures, alerts, due }: PollResult,
  { quietHours, now }: ProcessDeps,
): NextItem {
  const outbox = [...previous.outbox, ...alerts];
  const quietEnd = quietHours && quietUntil(quietHours, now());
  const postponed = quietEnd === undefined ? [] : outbox.filter((alert) => !ignoresQuietHours(alert));
  const nextDue =
    quietEnd === undefined || postponed.length === 0 ? due : dueNoLaterThan(quietEnd, watched.petition, due, now());
  const dueKey = isCoveredByList(watched, petition, nextDue) ? listedKey : toDueKey(watched.petition, nextDue);
  return {
    settled: { petition, sourceState, failures, outbox: postponed, lockedUntil: undefined, dueKey },
    outbox,
    newAlerts: alerts,
    publishNow: outbox.filter((alert) => !postponed.includes(alert)),
  };
}

/** One conditional write. Undefined: nothing has changed, or another run has written since. */
async function commit(
  { settled, outbox, newAlerts }: NextItem,
  stored: LoadedPetition,
  lockedUntil: Instant | undefined,
  { petitionRepository, alertLog, unsavedPolls }: ProcessDeps,
): Promise<LoadedPetition | undefined> {
  const { petition } = settled;
  const isQuiet = lockedUntil === undefined;
  if (isQuiet && isSameState(settled, stored)) {
    const { last } = petition;
    if (last) unsavedPolls.set(petition.petition, { version: stored.version, at: last.at, asOf: last.asOf });
    return undefined;
  }
  const next = isQuiet ? settled : { ...settled, outbox, lockedUntil, dueKey: dueEveryTick(petition) };
  const committed = await petitionRepository.save(next, stored.version);
  if (committed) await alertLog.record(isQuiet ? newAlerts : outbox);
  return committed;
}

/** Keeps in the outbox what is postponed, and what SNS refused. */
function clear(
  { settled, outbox }: NextItem,
  { petition, version }: LoadedPetition,
  refused: readonly Alert[],
  { petitionRepository }: ProcessDeps,
): Promise<unknown> {
  const kept = new Set([...refused, ...settled.outbox]);
  const dueKey = refused.length === 0 ? settled.dueKey : dueEveryTick(petition);
  const next = { ...settled, petition, outbox: outbox.filter((alert) => kept.has(alert)), dueKey };
  return petitionRepository.save(next, version);
}

/** As long as there is something to publish, the petition is due at every tick. */
const dueEveryTick = ({ petition }: Petition): DueKey => toDueKey(petition, { every: 1 });

/** Whether the list of its platform, which is read once an hour, is soon enough for its next poll. */
const isCoveredByList = ({ isFromQuery }: WatchedPetition, { closed, gone }: Petition, due: NextDue): boolean =>
  isFromQuery && closed === undefined && gone === undefined && 'every' in due && due.every >= listIntervalMinutes;

const dueNoLaterThan = (latest: Instant, petition: string, due: NextDue, now: Instant): NextDue =>
  isAfter(dueInstant(petition, due, now), latest) ? { at: latest } : due;
