/**
 * Attends to one petition that is due: looks, judges, commits what the look makes due, publishes it, and clears it from
 * the outbox. Whatever ends this in between, the next tick goes on from what was committed.
 */
import { ignoresQuietHours, quietUntil, type QuietHours } from '../notifications/quiet-hours.ts';
import { listIntervalMinutes } from '../config/watch-queries.ts';
import type { WatchedPetition } from '../config/watched-petition.ts';
import type { Alert } from '../domain/alerts.ts';
import { dueInstant, type NextDue } from '../domain/cadence.ts';
import { newPetition, type Petition } from '../domain/petition.ts';
import { isAfter, minutesBetween, type Instant } from '../domain/time.ts';
import type { AlertLog } from '../storage/alert-log.ts';
import { isSameState, type LoadedPetition, type StoredPetition } from '../storage/petition-item.ts';
import { listedKey, toDueKey } from '../storage/due-buckets.ts';
import type { PetitionRepository } from '../storage/petition-repository.ts';
import { pollPetition, type PollStrategy, type PetitionPollDeps, type PollOutcome } from './poll-petition.ts';
import { publishAll, type PublishDeps } from '../notifications/outbox.ts';

export interface ProcessDeps extends PetitionPollDeps, PublishDeps {
  readonly petitionRepository: PetitionRepository;
  readonly alertLog: AlertLog;
  readonly publish: (alert: Alert) => Promise<void>;
  /** When only the main alerts are published. */
  readonly quietHours: QuietHours | undefined;
  /** The latest looks that this process did not have to write, as nothing had changed: by petition. */
  readonly unsavedPolls: Map<string, UnsavedPoll>;
}

/** When a look was, and the version of the stored item that it left as it was. */
export interface UnsavedPoll {
  readonly version: number;
  readonly at: Instant;
}

/** How a petition is attended to, where it is not because its turn has come. */
export interface ProcessOptions {
  /** One that has been looked at after it, and has nothing to publish, is left alone. */
  readonly since?: Instant | undefined;
  /** In the place of asking its source about it. */
  readonly poll?: PollStrategy;
  /** It was found on a list, and may be new. */
  readonly isFound?: boolean;
}

/** What became of one petition in one run. */
export interface ProcessResult {
  /** Absent: it was not looked at, because it is only now on the agenda, or another run has it in hand. */
  readonly outcome?: PollOutcome;
  readonly committed: number;
  readonly published: number;
  readonly unpublished: number;
  /** From the look that proves an alert to SNS accepting it, the longest of those published: seconds. */
  readonly publishDelay: number;
}

const emptyResult: ProcessResult = { committed: 0, published: 0, unpublished: 0, publishDelay: 0 };

/** @throws whatever the repository throws. Nothing is stored unless the commit succeeded. */
export async function processPetition(
  watched: WatchedPetition,
  run: ProcessDeps,
  how: ProcessOptions = {},
): Promise<ProcessResult> {
  const { since, poll = pollPetition, isFound = false } = how;
  const found = await run.petitionRepository.load(watched.petition);
  if (found?.dueKey === undefined && !isFound) {
    // It was to be put on the agenda by the run before, and the table failed.
    await run.petitionRepository.watch(watched.petition, run.now());
    return emptyResult;
  }
  const stored = found ?? newLoadedPetition(watched.petition);
  // Another run is publishing from this outbox: to write the item now would make it publish twice.
  if (stored.lockedUntil !== undefined && isAfter(stored.lockedUntil, run.now())) return emptyResult;

  const unwritten = run.unsavedPolls.get(watched.petition);
  const known = unwritten?.version === stored.version ? withPollTime(stored, unwritten.at) : stored;
  const latest = known.petition.last?.at;
  const isDone = since !== undefined && latest !== undefined && !isAfter(since, latest) && known.outbox.length === 0;
  if (isDone) return emptyResult;
  const { petition, sourceState, failures, alerts, due, outcome } = await poll(watched, known, run);
  const result = { ...emptyResult, outcome };
  const outbox = [...known.outbox, ...alerts];
  const { publishNow, postponed, until } = splitByQuietHours(outbox, run);
  const turn = postponed.length > 0 ? dueNoLaterThan(until, watched.petition, due, run.now()) : due;
  const dueKey = isCoveredByList(watched, petition, turn) ? listedKey : toDueKey(watched.petition, turn);
  const settled: StoredPetition = {
    petition,
    sourceState,
    failures,
    outbox: postponed,
    lockedUntil: undefined,
    dueKey,
  };

  if (publishNow.length === 0) {
    if (isSameState(settled, stored)) {
      if (petition.last) run.unsavedPolls.set(watched.petition, { version: stored.version, at: petition.last.at });
      return result;
    }
    if ((await run.petitionRepository.save(settled, stored.version)) === undefined) return result;
    await run.alertLog.record(alerts);
    return { ...result, committed: alerts.length };
  }
  // As long as there is something to publish, the petition is due at every tick.
  const soon = toDueKey(watched.petition, { every: 1 });
  const committed = await run.petitionRepository.save(
    { ...settled, outbox, lockedUntil: run.ends, dueKey: soon },
    stored.version,
  );
  if (committed === undefined) return result;
  await run.alertLog.record(outbox);
  let publishDelay = 0;
  const publish = async (alert: Alert): Promise<void> => {
    await run.publish(alert);
    publishDelay = Math.max(publishDelay, minutesBetween(alert.detectedAt, run.now()) * 60);
  };
  const left = await publishAll(publishNow, publish, run);
  const kept = new Set([...left, ...postponed]);
  const cleared = left.length === 0 ? {} : { outbox: outbox.filter((alert) => kept.has(alert)), dueKey: soon };
  await run.petitionRepository.save({ ...settled, petition: committed.petition, ...cleared }, committed.version);
  const unpublished = left.length;
  return {
    ...result,
    committed: alerts.length,
    published: publishNow.length - unpublished,
    unpublished,
    publishDelay,
  };
}

/** A petition of which the table knows nothing yet. */
const newLoadedPetition = (name: string): LoadedPetition => ({
  petition: newPetition(name),
  sourceState: undefined,
  failures: 0,
  outbox: [],
  lockedUntil: undefined,
  dueKey: undefined,
  version: 0,
});

/** Whether its platform's list, which is read once an hour, is soon enough for the next look at it. */
const isCoveredByList = ({ isFromQuery }: WatchedPetition, { closed, gone }: Petition, turn: NextDue): boolean =>
  isFromQuery && closed === undefined && gone === undefined && 'every' in turn && turn.every >= listIntervalMinutes;

interface QuietSplit {
  readonly publishNow: readonly Alert[];
  /** What waits for the end of the quiet hours, and when that is. */
  readonly postponed: readonly Alert[];
  readonly until: Instant;
}

function splitByQuietHours(outbox: readonly Alert[], { quietHours, now }: ProcessDeps): QuietSplit {
  const until = quietHours && quietUntil(quietHours, now());
  if (until === undefined) return { publishNow: outbox, postponed: [], until: now() };
  return {
    publishNow: outbox.filter(ignoresQuietHours),
    postponed: outbox.filter((alert) => !ignoresQuietHours(alert)),
    until,
  };
}

/** When the petition is due, and at that instant at the latest. */
const dueNoLaterThan = (latest: Instant, petition: string, due: NextDue, now: Instant): NextDue =>
  isAfter(dueInstant(petition, due, now), latest) ? { at: latest } : due;

/** The same, as of a later look that showed the same. */
function withPollTime(stored: LoadedPetition, at: Instant): LoadedPetition {
  const { petition } = stored;
  return petition.last ? { ...stored, petition: { ...petition, last: { ...petition.last, at } } } : stored;
}
