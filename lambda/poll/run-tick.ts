/** One tick: takes what is due from the agenda and attends to it, or hands it over where that is too much for one run. */
import pMap from 'p-map';
import type { Watched } from '../../src/config/watched-petition.ts';
import { earliest, minutesBetween, type Instant } from '../../src/domain/time.ts';
import type { Tick } from '../../src/storage/tick-item.ts';
import type { PollingDeps } from '../../src/polling/container.ts';
import { allot, byNeed, type Allotted } from './host-budgets.ts';
import type { BatchQueue } from './batch-sender.ts';
import { attendToHealth } from '../../src/polling/health-notices.ts';
import {
  attendAll,
  count,
  failed,
  hostsSeen,
  isOver,
  mostPerHost,
  sumUp,
  type Outcome,
  type Summary,
} from '../../src/polling/process-all.ts';

export interface Poll extends PollingDeps {
  /** Takes what is too much for one run; absent: a run takes what it can, and names what it leaves. */
  readonly queue: BatchQueue | undefined;
  /** How many requests a day may be made to one host; absent: as many as it takes. */
  readonly requestsPerHost: number | undefined;
}

/** What one tick did. */
export interface TickSummary extends Summary {
  /** Petitions that were given to the queue. */
  readonly handedOver: number;
}

/**
 * A run asks one host for some forty petitions a second, where that takes 200 ms to answer, and looks at as many by the
 * processor of 256 MB (2026-11, docs/performance.md): so many are done in ten seconds, and more are left to others.
 */
export const mostInOneRun = 300;

/**
 * Attends to all that fell due since the last finished tick. @throws when a petition failed for a reason of our own,
 * after all the others have been attended to.
 */
export async function poll(run: Poll): Promise<TickSummary> {
  const { agenda, store, telemetry, watching } = run;
  const started = run.now();
  const last = await agenda.lastTick();
  const notYetWatched = last?.watching === watching.fingerprint ? [] : await watchAll(run, started);

  const due = await agenda.due(last, started);
  for (const reason of due.unread) telemetry.error('agenda not read', { reason });
  const names = [...new Set([...(last?.left.keys() ?? []), ...due.names])];
  const found = names.map((name) => ({ name, watched: watching.find(name) }));
  const dueNow = found.flatMap(({ watched }) => watched ?? []);
  const { going, kept, spare } = withinBudgets(dueNow, due.urgent, last, started, run);
  const isTooMuch = run.queue !== undefined && going.length > mostInOneRun;
  const refused = isTooMuch ? await run.queue.handOver(going, started) : [];
  const attended = isTooMuch ? [] : await attendAll(going, run);
  const outcomes = [
    ...attended,
    ...refused.map((watched): Outcome => ({ kind: 'deferred', watched })),
    ...notYetWatched,
  ];
  const notWatched = found.filter(({ watched }) => watched === undefined);
  await pMap(notWatched, ({ name }) => store.drop(name), { concurrency: mostPerHost });

  // What there was no time for, or what the table or the queue failed for, is due again at the next tick.
  const waiting = ({ petition }: Watched): [string, Instant] => [petition, last?.left.get(petition) ?? started];
  const behind = new Map(
    outcomes.flatMap(({ kind, watched }) => (kind === 'deferred' || kind === 'failed' ? [waiting(watched)] : [])),
  );
  const left = new Map([...behind, ...kept.map(waiting)]);
  // A tick that could not read all of the agenda is not finished: what was due to it is due to the next.
  if (due.unread.length === 0) await agenda.finishTick({ at: started, watching: watching.fingerprint, left, spare });
  const untold = await attendToHealth(hostsSeen(outcomes, watching.hosts), run);

  const summary = { ...sumUp(outcomes), handedOver: isTooMuch ? going.length - refused.length : 0 };
  count(telemetry, summary, { untold, behind: minutesBehind(last?.at ?? started, behind, started) });
  if (due.unread.length > 0) throw new Error(`${due.unread.length} of the agenda's parts could not be read`);
  if (summary.failures > 0)
    throw new Error(`${summary.failures} of ${outcomes.length} petitions failed; the log has each`);
  return summary;
}

/** What may be asked of what is due; all of it, where hosts have no budgets. */
function withinBudgets(
  due: readonly Watched[],
  urgent: readonly string[],
  last: Tick | undefined,
  now: Instant,
  { requestsPerHost, telemetry }: Poll,
): Allotted {
  if (requestsPerHost === undefined) return { going: due, kept: [], spare: new Map() };
  const minutes = last === undefined ? 0 : Math.max(0, minutesBetween(last.at, now));
  const inOrder = byNeed(due, urgent, last?.left ?? new Map(), now);
  const allotted = allot(inOrder, requestsPerHost, last?.spare ?? new Map(), minutes);
  if (allotted.kept.length > 0) {
    telemetry.warn('kept back by the budgets of hosts', { petitions: allotted.kept.length, requestsPerHost });
  }
  return allotted;
}

/**
 * Puts all petitions on the agenda that are not on it yet, and gives back those for which the table failed or there was no
 * time. Asked first is what is on it: to try with each petition would be a write each, and a hundred thousand of them take
 * longer than a run may.
 */
async function watchAll(run: Poll, now: Instant): Promise<Outcome[]> {
  const { agenda, watching, store, telemetry } = run;
  const { lanes: onAgenda } = await agenda.all();
  // What is not watched any more is dropped when it is due; what no tick asks for would stay for ever.
  const notWatched = [...onAgenda.keys()].filter((name) => watching.find(name) === undefined);
  await pMap(notWatched, (name) => (isOver(run) ? undefined : store.drop(name)), { concurrency: 16 });
  const outcomes = await pMap(
    watching.named.filter(({ petition }) => !onAgenda.has(petition)),
    async (one): Promise<Outcome[]> => {
      if (isOver(run)) return [{ kind: 'deferred', watched: one }];
      try {
        await store.watch(one.petition, now);
        return [];
      } catch (error) {
        return [failed(one, error, telemetry)];
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
