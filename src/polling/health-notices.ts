/** Tells the operators how the sources are, by the same way as alerts go: committed, published, cleared. */
import { judgeHealth, type HostSeen, type Notice } from '../domain/source-health.ts';
import { isAfter } from '../domain/time.ts';
import type { HealthStore } from '../storage/health-repository.ts';
import { publishAll, type Publishing } from '../notifications/outbox.ts';

export interface HealthWatch extends Publishing {
  readonly healthStore: HealthStore;
  readonly tell: (notice: Notice) => Promise<void>;
  /** How long a source may give no answer before that is told: an ISO duration. */
  readonly failingAfter: string;
}

/** How many notices SNS did not accept. @throws whatever the store throws. */
export async function attendToHealth(seen: readonly HostSeen[], run: HealthWatch): Promise<number> {
  const { healthStore, now, ends, tell, failingAfter } = run;
  const stored = await healthStore.load();
  if (stored.held !== undefined && isAfter(stored.held, now())) return 0;
  const { health, notices } = judgeHealth(stored.health, seen, now(), failingAfter);
  const outbox = [...stored.outbox, ...notices];
  if (outbox.length === 0) {
    await healthStore.save({ health, outbox, held: undefined }, stored);
    return 0;
  }
  const committed = await healthStore.save({ health, outbox, held: ends }, stored);
  if (committed === undefined) return 0;
  const left = await publishAll(outbox, tell, run);
  await healthStore.save({ health, outbox: left, held: undefined }, committed);
  return left.length;
}
