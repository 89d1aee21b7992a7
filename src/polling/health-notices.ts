/** Tells the operators how the sources are, by the same way as alerts go: committed, published, cleared. */
import { evaluateHealth, type HostStatus, type Notice } from '../domain/source-health.ts';
import { isAfter } from '../domain/time.ts';
import type { HealthRepository } from '../storage/health-repository.ts';
import { publishAll, type PublishDeps } from '../notifications/outbox.ts';

export interface HealthDeps extends PublishDeps {
  readonly healthRepository: HealthRepository;
  readonly publishNotice: (notice: Notice) => Promise<void>;
  /** How long a source may give no answer before that is told: an ISO duration. */
  readonly failingAfter: string;
}

/** How many notices SNS did not accept. @throws whatever the store throws. */
export async function publishHealthNotices(seen: readonly HostStatus[], run: HealthDeps): Promise<number> {
  const { healthRepository, now, ends, publishNotice, failingAfter } = run;
  const stored = await healthRepository.load();
  if (stored.lockedUntil !== undefined && isAfter(stored.lockedUntil, now())) return 0;
  const { health, notices } = evaluateHealth(stored.health, seen, now(), failingAfter);
  const outbox = [...stored.outbox, ...notices];
  if (outbox.length === 0) {
    await healthRepository.save({ health, outbox, lockedUntil: undefined }, stored);
    return 0;
  }
  const committed = await healthRepository.save({ health, outbox, lockedUntil: ends }, stored);
  if (committed === undefined) return 0;
  const left = await publishAll(outbox, publishNotice, run);
  await healthRepository.save({ health, outbox: left, lockedUntil: undefined }, committed);
  return left.length;
}
