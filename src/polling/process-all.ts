/** Attending to many petitions, each host at its own pace, and what came of it. */
import pMap from 'p-map';
import { BadInput } from '../validation.ts';
import type { WatchedPetition } from '../config/watched-petition.ts';
import type { HostStatus } from '../domain/source-health.ts';
import { isAfter } from '../domain/time.ts';
import { metrics } from '../runtime/metrics.ts';
import type { Telemetry } from '../runtime/telemetry.ts';
import { processPetition, type ProcessDeps, type ProcessResult, type ProcessOptions } from './process-petition.ts';

/** What one run did; the numbers are petitions and alerts, unless they say otherwise. */
export interface RunSummary {
  readonly polls: number;
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

export type PetitionOutcome =
  | { readonly kind: 'attended'; readonly watched: WatchedPetition; readonly attended: ProcessResult }
  | { readonly kind: 'deferred' | 'damaged' | 'failed'; readonly watched: WatchedPetition };

/** Petitions of one host that are attended to at a time. */
export const maxPerHost = 8;

/** A look may take this long (a source's ten seconds, and the writes): with less time left, none is begun. */
const minTimeForPoll = { seconds: 15 };

/** Each host's petitions a few at a time: a slow host keeps only its own waiting. */
export async function processAll(
  due: readonly WatchedPetition[],
  run: ProcessDeps,
  how: ProcessOptions = {},
): Promise<PetitionOutcome[]> {
  const perHost = [...groupByHost(due).values()].map((petitions) =>
    pMap(petitions, (watched) => processSafely(watched, run, how), { concurrency: maxPerHost }),
  );
  return (await Promise.all(perHost)).flat();
}

export function groupByHost(all: readonly WatchedPetition[]): Map<string, WatchedPetition[]> {
  const hosts = new Map<string, WatchedPetition[]>();
  for (const watched of all) {
    const sameHost = hosts.get(watched.host);
    if (sameHost === undefined) hosts.set(watched.host, [watched]);
    else sameHost.push(watched);
  }
  return hosts;
}

/** Whether there is no time left to begin anything. */
export const isOutOfTime = ({ now, ends }: Pick<ProcessDeps, 'now' | 'ends'>): boolean =>
  isAfter(now().add(minTimeForPoll), ends);

/** One petition never stops the rest, and never hides. */
export async function processSafely(
  watched: WatchedPetition,
  run: ProcessDeps,
  how: ProcessOptions,
): Promise<PetitionOutcome> {
  if (isOutOfTime(run)) return { kind: 'deferred', watched };
  try {
    return { kind: 'attended', watched, attended: await processPetition(watched, run, how) };
  } catch (error) {
    return toFailedOutcome(watched, error, run.telemetry);
  }
}

export function toFailedOutcome(watched: WatchedPetition, error: unknown, telemetry: Telemetry): PetitionOutcome {
  const reason = error instanceof Error ? error.message : String(error);
  telemetry.error('petition failed', { petition: watched.petition, reason });
  return { kind: error instanceof BadInput ? 'damaged' : 'failed', watched };
}

/**
 * What a run had of each host that is watched, given with the number of its petitions: any answer will do, and a
 * petition that is gone is one.
 */
export function hostStatuses(outcomes: readonly PetitionOutcome[], watched: ReadonlyMap<string, number>): HostStatus[] {
  const hosts = new Map<string, HostStatus>();
  for (const [host, petitions] of watched) hosts.set(host, { host, petitions });
  for (const outcome of outcomes) {
    const sight = outcome.kind === 'attended' ? outcome.attended.outcome : undefined;
    const seen = hosts.get(outcome.watched.host);
    if (sight === undefined || seen === undefined || seen.poll?.answered === true) continue;
    const look =
      sight.kind === 'failed' ? { answered: false as const, reason: sight.reason } : { answered: true as const };
    hosts.set(seen.host, { ...seen, poll: look });
  }
  return [...hosts.values()];
}

export function summarize(outcomes: readonly PetitionOutcome[]): RunSummary {
  const attended = outcomes.flatMap((outcome) => (outcome.kind === 'attended' ? [outcome.attended] : []));
  const of = (...kinds: PetitionOutcome['kind'][]): number =>
    outcomes.filter(({ kind }) => kinds.includes(kind)).length;
  const sum = (number: (one: ProcessResult) => number): number =>
    attended.reduce((total, one) => total + number(one), 0);
  return {
    polls: sum(({ outcome }) => Number(outcome !== undefined)),
    readings: sum(({ outcome }) => Number(outcome?.kind === 'read')),
    sourceErrors: sum(({ outcome }) => Number(outcome?.kind === 'failed' || outcome?.kind === 'doubted')),
    committed: sum(({ committed }) => committed),
    published: sum(({ published }) => published),
    unpublished: sum(({ unpublished }) => unpublished),
    publishDelay: Math.ceil(attended.reduce((longest, { publishDelay }) => Math.max(longest, publishDelay), 0)),
    failures: of('failed', 'damaged'),
    deferred: of('deferred'),
  };
}

/**
 * A run in metrics. `untold` are notices that SNS did not accept, `behind` is for how long something has been due:
 * minutes.
 */
export function countMetrics(
  telemetry: Telemetry,
  summary: RunSummary,
  { untold, behind }: Record<'untold' | 'behind', number>,
): void {
  telemetry.count({
    [metrics.looks]: summary.polls,
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
