/** Notifies the operators when a source fails or recovers, through an outbox, as with alerts. */
import { evaluateHealth, type HostStatus, type Notice } from '../domain/source-health.ts';
import type { HealthRepository } from '../storage/health-repository.ts';
import { deliver, isLocked, publishAll, type PublishDeps } from '../notifications/outbox.ts';

export interface HealthDeps extends PublishDeps {
  readonly healthRepository: HealthRepository;
  readonly publishNotice: (notice: Notice) => Promise<void>;
  /** How long a source may fail before operators are notified: an ISO duration. */
  readonly failingAfter: string;
}

/** Returns how many notices SNS did not accept. @throws when the table cannot be reached. */
export async function publishHealthNotices(hosts: readonly HostStatus[], deps: HealthDeps): Promise<number> {
  const { healthRepository, now, ends, publishNotice, failingAfter } = deps;
  const stored = await healthRepository.load();
  if (isLocked(stored, now())) return 0;
  const { health, notices } = evaluateHealth(stored.health, hosts, now(), failingAfter);
  const outbox = [...stored.outbox, ...notices];
  const delivered = await deliver(outbox, ends, {
    commit: (lockedUntil) => healthRepository.save({ health, outbox, lockedUntil }, stored),
    publish: () => publishAll(outbox, publishNotice, deps),
    clear: (rest, committed) => healthRepository.save({ health, outbox: rest, lockedUntil: undefined }, committed),
  });
  return delivered?.undelivered.length ?? 0;
}
