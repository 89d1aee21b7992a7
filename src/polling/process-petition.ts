/**
 * Processes one petition that is due: it publishes what waits in the outbox, polls the source, commits what the poll
 * changed, publishes the alerts, and clears them from the outbox. A run may end after any step: the next tick continues
 * from what is committed.
 */
import type { AcceptedBy, AcceptedTopics } from '../notifications/accepted-topics.ts';
import { publishedInQuietHours, quietSpan, type QuietHours } from '../notifications/quiet-hours.ts';
import { mergeWaiting } from '../notifications/waiting-alerts.ts';
import { listIntervalMinutes } from '../config/watch-queries.ts';
import type { WatchedPetition } from '../config/watched-petition.ts';
import type { Alert } from '../domain/alerts.ts';
import { dueInstant, type NextDue } from '../domain/cadence.ts';
import { factOf } from '../domain/flapping.ts';
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
import type { PublishOutbox } from './publish-together.ts';

export interface ProcessDeps extends PetitionPollDeps, PublishDeps {
  readonly petitionRepository: PetitionRepository;
  readonly alertLog: AlertLog;
  readonly publish: (alert: Alert, latestTurn: Instant, accepted: AcceptedBy) => Promise<void>;
  /** Of this run: which topics have accepted what waits for others. */
  readonly accepted: AcceptedTopics;
  /** Of this run: whether more alerts wait than SNS delivers. Further ones wait, too, until the others are polled. */
  readonly publishing: { isBehind: boolean };
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
  /** What was loaded of it a moment ago, with others. */
  readonly preloaded?: (() => LoadedPetition) | undefined;
}

/** What one run did about one petition. */
export interface ProcessResult {
  /** Undefined: it was not polled. It was not on the due index before, or another run is processing it. */
  readonly outcome?: PollOutcome;
  /** What is stored now, as far as this run knows; undefined when another run has written since it was loaded. */
  readonly stored?: LoadedPetition | undefined;
  readonly committed: number;
  readonly published: number;
  /** What SNS did not accept. */
  readonly unpublished: number;
  /** What waits for its turn in the outbox. */
  readonly waiting: number;
  /** The stored item with what waits, and when it is due once that is published. */
  readonly left?: Left;
  /** Seconds from the poll that proves an alert to SNS accepting it; the longest of those published. */
  readonly publishDelay: number;
}

interface Left {
  readonly version: number;
  readonly dueKey: DueKey;
  readonly outbox: readonly Alert[];
}

const emptyResult: ProcessResult = { committed: 0, published: 0, unpublished: 0, waiting: 0, publishDelay: 0 };

/** An item to commit. */
interface NextItem {
  /** With its whole outbox; its due time holds once all that can be published now is published. */
  readonly item: StoredPetition;
  readonly publishNow: readonly Alert[];
  /** How many alerts wait until the other petitions are polled. */
  readonly waiting: number;
  /** When it is due once nothing waits. */
  readonly dueKey: DueKey | undefined;
  /** What the alert log has to have. */
  readonly logged: readonly Alert[];
}

/** What came of it. */
interface Settled extends Pick<ProcessResult, 'published' | 'unpublished' | 'waiting' | 'publishDelay'> {
  /** What is stored now; undefined when nothing was written, or another run has written since. */
  readonly stored: LoadedPetition | undefined;
  /** What SNS did not accept, or what waits for its turn. */
  readonly refused: readonly Alert[];
}

/** @throws when the table cannot be reached. Nothing is stored unless a commit succeeded. */
export async function processPetition(
  watched: WatchedPetition,
  deps: ProcessDeps,
  { since, poll = pollPetition, isFound = false, preloaded }: ProcessOptions = {},
): Promise<ProcessResult> {
  const loaded = await loadPetition(watched.petition, isFound, preloaded, deps);
  if (loaded === undefined || isLocked(loaded, deps.now())) return emptyResult;
  const previous = withoutFutureItem(withUnsavedPoll(loaded, deps), deps.now(), false);
  if (isDone(previous, since)) return emptyResult;

  const owed = await publishWaiting(previous, deps);
  if (owed.stored === undefined) return { ...emptyResult, ...countsOf(owed) };
  const polled = await poll(watched, owed.stored, deps);
  const next = nextItem(watched, owed.stored, polled, owed.refused, deps);
  // What is left out of an item of the future is to be written, too.
  const added = await settle(next, owed.stored.version === loaded.version ? loaded : owed.stored, deps);
  const { outcome } = polled;
  if (added === undefined) return { ...emptyResult, ...countsOf(owed), outcome };
  if (added === 'unchanged') return { ...emptyResult, ...countsOf(owed), outcome, stored: owed.stored };
  const waiting = owed.waiting + added.waiting + next.waiting;
  const { dueKey } = next;
  return {
    outcome,
    stored: added.stored,
    committed: polled.alerts.length,
    published: owed.published + added.published,
    unpublished: owed.unpublished + added.unpublished,
    waiting,
    ...(waiting > 0 &&
      added.stored &&
      dueKey && {
        left: { version: added.stored.version, outbox: added.stored.outbox, dueKey },
      }),
    publishDelay: Math.max(owed.publishDelay, added.publishDelay),
  };
}

const countsOf = ({ published, unpublished, waiting, publishDelay }: Settled) => ({
  published,
  unpublished,
  waiting,
  publishDelay,
});

/**
 * Publishes what a run left in the outbox of a petition, by `publishOutbox` in a burst. @throws when the table cannot be
 * reached.
 */
export async function publishLeft(
  petition: string,
  left: Left | undefined,
  deps: ProcessDeps,
  publishOutbox?: PublishOutbox,
): Promise<Pick<ProcessResult, 'published' | 'unpublished' | 'waiting' | 'publishDelay'>> {
  const loaded = await deps.petitionRepository.load(petition);
  if (loaded === undefined || isLocked(loaded, deps.now())) return emptyResult;
  const dueKey = left?.version === loaded.version ? left.dueKey : undefined;
  return countsOf(await publishWaiting(loaded, deps, dueKey, publishOutbox));
}

/**
 * What is stored of a petition; undefined when it is only now put on the due index. A read that missed a write does no
 * harm: the commit is refused, as the version has changed, and nothing is published before it. But a petition that seems
 * not to be on the index is read again.
 */
async function loadPetition(
  petition: string,
  isFound: boolean,
  preloaded: ProcessOptions['preloaded'],
  { petitionRepository, now }: ProcessDeps,
) {
  const latest = preloaded === undefined ? await petitionRepository.load(petition, false) : preloaded();
  const stored = latest?.dueKey === undefined ? await petitionRepository.load(petition) : latest;
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

/** Publishes what waits, before anything is added to it and whatever the poll will bring. */
async function publishWaiting(
  loaded: LoadedPetition,
  deps: ProcessDeps,
  dueWhenSent?: DueKey,
  publishOutbox?: PublishOutbox,
): Promise<Settled> {
  const outbox = mergeWaiting(loaded.outbox, []);
  const stored = { ...loaded, outbox };
  const publishNow = quietAt(deps) === undefined ? outbox : publishedInQuietHours(outbox);
  const nothing = { stored, refused: publishNow, published: 0, unpublished: 0, publishDelay: 0 };
  if (publishNow.length === 0 || deps.publishing.isBehind) return { ...nothing, waiting: publishNow.length };
  // Before the poll it is not known when it is due.
  const dueKey = loaded.dueKey && (dueWhenSent ?? dueEveryTick(loaded.petition));
  const next = { item: { ...stored, dueKey }, publishNow, waiting: 0, dueKey, logged: publishNow };
  const settled = await settle(next, loaded, deps, publishOutbox);
  return typeof settled === 'object' ? settled : { ...nothing, waiting: 0, stored: undefined };
}

/**
 * What a poll makes of the item of a petition. What SNS refused a moment ago is not tried again in this run, and nothing
 * overtakes it that is about the same.
 */
function nextItem(
  watched: WatchedPetition,
  previous: StoredPetition,
  { petition, sourceState, failures, alerts, due }: PollResult,
  refused: readonly Alert[],
  deps: ProcessDeps,
): NextItem {
  const now = deps.now();
  const quiet = quietAt(deps);
  // What was detected in these quiet hours has not been tried: only the main alerts are.
  const isUnsent = (alert: Alert): boolean => quiet !== undefined && !isAfter(quiet.begin, alert.detectedAt);
  const outbox = mergeWaiting(previous.outbox, alerts, isUnsent);
  const behind = new Set(refused.map(factOf));
  const sendable = quiet === undefined ? outbox : publishedInQuietHours(outbox);
  const nextDue =
    quiet === undefined || sendable.length === outbox.length
      ? due
      : dueNoLaterThan(quiet.end, watched.petition, due, now);
  const dueKey = isCoveredByList(watched, petition, nextDue) ? listedKey : toDueKey(watched.petition, nextDue);
  const publishable = sendable.filter((alert) => !behind.has(factOf(alert)));
  const waiting = deps.publishing.isBehind ? publishable.length : 0;
  return {
    item: {
      petition,
      sourceState,
      failures,
      outbox,
      lockedUntil: undefined,
      dueKey: refused.length + waiting === 0 ? dueKey : dueEveryTick(petition),
    },
    publishNow: waiting === 0 ? publishable : [],
    waiting,
    dueKey,
    logged: alerts.map((alert) => outbox.find(({ id }) => id === alert.id) ?? alert),
  };
}

/**
 * Commits the item in one conditional write, publishes, and clears what was published. Undefined: another run has written
 * since it was loaded.
 */
async function settle(
  { item, publishNow, logged }: NextItem,
  stored: LoadedPetition,
  deps: ProcessDeps,
  publishOutbox: PublishOutbox = (alerts) =>
    publishAll(alerts, (alert, latest) => deps.publish(alert, latest, deps.accepted.of(alert.id)), deps, factOf),
): Promise<Settled | 'unchanged' | undefined> {
  const { petitionRepository, alertLog, unsavedPolls, ends, now, accepted } = deps;
  const { petition, outbox } = item;
  accepted.remember(stored.accepted);
  const save = (next: StoredPetition, version: number): Promise<LoadedPetition | undefined> =>
    petitionRepository.save({ ...next, accepted: accepted.among(next.outbox) }, version);
  if (publishNow.length === 0 && isSameState({ ...item, accepted: accepted.among(outbox) }, stored)) {
    const { last } = petition;
    if (last) unsavedPolls.set(petition.petition, { version: stored.version, at: last.at, asOf: last.asOf });
    return 'unchanged';
  }
  let publishDelay = 0;
  let waiting = 0;
  const delivered = await deliver(publishNow, ends, {
    commit: async (lockedUntil) => {
      const dueKey = lockedUntil === undefined ? item.dueKey : dueEveryTick(petition);
      const committed = await save({ ...item, lockedUntil, dueKey }, stored.version);
      if (committed) await alertLog.record(logged);
      return committed;
    },
    publish: async () => {
      const left = await publishOutbox(publishNow);
      waiting = left.waiting.length;
      if (waiting > 0) deps.publishing.isBehind = true;
      const notPublished = [...left.refused, ...left.waiting];
      for (const { detectedAt } of publishNow.filter((alert) => !notPublished.includes(alert)))
        publishDelay = Math.max(publishDelay, minutesBetween(detectedAt, now()) * 60);
      return notPublished;
    },
    clear: (refused, committed) => {
      const isKept = (alert: Alert): boolean => refused.includes(alert) || !publishNow.includes(alert);
      const dueKey = refused.length === 0 ? item.dueKey : dueEveryTick(petition);
      // As committed: its older counts are in their chunks already.
      const next = { ...item, petition: committed.petition, outbox: outbox.filter(isKept), dueKey };
      return save(next, committed.version);
    },
  });
  if (delivered === undefined) return undefined;
  const { undelivered: refused } = delivered;
  const published = publishNow.length - refused.length;
  return { stored: delivered.stored, refused, published, unpublished: refused.length - waiting, waiting, publishDelay };
}

const quietAt = ({ quietHours, now }: ProcessDeps) => quietHours && quietSpan(quietHours, now());

/** As long as there is something to publish, the petition is due at every tick. */
const dueEveryTick = ({ petition }: Petition): DueKey => toDueKey(petition, { every: 1 });

/** Whether the list of its platform, which is read once an hour, is soon enough for its next poll. */
const isCoveredByList = ({ isFromQuery }: WatchedPetition, { closed, gone }: Petition, due: NextDue): boolean =>
  isFromQuery && closed === undefined && gone === undefined && 'every' in due && due.every >= listIntervalMinutes;

const dueNoLaterThan = (latest: Instant, petition: string, due: NextDue, now: Instant): NextDue =>
  isAfter(dueInstant(petition, due, now), latest) ? { at: latest } : due;
