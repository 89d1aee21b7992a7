/** Processes many petitions, each host at its own pace, and counts the outcomes. */
import pMap from 'p-map';
import { BadInput } from '../validation.ts';
import type { WatchedPetition } from '../config/watched-petition.ts';
import type { ObservedProblem } from '../domain/monitor-health.ts';
import type { HostStatus } from '../domain/source-health.ts';
import { isAfter, type Instant } from '../domain/time.ts';
import { byUrgency } from '../notifications/burst.ts';
import { lastTurnOf } from '../notifications/outbox.ts';
import { metrics } from '../runtime/metrics.ts';
import type { Telemetry } from '../runtime/telemetry.ts';
import type { PreloadedPetitions } from '../storage/petition-repository.ts';
import { WrongClock } from './clock-check.ts';
import { faultsText, type PollOutcome } from './poll-petition.ts';
import {
  processPetition,
  publishLeft,
  type ProcessDeps,
  type ProcessResult,
  type ProcessOptions,
} from './process-petition.ts';
import type { BurstDeps, PublishOutbox } from './publish-together.ts';
import { errorMessage } from '../text.ts';

/** What one run did; the numbers are petitions and alerts, unless stated otherwise. */
export interface RunSummary {
  readonly polls: number;
  readonly readings: number;
  readonly sourceErrors: number;
  readonly committed: number;
  readonly published: number;
  readonly unpublished: number;
  /** What waits for its turn. */
  readonly waiting: number;
  /** Seconds from the poll that proves an alert to SNS accepting it, rounded up; the longest of those published. */
  readonly publishDelay: number;
  readonly failures: number;
  readonly deferred: number;
}

export type PetitionOutcome =
  | { readonly kind: 'processed'; readonly watched: WatchedPetition; readonly result: ProcessResult }
  | { readonly kind: 'deferred' | 'damaged' | 'failed'; readonly watched: WatchedPetition };

/** How many petitions of one host are processed at a time. */
export const maxPerHost = 8;

/** A poll may take this long (a source's ten seconds, and the writes): with less time left, no poll begins. */
const minTimeForPoll = { seconds: 15 };

/** A few petitions of each host at a time: a slow host delays only its own. */
export async function processAll(
  due: readonly WatchedPetition[],
  deps: ProcessDeps,
  options: ProcessOptions = {},
): Promise<PetitionOutcome[]> {
  // One alone costs the same either way.
  const preloaded: PreloadedPetitions =
    due.length < 2 ? new Map() : await deps.petitionRepository.loadSome(due.map(({ petition }) => petition));
  const perHost = [...groupByHost(due).values()].map((petitions) =>
    pMap(
      petitions,
      (watched) => processSafely(watched, deps, { ...options, preloaded: preloaded.get(watched.petition) }),
      { concurrency: maxPerHost },
    ),
  );
  return (await Promise.all(perHost)).flat();
}

/**
 * Publishes what had to wait for its turn while petitions were polled, as long as there is time: main alerts first, and in
 * summaries for people if there are many. What is left goes with the next tick.
 */
export async function publishAllLeft(
  outcomes: readonly PetitionOutcome[],
  deps: ProcessDeps & BurstDeps,
): Promise<PetitionOutcome[]> {
  const publishing = { isBehind: false };
  const patient = { ...deps, publishing, latestTurn: () => lastTurnOf(deps) };
  const left = outcomes
    .filter((outcome) => outcome.kind === 'processed')
    .filter(({ result }) => result.waiting > 0)
    .sort((a, b) => byUrgency(a.result.left?.outbox ?? [], b.result.left?.outbox ?? []));
  const settled = new Map<PetitionOutcome, PetitionOutcome>();
  if (await isBurst(summarize(left).waiting, lastTurnOf(deps), deps)) {
    // Loaded with the first burst.
    const { publishTogether } = await import('./publish-together.ts');
    await publishTogether(
      left,
      async (outcome, publishOutbox) => settled.set(outcome, await withLeft(outcome, patient, publishOutbox)),
      patient,
    );
  } else {
    for (const outcome of left) if (!publishing.isBehind) settled.set(outcome, await withLeft(outcome, patient));
  }
  const all = outcomes.map((outcome) => settled.get(outcome) ?? outcome);
  const { waiting } = summarize(all);
  if (waiting > 0) deps.telemetry.info('alerts wait for the next tick', { alerts: waiting });
  return all;
}

/** Whether alerts are told in summaries: only if there is time, and if every machine gets each of them all the same. */
async function isBurst(waiting: number, latestTurn: Instant, deps: BurstDeps): Promise<boolean> {
  const { summaryAbove, machinesMissing, now, telemetry } = deps;
  try {
    const missing = waiting > summaryAbove && !isAfter(now(), latestTurn) ? await machinesMissing() : undefined;
    if (missing !== undefined && missing > 0)
      telemetry.warn('no summary: machines are not on their topic', { subscriptions: missing });
    return missing === 0;
  } catch (error) {
    telemetry.error('no summary: subscriptions not listed', { reason: errorMessage(error) });
    return false;
  }
}

type Processed = Extract<PetitionOutcome, { kind: 'processed' }>;

async function withLeft(outcome: Processed, deps: ProcessDeps, publishOutbox?: PublishOutbox): Promise<Processed> {
  const { result, watched } = outcome;
  const { petition } = watched;
  try {
    const settled = await publishLeft(petition, result.left, deps, publishOutbox);
    return {
      ...outcome,
      result: {
        ...result,
        published: result.published + settled.published,
        unpublished: result.unpublished + settled.unpublished,
        waiting: settled.waiting,
        publishDelay: Math.max(result.publishDelay, settled.publishDelay),
      },
    };
  } catch (error) {
    deps.telemetry.error('alerts not published', { petition, reason: String(error) });
    return outcome;
  }
}

export const groupByHost = (all: readonly WatchedPetition[]): Map<string, [WatchedPetition, ...WatchedPetition[]]> =>
  groupBy(all, ({ host }) => host);

export function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, [Item, ...Item[]]> {
  const groups = new Map<string, [Item, ...Item[]]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

/** Whether there is no time left to begin a poll. */
export const isOutOfTime = ({ now, ends }: Pick<ProcessDeps, 'now' | 'ends'>): boolean =>
  isAfter(now().add(minTimeForPoll), ends);

/** One petition that fails does not stop the others, and is logged. */
export async function processSafely(
  watched: WatchedPetition,
  deps: ProcessDeps,
  options: ProcessOptions,
): Promise<PetitionOutcome> {
  if (isOutOfTime(deps) || deps.clock.fault(deps.now()) !== undefined) return { kind: 'deferred', watched };
  try {
    return { kind: 'processed', watched, result: await processPetition(watched, deps, options) };
  } catch (error) {
    if (error instanceof WrongClock) return { kind: 'deferred', watched };
    return toFailedOutcome(watched, error, deps.telemetry);
  }
}

export function toFailedOutcome(watched: WatchedPetition, error: unknown, telemetry: Telemetry): PetitionOutcome {
  const reason = errorMessage(error);
  telemetry.error('petition failed', { petition: watched.petition, reason });
  return { kind: error instanceof BadInput ? 'damaged' : 'failed', watched };
}

/**
 * The result of a run for each watched host, given with its number of petitions. Any answer counts as an answer, also
 * that a petition is gone.
 */
export function hostStatuses(outcomes: readonly PetitionOutcome[], watched: ReadonlyMap<string, number>): HostStatus[] {
  const hosts = new Map<string, HostStatus>();
  for (const [host, petitions] of watched) hosts.set(host, { host, petitions });
  for (const outcome of outcomes) {
    const polled = outcome.kind === 'processed' ? outcome.result.outcome : undefined;
    const status = hosts.get(outcome.watched.host);
    if (polled === undefined || status === undefined || status.poll?.answered === true) continue;
    const poll =
      polled.kind === 'failed' ? { answered: false as const, reason: polled.reason } : { answered: true as const };
    hosts.set(status.host, { ...status, poll });
  }
  return [...hosts.values()];
}

export function summarize(outcomes: readonly PetitionOutcome[]): RunSummary {
  const results = outcomes.flatMap((outcome) => (outcome.kind === 'processed' ? [outcome.result] : []));
  const of = (...kinds: PetitionOutcome['kind'][]): number =>
    outcomes.filter(({ kind }) => kinds.includes(kind)).length;
  const sum = (number: (one: ProcessResult) => number): number =>
    results.reduce((total, one) => total + number(one), 0);
  return {
    polls: sum(({ outcome }) => Number(outcome !== undefined)),
    readings: sum(({ outcome }) => Number(outcome?.kind === 'read')),
    sourceErrors: sum(({ outcome }) => Number(outcome?.kind === 'failed' || outcome?.kind === 'doubted')),
    committed: sum(({ committed }) => committed),
    published: sum(({ published }) => published),
    unpublished: sum(({ unpublished }) => unpublished),
    waiting: sum(({ waiting }) => waiting),
    publishDelay: Math.ceil(results.reduce((longest, { publishDelay }) => Math.max(longest, publishDelay), 0)),
    failures: of('failed', 'damaged'),
    deferred: of('deferred'),
  };
}

/** Why a poll gave no reading, or one by which nothing is called missed; undefined for a whole one. */
function reasonUnread(outcome: PollOutcome): string | undefined {
  if (outcome.kind === 'failed' || outcome.kind === 'doubted') return outcome.reason;
  return outcome.kind === 'read' && outcome.unreadable.length > 0 ? faultsText(outcome.unreadable) : undefined;
}

/** Longer than this, and what is due is late. */
const maxLagMinutes = 10;

/** The problems that a run saw. `lag` is how many minutes something has been due that this run did not reach. */
export function observedProblems(outcomes: readonly PetitionOutcome[], lag: number): ObservedProblem[] {
  const unreadable = outcomes.flatMap((outcome): ObservedProblem[] => {
    const polled = outcome.kind === 'processed' ? outcome.result.outcome : undefined;
    const reason = polled && reasonUnread(polled);
    if (reason === undefined) return [];
    const { petition, host } = outcome.watched;
    return [{ problem: 'petitions-unreadable', petitions: 1, reason: `${petition}: ${reason}`, host }];
  });
  const unpublished = outcomes.filter((outcome) => outcome.kind === 'processed' && outcome.result.unpublished > 0);
  const late = outcomes.filter(({ kind }) => kind !== 'processed');
  return [
    ...unreadable,
    ...(lag > maxLagMinutes
      ? [{ problem: 'polling-behind' as const, petitions: late.length, reason: `due for ${lag} minutes` }]
      : []),
    ...(unpublished.length > 0
      ? [{ problem: 'alerts-unpublished' as const, petitions: unpublished.length, reason: 'SNS did not accept them' }]
      : []),
  ];
}

/**
 * A run in metrics. `undelivered` are notices that SNS did not accept; `lag` is how many minutes something has been
 * due.
 */
export function countMetrics(
  telemetry: Telemetry,
  summary: RunSummary,
  { undelivered, lag }: Record<'undelivered' | 'lag', number>,
): void {
  telemetry.count({
    [metrics.looks]: summary.polls,
    [metrics.readings]: summary.readings,
    [metrics.sourceErrors]: summary.sourceErrors,
    [metrics.alertsCommitted]: summary.committed,
    [metrics.alertsPublished]: summary.published,
    [metrics.publishDelay]: summary.publishDelay,
    [metrics.publishErrors]: summary.unpublished + undelivered,
    [metrics.failures]: summary.failures,
    [metrics.deferred]: summary.deferred,
    [metrics.minutesBehind]: lag,
  });
}
