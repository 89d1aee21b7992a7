/**
 * Attends to one petition that is due: looks, judges, commits what the look makes due, publishes it, and clears it from
 * the outbox. Whatever ends this in between, the next tick goes on from what was committed.
 */
import { isLoud, quietUntil, type QuietHours } from '../notifications/quiet-hours.ts';
import { minutesBetweenLists } from '../config/watch-queries.ts';
import type { Watched } from '../config/watched-petition.ts';
import type { Alert } from '../domain/alerts.ts';
import { instantOf, type Due } from '../domain/cadence.ts';
import { unseen, type Petition } from '../domain/petition.ts';
import { isAfter, minutesBetween, type Instant } from '../domain/time.ts';
import type { AlertLog } from '../storage/alert-log.ts';
import { sameState, type Loaded, type Stored } from '../storage/petition-item.ts';
import { listed, placeOf } from '../storage/due-buckets.ts';
import type { Store } from '../storage/petition-repository.ts';
import { look, type Look, type Looking, type Sight } from './poll-petition.ts';
import { publishAll, type Publishing } from '../notifications/outbox.ts';

export interface Attendance extends Looking, Publishing {
  readonly store: Store;
  readonly alertLog: AlertLog;
  readonly publish: (alert: Alert) => Promise<void>;
  /** When only the main alerts are published. */
  readonly quietHours: QuietHours | undefined;
  /** The latest looks that this process did not have to write, as nothing had changed: by petition. */
  readonly unwritten: Map<string, Unwritten>;
}

/** When a look was, and the version of the stored item that it left as it was. */
export interface Unwritten {
  readonly version: number;
  readonly at: Instant;
}

/** How a petition is attended to, where it is not because its turn has come. */
export interface Attending {
  /** One that has been looked at after it, and has nothing to publish, is left alone. */
  readonly since?: Instant | undefined;
  /** In the place of asking its source about it. */
  readonly look?: Look;
  /** It was found on a list, and may be new. */
  readonly isFound?: boolean;
}

/** What became of one petition in one run. */
export interface Attended {
  /** Absent: it was not looked at, because it is only now on the agenda, or another run has it in hand. */
  readonly sight?: Sight;
  readonly committed: number;
  readonly published: number;
  readonly unpublished: number;
  /** From the look that proves an alert to SNS accepting it, the longest of those published: seconds. */
  readonly publishDelay: number;
}

const nothing: Attended = { committed: 0, published: 0, unpublished: 0, publishDelay: 0 };

/** @throws whatever the store throws. What was not committed by then has not happened. */
export async function attend(watched: Watched, run: Attendance, how: Attending = {}): Promise<Attended> {
  const { since, look: lookAt = look, isFound = false } = how;
  const found = await run.store.load(watched.petition);
  if (found?.place === undefined && !isFound) {
    // It was to be put on the agenda by the run before, and the table failed.
    await run.store.watch(watched.petition, run.now());
    return nothing;
  }
  const stored = found ?? notStored(watched.petition);
  // Another run is publishing from this outbox: to write the item now would make it publish twice.
  if (stored.held !== undefined && isAfter(stored.held, run.now())) return nothing;

  const unwritten = run.unwritten.get(watched.petition);
  const known = unwritten?.version === stored.version ? lookedAt(stored, unwritten.at) : stored;
  const latest = known.petition.last?.at;
  const isDone = since !== undefined && latest !== undefined && !isAfter(since, latest) && known.outbox.length === 0;
  if (isDone) return nothing;
  const { petition, memory, failures, alerts, due, sight } = await lookAt(watched, known, run);
  const outcome = { ...nothing, sight };
  const outbox = [...known.outbox, ...alerts];
  const { going, waiting, until } = inQuietHours(outbox, run);
  const turn = waiting.length > 0 ? notAfter(until, watched.petition, due, run.now()) : due;
  const place = isReadByList(watched, petition, turn) ? listed : placeOf(watched.petition, turn);
  const settled: Stored = { petition, memory, failures, outbox: waiting, held: undefined, place };

  if (going.length === 0) {
    if (sameState(settled, stored)) {
      if (petition.last) run.unwritten.set(watched.petition, { version: stored.version, at: petition.last.at });
      return outcome;
    }
    if ((await run.store.save(settled, stored.version)) === undefined) return outcome;
    await run.alertLog.record(alerts);
    return { ...outcome, committed: alerts.length };
  }
  // As long as there is something to publish, the petition is due at every tick.
  const soon = placeOf(watched.petition, { every: 1 });
  const committed = await run.store.save({ ...settled, outbox, held: run.ends, place: soon }, stored.version);
  if (committed === undefined) return outcome;
  await run.alertLog.record(outbox);
  let publishDelay = 0;
  const publish = async (alert: Alert): Promise<void> => {
    await run.publish(alert);
    publishDelay = Math.max(publishDelay, minutesBetween(alert.detectedAt, run.now()) * 60);
  };
  const left = await publishAll(going, publish, run);
  const kept = new Set([...left, ...waiting]);
  const cleared = left.length === 0 ? {} : { outbox: outbox.filter((alert) => kept.has(alert)), place: soon };
  await run.store.save({ ...settled, petition: committed.petition, ...cleared }, committed.version);
  const unpublished = left.length;
  return { ...outcome, committed: alerts.length, published: going.length - unpublished, unpublished, publishDelay };
}

/** A petition of which the table knows nothing yet. */
const notStored = (name: string): Loaded => ({
  petition: unseen(name),
  memory: undefined,
  failures: 0,
  outbox: [],
  held: undefined,
  place: undefined,
  version: 0,
});

/** Whether its platform's list, which is read once an hour, is soon enough for the next look at it. */
const isReadByList = ({ isOnList }: Watched, { closed, gone }: Petition, turn: Due): boolean =>
  isOnList && closed === undefined && gone === undefined && 'every' in turn && turn.every >= minutesBetweenLists;

interface Split {
  readonly going: readonly Alert[];
  /** What waits for the end of the quiet hours, and when that is. */
  readonly waiting: readonly Alert[];
  readonly until: Instant;
}

function inQuietHours(outbox: readonly Alert[], { quietHours, now }: Attendance): Split {
  const until = quietHours && quietUntil(quietHours, now());
  if (until === undefined) return { going: outbox, waiting: [], until: now() };
  return { going: outbox.filter(isLoud), waiting: outbox.filter((alert) => !isLoud(alert)), until };
}

/** When the petition is due, and at that instant at the latest. */
const notAfter = (latest: Instant, petition: string, due: Due, now: Instant): Due =>
  isAfter(instantOf(petition, due, now), latest) ? { at: latest } : due;

/** The same, as of a later look that showed the same. */
function lookedAt(stored: Loaded, at: Instant): Loaded {
  const { petition } = stored;
  return petition.last ? { ...stored, petition: { ...petition, last: { ...petition.last, at } } } : stored;
}
