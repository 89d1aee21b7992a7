/** Attending to many petitions, each host at its own pace, and what came of it. */
import pMap from 'p-map';
import { BadInput } from '../validation.ts';
import type { Watched } from '../config/watched-petition.ts';
import type { HostSeen } from '../domain/source-health.ts';
import { isAfter } from '../domain/time.ts';
import { metrics } from '../runtime/metrics.ts';
import type { Telemetry } from '../runtime/telemetry.ts';
import { attend, type Attendance, type Attended, type Attending } from './process-petition.ts';

/** What one run did; the numbers are petitions and alerts, unless they say otherwise. */
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

export type Outcome =
  | { readonly kind: 'attended'; readonly watched: Watched; readonly attended: Attended }
  | { readonly kind: 'deferred' | 'damaged' | 'failed'; readonly watched: Watched };

/** Petitions of one host that are attended to at a time. */
export const mostPerHost = 8;

/** A look may take this long (a source's ten seconds, and the writes): with less time left, none is begun. */
const lookTakes = { seconds: 15 };

/** Each host's petitions a few at a time: a slow host keeps only its own waiting. */
export async function attendAll(due: readonly Watched[], run: Attendance, how: Attending = {}): Promise<Outcome[]> {
  const perHost = [...byHost(due).values()].map((petitions) =>
    pMap(petitions, (watched) => outcomeOf(watched, run, how), { concurrency: mostPerHost }),
  );
  return (await Promise.all(perHost)).flat();
}

export function byHost(all: readonly Watched[]): Map<string, Watched[]> {
  const hosts = new Map<string, Watched[]>();
  for (const watched of all) {
    const sameHost = hosts.get(watched.host);
    if (sameHost === undefined) hosts.set(watched.host, [watched]);
    else sameHost.push(watched);
  }
  return hosts;
}

/** Whether there is no time left to begin anything. */
export const isOver = ({ now, ends }: Pick<Attendance, 'now' | 'ends'>): boolean => isAfter(now().add(lookTakes), ends);

/** One petition never stops the rest, and never hides. */
export async function outcomeOf(watched: Watched, run: Attendance, how: Attending): Promise<Outcome> {
  if (isOver(run)) return { kind: 'deferred', watched };
  try {
    return { kind: 'attended', watched, attended: await attend(watched, run, how) };
  } catch (error) {
    return failed(watched, error, run.telemetry);
  }
}

export function failed(watched: Watched, error: unknown, telemetry: Telemetry): Outcome {
  const reason = error instanceof Error ? error.message : String(error);
  telemetry.error('petition failed', { petition: watched.petition, reason });
  return { kind: error instanceof BadInput ? 'damaged' : 'failed', watched };
}

/**
 * What a run had of each host that is watched, given with the number of its petitions: any answer will do, and a petition
 * that is gone is one.
 */
export function hostsSeen(outcomes: readonly Outcome[], watched: ReadonlyMap<string, number>): HostSeen[] {
  const hosts = new Map<string, HostSeen>();
  for (const [host, petitions] of watched) hosts.set(host, { host, petitions });
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

export function sumUp(outcomes: readonly Outcome[]): Summary {
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

/** A run in metrics. `untold` are notices that SNS did not accept, `behind` is for how long something has been due: minutes. */
export function count(
  telemetry: Telemetry,
  summary: Summary,
  { untold, behind }: Record<'untold' | 'behind', number>,
): void {
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
    [metrics.minutesBehind]: behind,
  });
}
