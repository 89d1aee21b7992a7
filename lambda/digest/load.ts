/** Gathers what a digest is put together from: what is stored of the petitions, and the alerts of its time. */
import pMap from 'p-map';
import { BadInput } from '../../src/validation.ts';
import type { DigestList } from '../../src/config/digest-lists.ts';
import { rulesIn, type Watching } from '../../src/config/watch-list.ts';
import type { Alert } from '../../src/domain/alerts.ts';
import { unseen } from '../../src/domain/petition.ts';
import { isAfter, type Instant } from '../../src/domain/time.ts';
import type { Known } from '../../src/status/petition-status.ts';
import type { Agenda } from '../../src/storage/due-index.ts';
import type { AlertLog } from '../../src/storage/alert-log.ts';
import type { Store } from '../../src/storage/petition-repository.ts';
import type { Facts } from './compose.ts';

export interface Gathering {
  readonly watching: Watching;
  readonly agenda: Agenda;
  readonly store: Store;
  readonly alertLog: AlertLog;
  readonly now: () => Instant;
}

export interface Span {
  readonly from: Instant;
  readonly until: Instant;
}

/** What can not be read is named. @throws whatever the table throws. */
export async function gather(list: DigestList, { from, until }: Span, run: Gathering): Promise<Facts> {
  const { watching, agenda, store, alertLog, now } = run;
  const unreadable: string[] = [];
  const chosen = list.petitions && new Set(list.petitions);
  const found = watching.queries.length === 0 ? { lanes: new Map<string, string>(), unread: [] } : await agenda.all();
  unreadable.push(...found.unread);
  const watched = new Set([...watching.named.map(({ petition }) => petition), ...[...found.lanes.keys()].sort()]);
  const names = [...watched].filter((name) => chosen?.has(name) ?? true);
  const lastTick = await agenda.lastTick();
  // Petitions first: an alert that is in no outbox any more by then is in the log already.
  const loaded = await pMap(
    names,
    async (name): Promise<Known | undefined> => {
      try {
        return (await store.load(name)) ?? { petition: unseen(name), failures: 0, outbox: [] };
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
    rulesOf: rulesIn(watching),
    alerts: inOrder(alerts),
    unreadable,
  };
}

/** Each once, by the instant of detection; those of one look in the order they were made. */
function inOrder(alerts: readonly Alert[]): Alert[] {
  const each = new Map(alerts.map((alert) => [alert.id, alert]));
  return [...each.values()].sort((a, b) => a.detectedAt.epochMilliseconds - b.detectedAt.epochMilliseconds);
}
