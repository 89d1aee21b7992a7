/** Notifies the operators when a source or the monitor itself fails or recovers, through an outbox, as with alerts. */
import { evaluateProblems, type ObservedProblem } from '../domain/monitor-health.ts';
import { evaluateHealth, type HostStatus, type Notice } from '../domain/source-health.ts';
import type { LoadedHealth, StoredHealth } from '../storage/health-item.ts';
import type { HealthRepository } from '../storage/health-repository.ts';
import { deliver, isLocked, publishAll, type PublishDeps } from '../notifications/outbox.ts';

export interface HealthDeps extends PublishDeps {
  readonly healthRepository: HealthRepository;
  readonly publishNotice: (notice: Notice) => Promise<void>;
  /** How long a source may fail before operators are notified: an ISO duration. */
  readonly failingAfter: string;
}

/** So many notices may wait. Further ones are due again at the next tick: their item always has room. */
const maxWaitingNotices = 100;

/** Returns how many notices SNS did not accept. @throws when the table cannot be reached. */
export async function publishHealthNotices(
  hosts: readonly HostStatus[],
  observed: readonly ObservedProblem[],
  deps: HealthDeps,
): Promise<number> {
  const { healthRepository, now, ends, publishNotice, failingAfter } = deps;
  const loaded = await healthRepository.load();
  if (isLocked(loaded, now())) return 0;
  // What waits first, as with alerts.
  const owed =
    loaded.outbox.length === 0 ? { undelivered: [], stored: loaded } : await send(loaded, loaded, loaded.outbox);
  if (owed?.stored === undefined) return owed?.undelivered.length ?? 0;
  const { undelivered: waiting, stored } = owed;
  const room = maxWaitingNotices - waiting.length;
  const sources = evaluateHealth(stored.health, hosts, now(), failingAfter, room);
  const monitor = evaluateProblems(stored.health, sources.health, observed, now());
  const health = { ...sources.health, ...monitor.health };
  const notices = [...sources.notices, ...monitor.notices];
  const added = await send({ health, outbox: [...waiting, ...notices] }, stored, notices);
  return waiting.length + (added?.undelivered.length ?? 0);

  function send(
    { health, outbox }: Pick<StoredHealth, 'health' | 'outbox'>,
    from: LoadedHealth,
    publishNow: readonly Notice[],
  ) {
    return deliver(publishNow, ends, {
      commit: (lockedUntil) => healthRepository.save({ health, outbox, lockedUntil }, from),
      publish: () => publishAll(publishNow, publishNotice, deps),
      clear: (refused, committed) => {
        const rest = outbox.filter((notice) => refused.includes(notice) || !publishNow.includes(notice));
        return healthRepository.save({ health, outbox: rest, lockedUntil: undefined }, committed);
      },
    });
  }
}
