/** Loads what a digest is composed from: what is stored of the petitions, and the alerts of its time span. */
import type { DigestList } from '../../src/config/digest-lists.ts';
import { rulesLookup, type WatchList } from '../../src/config/watch-list.ts';
import type { Alert } from '../../src/domain/alerts.ts';
import { isAfter, type Instant } from '../../src/domain/time.ts';
import type { DueIndex } from '../../src/storage/due-index.ts';
import type { AlertLog } from '../../src/storage/alert-log.ts';
import { loadEach } from '../../src/storage/load-petitions.ts';
import type { PetitionRepository } from '../../src/storage/petition-repository.ts';
import type { DigestInput } from './compose.ts';

export interface DigestLoadDeps {
  readonly watchList: WatchList;
  readonly dueIndex: DueIndex;
  readonly petitionRepository: PetitionRepository;
  readonly alertLog: AlertLog;
  readonly now: () => Instant;
}

export interface TimeSpan {
  readonly from: Instant;
  readonly until: Instant;
}

/** What cannot be read is named. @throws when the table cannot be reached. */
export async function loadDigestInput(
  list: DigestList,
  { from, until }: TimeSpan,
  deps: DigestLoadDeps,
): Promise<DigestInput> {
  const { watchList, dueIndex, petitionRepository, alertLog, now } = deps;
  const listed = list.petitions && new Set(list.petitions);
  const isListed = (petition: string): boolean => listed?.has(petition) ?? true;
  const indexed =
    watchList.queries.length === 0 ? { buckets: new Map<string, string>(), unread: [] } : await dueIndex.findAll();
  const watched = new Set([...watchList.named.map(({ petition }) => petition), ...[...indexed.buckets.keys()].sort()]);
  const lastTick = await dueIndex.lastTick();
  // Petitions first: an alert that is no longer in an outbox by then is in the log already.
  const { petitions, unreadable } = await loadEach(petitionRepository, [...watched].filter(isListed));
  const unreadableAlerts: string[] = [];
  const logged = await alertLog.between(from, until, (error) => void unreadableAlerts.push(error.message));
  const alerts = [...logged, ...petitions.flatMap(({ outbox }) => outbox)].filter(
    ({ petition, detectedAt }) => isListed(petition) && isAfter(detectedAt, from) && !isAfter(detectedAt, until),
  );
  return {
    name: list.name,
    timeZone: list.timeZone,
    from,
    until,
    now: now(),
    lastTick: lastTick?.at,
    petitions,
    rulesOf: rulesLookup(watchList),
    alerts: inOrder(alerts),
    unreadable: [...indexed.unread, ...unreadable.values(), ...unreadableAlerts],
  };
}

/** Each once, by the instant of detection. Those of one poll keep their order. */
function inOrder(alerts: readonly Alert[]): Alert[] {
  const each = new Map(alerts.map((alert) => [alert.id, alert]));
  return [...each.values()].sort((a, b) => a.detectedAt.epochMilliseconds - b.detectedAt.epochMilliseconds);
}
