/** One tick: takes what is due from the agenda and attends to it, each host at its own pace. */
import { createHash } from 'node:crypto';
import pMap from 'p-map';
import { BadInput } from '../border.ts';
import type { Watched } from '../config/terms.ts';
import { earliest, isAfter, minutesBetween, type Instant } from '../petition/time.ts';
import { metrics } from '../telemetry/metrics.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import type { HostSeen } from '../health/health.ts';
import type { Agenda } from '../store/agenda.ts';
import type { Tick } from '../store/tick-item.ts';
import { attend, type Attendance, type Attended } from './attend.ts';
import { allot, byNeed, type Allotted } from './budgets.ts';
import { attendToHealth, type HealthWatch } from './health.ts';

export interface Poll extends Attendance, HealthWatch {
  readonly agenda: Agenda;
  readonly watched: readonly Watched[];
  /** How many requests a day may be made to one host; absent: as many as it takes. */
  readonly requestsPerHost: number | undefined;
}

/** What one tick did; the numbers are petitions and alerts, unless they say otherwise. */
export interface Summary {
  readonly looks: number;
  readonly readings: number;
  readonly sourceErrors: number;
  readonly committed: number;
  readonly published: number;
  readonly unpublished: number;
  /** From the look that proves an alert to SNS accepting it, the longest of those published: seconds, rounded up. */
  readonly publishDelay: number;
  readonly failures: number;
  readonly deferred: number;
}

type Outcome =
  | { readonly kind: 'attended'; readonly watched: Watched; readonly attended: Attended }
  | { readonly kind: 'deferred' | 'damaged' | 'failed'; readonly watched: Watched };

/** Petitions of one host that are attended to at a time. */
const mostPerHost = 8;

/** A look may take this long (a source's ten seconds, and the writes): with less time left, none is begun. */
const lookTakes = { seconds: 15 };

/**
 * Attends to all that fell due since the last finished tick. @throws when a petition failed for a reason of our own,
 * after all the others have been attended to.
 */
export async function poll(run: Poll): Promise<Summary> {
  const { agenda, store, telemetry } = run;
  const started = run.now();
  const byName = new Map(run.watched.map((watched) => [watched.petition, watched]));
  const watching = watchingOf([...byName.keys()]);
  const last = await agenda.lastTick();
  const notYetWatched = last?.watching === watching ? [] : await watchAll(run, started);

  // Before the first finished tick everything is due: one that was not finished may have put petitions anywhere. And a
  // clock that was set back must not keep the petitions of a minute from their turn.
  const since = last ? earliest(last.at, started.subtract({ minutes: 1 })) : started.subtract({ hours: 24 });
  const due = await agenda.due(since, started);
  for (const reason of due.unread) telemetry.error('agenda not read', { reason });
  const names = [...new Set([...(last?.left.keys() ?? []), ...due.names])];
  const dueNow = names.flatMap((name) => byName.get(name) ?? []);
  const { going, kept, spare } = withinBudgets(dueNow, due.urgent, last, started, run);
  const attended = await attendAll(going, run);
  const outcomes = [...attended, ...notYetWatched];
  const notWatched = names.filter((name) => !byName.has(name));
  await pMap(notWatched, (name) => store.drop(name), { concurrency: mostPerHost });

  // What there was no time for, or what the table failed for, is due again at the next tick.
  const waiting = ({ petition }: Watched): [string, Instant] => [petition, last?.left.get(petition) ?? started];
  const behind = new Map(
    outcomes.flatMap(({ kind, watched }) => (kind === 'deferred' || kind === 'failed' ? [waiting(watched)] : [])),
  );
  const left = new Map([...behind, ...kept.map(waiting)]);
  // A tick that could not read all of the agenda is not finished: what was due to it is due to the next.
  if (due.unread.length === 0) await agenda.finishTick({ at: started, watching, left, spare });
  const untold = await attendToHealth(hostsSeen(outcomes, run.watched), run);

  const summary = sumUp(outcomes);
  telemetry.count({
    [metrics.looks]: summary.looks,
    [metrics.readings]: summary.readings,
    [metrics.sourceErrors]: summary.sourceErrors,
    [metrics.alertsCommitted]: summary.committed,
    [metrics.alertsPublished]: summary.published,
    [metrics.publishDelay]: summary.publishDelay,
    [metrics.publishErrors]: summary.unpublished + untold,
    [metrics.failures]: summary.failures,
    [metrics.deferred]: summary.deferred,
    [metrics.minutesBehind]: minutesBehind(last?.at ?? started, behind, started),
  });
  if (due.unread.length > 0) throw new Error(`${due.unread.length} of the agenda's parts could not be read`);
  if (summary.failures > 0)
    throw new Error(`${summary.failures} of ${outcomes.length} petitions failed; the log has each`);
  return summary;
}

/** A fingerprint of what is watched. */
export const watchingOf = (names: readonly string[]): string =>
  createHash('sha256').update(names.join('\n')).digest('base64');

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
  const { agenda, watched, store, telemetry } = run;
  const onAgenda = await agenda.all();
  const outcomes = await pMap(
    watched.filter(({ petition }) => !onAgenda.has(petition)),
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

/** Each host's petitions a few at a time: a slow host keeps only its own waiting. */
async function attendAll(due: readonly Watched[], run: Poll): Promise<Outcome[]> {
  const byHost = new Map<string, Watched[]>();
  for (const watched of due) {
    const sameHost = byHost.get(watched.host);
    if (sameHost === undefined) byHost.set(watched.host, [watched]);
    else sameHost.push(watched);
  }
  const perHost = [...byHost.values()].map((petitions) =>
    pMap(petitions, (watched) => outcomeOf(watched, run), { concurrency: mostPerHost }),
  );
  return (await Promise.all(perHost)).flat();
}

/** Whether there is no time left to begin anything. */
const isOver = ({ now, ends }: Poll): boolean => isAfter(now().add(lookTakes), ends);

/** One petition never stops the rest, and never hides. */
async function outcomeOf(watched: Watched, run: Poll): Promise<Outcome> {
  if (isOver(run)) return { kind: 'deferred', watched };
  try {
    return { kind: 'attended', watched, attended: await attend(watched, run) };
  } catch (error) {
    return failed(watched, error, run.telemetry);
  }
}

function failed(watched: Watched, error: unknown, telemetry: Telemetry): Outcome {
  const reason = error instanceof Error ? error.message : String(error);
  telemetry.error('petition failed', { petition: watched.petition, reason });
  return { kind: error instanceof BadInput ? 'damaged' : 'failed', watched };
}

/** What this tick had of each host: any answer will do, and a petition that is gone is one. */
function hostsSeen(outcomes: readonly Outcome[], watched: readonly Watched[]): HostSeen[] {
  const hosts = new Map<string, HostSeen>();
  for (const { host } of watched) hosts.set(host, { host, petitions: (hosts.get(host)?.petitions ?? 0) + 1 });
  for (const outcome of outcomes) {
    const sight = outcome.kind === 'attended' ? outcome.attended.sight : undefined;
    const seen = hosts.get(outcome.watched.host);
    if (sight === undefined || seen === undefined || seen.look?.answered === true) continue;
    const look =
      sight.kind === 'failed' ? { answered: false as const, reason: sight.reason } : { answered: true as const };
    hosts.set(seen.host, { ...seen, look });
  }
  return [...hosts.values()];
}

function sumUp(outcomes: readonly Outcome[]): Summary {
  const attended = outcomes.flatMap((outcome) => (outcome.kind === 'attended' ? [outcome.attended] : []));
  const of = (...kinds: Outcome['kind'][]): number => outcomes.filter(({ kind }) => kinds.includes(kind)).length;
  const sum = (number: (one: Attended) => number): number => attended.reduce((total, one) => total + number(one), 0);
  return {
    looks: sum(({ sight }) => Number(sight !== undefined)),
    readings: sum(({ sight }) => Number(sight?.kind === 'read')),
    sourceErrors: sum(({ sight }) => Number(sight?.kind === 'failed' || sight?.kind === 'doubted')),
    committed: sum(({ committed }) => committed),
    published: sum(({ published }) => published),
    unpublished: sum(({ unpublished }) => unpublished),
    publishDelay: Math.ceil(attended.reduce((longest, { publishDelay }) => Math.max(longest, publishDelay), 0)),
    failures: of('failed', 'damaged'),
    deferred: of('deferred'),
  };
}
