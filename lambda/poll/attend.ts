/**
 * Attends to one petition that is due: looks, judges, commits what the look makes due, publishes it, and clears it from
 * the outbox. Whatever ends this in between, the next tick goes on from what was committed.
 */
import type { Publish } from '../alerts/publish.ts';
import { BadInput } from '../border.ts';
import type { Watched } from '../config/terms.ts';
import type { Alert } from '../petition/alerts.ts';
import { instantOf, nextLook, nextTry, type Due } from '../petition/cadence.ts';
import { observe } from '../petition/observe.ts';
import { earliest, isAfter, type Instant } from '../petition/time.ts';
import { SourceFailed, type Http } from '../sources/http.ts';
import { sameState, type Loaded, type Stored } from '../store/item.ts';
import { placeOf } from '../store/lanes.ts';
import type { Store } from '../store/store.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';

export interface Attendance {
  readonly store: Store;
  readonly http: Http;
  readonly publish: Publish;
  readonly now: () => Instant;
  /** When this run is over at the latest, by the clock of `now`: until then the outboxes it writes are its own. */
  readonly ends: Instant;
  readonly telemetry: Telemetry;
  /** What this process has seen and did not have to write. */
  readonly unwritten: Map<string, Loaded>;
}

/** What became of one petition in one run. */
export interface Attended {
  readonly looked: boolean;
  readonly read: boolean;
  readonly failed: boolean;
  readonly committed: number;
  readonly published: number;
  readonly unpublished: number;
}

const nothing: Attended = { looked: false, read: false, failed: false, committed: 0, published: 0, unpublished: 0 };

/** @throws whatever the store throws. What was not committed by then has not happened. */
export async function attend(watched: Watched, run: Attendance): Promise<Attended> {
  const stored = await run.store.load(watched.petition);
  if (stored?.place === undefined) return nothing;
  // Another run is publishing from this outbox: to write the item now would make it publish twice.
  if (stored.held !== undefined && isAfter(stored.held, run.now())) return nothing;

  const unwritten = run.unwritten.get(watched.petition);
  const known = unwritten?.version === stored.version ? unwritten : stored;
  const { petition, memory, failures, alerts, due, read, failed } = await look(watched, known, run);
  const outcome = { ...nothing, looked: true, read, failed };
  const outbox = [...known.outbox, ...alerts];
  const place = placeOf(watched.petition, due);
  const settled: Stored = { petition, memory, failures, outbox: [], held: undefined, place };

  if (outbox.length === 0) {
    if (sameState(settled, stored)) run.unwritten.set(watched.petition, { ...settled, version: stored.version });
    else await run.store.save(settled, stored.version);
    return outcome;
  }
  // As long as there is something to publish, the petition is due at every tick.
  const soon = placeOf(watched.petition, { every: 1 });
  const committed = await run.store.save({ ...settled, outbox, held: run.ends, place: soon }, stored.version);
  if (committed === undefined) return outcome;
  const left = await publishAll(outbox, run);
  const cleared = left.length === 0 ? {} : { outbox: left, place: soon };
  await run.store.save({ ...settled, petition: committed.petition, ...cleared }, committed.version);
  return { ...outcome, committed: alerts.length, published: outbox.length - left.length, unpublished: left.length };
}

interface Looked extends Pick<Stored, 'petition' | 'memory' | 'failures'> {
  readonly alerts: readonly Alert[];
  readonly due: Due;
  readonly read: boolean;
  readonly failed: boolean;
}

/** One look. A source that fails, or answers what is none, is no reading: all stays as it is, to be tried again. */
async function look(
  { petition: name, id, source, baseUrl, terms }: Watched,
  known: Stored,
  run: Attendance,
): Promise<Looked> {
  try {
    const asked = run.now();
    const ask = { id, baseUrl, known: known.petition, memory: known.memory, now: asked, http: run.http };
    const { sighting, memory = known.memory } = await source.read(ask);
    const now = run.now();
    const seen = sighting.kind === 'reading' ? { ...sighting, asked } : sighting;
    const { petition, alerts } = observe(known.petition, seen, now, terms);
    const read = sighting.kind === 'reading';
    if (!read) run.telemetry.warn('petition not found', { petition: name });
    return { petition, memory, failures: 0, alerts, due: nextLook(petition, now, terms), read, failed: false };
  } catch (error) {
    if (!(error instanceof SourceFailed || error instanceof BadInput)) throw error;
    const failures = known.failures + 1;
    run.telemetry.warn('no reading', { petition: name, reason: error.message, failures });
    const due = tryAgain(known, failures, error, run.now());
    return { ...known, failures, alerts: [], due, read: false, failed: true };
  }
}

/** The longest that a server may ask to be left alone. */
const longestRest = { hours: 24 };

function tryAgain({ petition }: Stored, failures: number, error: Error, now: Instant): Due {
  const due = nextTry(petition, failures, now);
  const seconds = error instanceof SourceFailed ? error.retryAfter : undefined;
  if (seconds === undefined) return due;
  const rested = earliest(now.add({ seconds }), now.add(longestRest));
  return isAfter(rested, instantOf(petition.petition, due, now)) ? { at: rested } : due;
}

/** The alerts that SNS did not accept. One that is refused does not keep the others back. */
async function publishAll(outbox: readonly Alert[], { publish, now, ends, telemetry }: Attendance): Promise<Alert[]> {
  const left: Alert[] = [];
  for (const alert of outbox) {
    try {
      if (isAfter(now(), ends)) throw new Error('the time of this run is up');
      await publish(alert);
      telemetry.info('alert published', { petition: alert.petition, alert: alert.id });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      telemetry.error('alert not published', { petition: alert.petition, alert: alert.id, reason });
      left.push(alert);
    }
  }
  return left;
}
