/** Loads the input of a digest: the stored petitions, and the alerts of its span. */
import pMap from 'p-map';
import { BadInput } from '../../src/validation.ts';
import type { DigestList } from '../../src/config/digest-lists.ts';
import { rulesLookup, type WatchList } from '../../src/config/watch-list.ts';
import type { Alert } from '../../src/domain/alerts.ts';
import { newPetition } from '../../src/domain/petition.ts';
import { isAfter, type Instant } from '../../src/domain/time.ts';
import type { StatusInput } from '../../src/status/petition-status.ts';
import type { DueIndex } from '../../src/storage/due-index.ts';
import type { AlertLog } from '../../src/storage/alert-log.ts';
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

/** Unreadable items are named. @throws what the table throws. */
export async function loadDigestInput(
  list: DigestList,
  { from, until }: TimeSpan,
  run: DigestLoadDeps,
): Promise<DigestInput> {
  const { watchList, dueIndex, petitionRepository, alertLog, now } = run;
  const unreadable: string[] = [];
  const chosen = list.petitions && new Set(list.petitions);
  const found =
    watchList.queries.length === 0 ? { buckets: new Map<string, string>(), unread: [] } : await dueIndex.findAll();
  unreadable.push(...found.unread);
  const watched = new Set([...watchList.named.map(({ petition }) => petition), ...[...found.buckets.keys()].sort()]);
  const names = [...watched].filter((name) => chosen?.has(name) ?? true);
  const lastTick = await dueIndex.lastTick();
  // Petitions first: an alert that has left its outbox by then is already in the log.
  const loaded = await pMap(
    names,
    async (name): Promise<StatusInput | undefined> => {
      try {
        return (await petitionRepository.load(name)) ?? { petition: newPetition(name), failures: 0, outbox: [] };
      } catch (error) {
        if (!(error instanceof BadInput)) throw error;
        unreadable.push(error.message);
        return undefined;
      }
    },
    { concurrency: 16 },
  );
  const petitions = loaded.filter((one) => one !== undefined);
  const waiting = petitions.flatMap(({ outbox }) => outbox);
  const logged = await alertLog.between(from, until, (error) => void unreadable.push(error.message));
  const alerts = [...logged, ...waiting].filter(
    ({ petition, detectedAt }) =>
      (chosen?.has(petition) ?? true) && isAfter(detectedAt, from) && !isAfter(detectedAt, until),
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
    unreadable,
  };
}

/** Each once, by the instant of detection; those of one poll in the order in which they were made. */
function inOrder(alerts: readonly Alert[]): Alert[] {
  const each = new Map(alerts.map((alert) => [alert.id, alert]));
  return [...each.values()].sort((a, b) => a.detectedAt.epochMilliseconds - b.detectedAt.epochMilliseconds);
}
