/** Notifies the operators when a source or the monitor itself fails or recovers, through an outbox, as with alerts. */
import { evaluateProblems, isRecipientCheckDue, type ObservedProblem } from '../domain/monitor-health.ts';
import type { Instant } from '../domain/time.ts';
import { evaluateHealth, type HostStatus, type Notice } from '../domain/source-health.ts';
import type { LoadedHealth, StoredHealth } from '../storage/health-item.ts';
import type { HealthRepository } from '../storage/health-repository.ts';
import { deliver, isLocked, lastTurnOf, publishAll, type PublishDeps } from '../notifications/outbox.ts';
import { errorMessage } from '../text.ts';

export interface HealthDeps extends PublishDeps {
  readonly healthRepository: HealthRepository;
  readonly publishNotice: (notice: Notice, latestTurn: Instant) => Promise<void>;
  /** How long a source may fail before operators are notified: an ISO duration. */
  readonly failingAfter: string;
  /** Undefined: the function does not know whom petitions.json names. */
  readonly recipients: NamedInSns | undefined;
}

/** The recipients that petitions.json names. */
export interface NamedInSns {
  /** A hash of who they are. */
  readonly named: string;
  /** Looks for them in SNS. */
  readonly check: () => Promise<ObservedProblem[]>;
}

/** So many notices may wait. Further ones are due again at the next tick: their item always has room. */
const maxWaitingNotices = 100;

/**
 * Returns how many notices SNS did not accept. `known` is the health as it was a moment ago: enough for a run that polled
 * nothing. @throws when the table cannot be reached.
 */
export async function publishHealthNotices(
  hosts: readonly HostStatus[],
  observed: readonly ObservedProblem[],
  deps: HealthDeps,
  known?: LoadedHealth,
): Promise<number> {
  const { healthRepository, now, ends, publishNotice, failingAfter } = deps;
  const loaded = known ?? (await healthRepository.load());
  if (isLocked(loaded, now())) return 0;
  // What waits first, as with alerts.
  const owed =
    loaded.outbox.length === 0 ? { undelivered: [], stored: loaded } : await send(loaded, loaded, loaded.outbox);
  if (owed?.stored === undefined) return owed?.undelivered.length ?? 0;
  const { undelivered: waiting, stored } = owed;
  const room = maxWaitingNotices - waiting.length;
  const sources = evaluateHealth(stored.health, hosts, now(), failingAfter, room);
  const { absent, recipientsChecked, checked } = await lookForRecipients(stored, deps);
  const monitor = evaluateProblems(stored.health, sources.health, [...observed, ...absent], now(), checked);
  const health = { ...sources.health, ...monitor.health };
  const notices = [...sources.notices, ...monitor.notices];
  const added = await send({ health, recipientsChecked, outbox: [...waiting, ...notices] }, stored, notices);
  return waiting.length + (added?.undelivered.length ?? 0);

  function send(
    { health, recipientsChecked, outbox }: Omit<StoredHealth, 'lockedUntil'>,
    from: LoadedHealth,
    publishNow: readonly Notice[],
  ) {
    return deliver(publishNow, ends, {
      commit: (lockedUntil) => healthRepository.save({ health, recipientsChecked, outbox, lockedUntil }, from),
      publish: async () => {
        const paced = { ...deps, latestTurn: () => lastTurnOf(deps) };
        const { refused, waiting } = await publishAll(publishNow, publishNotice, paced);
        return [...refused, ...waiting];
      },
      clear: (refused, committed) => {
        const rest = outbox.filter((notice) => refused.includes(notice) || !publishNow.includes(notice));
        return healthRepository.save({ health, recipientsChecked, outbox: rest, lockedUntil: undefined }, committed);
      },
    });
  }
}

interface RecipientLook extends Pick<StoredHealth, 'recipientsChecked'> {
  readonly absent: readonly ObservedProblem[];
  readonly checked: boolean;
}

/** A check that fails is due again at the next tick, and stops no other notice. */
async function lookForRecipients(
  { health, recipientsChecked }: StoredHealth,
  { recipients, now, telemetry }: HealthDeps,
): Promise<RecipientLook> {
  if (recipients === undefined || !isRecipientCheckDue(health, recipientsChecked, recipients.named, now()))
    return { absent: [], recipientsChecked, checked: false };
  try {
    const absent = await recipients.check();
    telemetry.info('recipients checked', Object.fromEntries(absent.map(({ problem, reason }) => [problem, reason])));
    return { absent, recipientsChecked: { at: now(), named: recipients.named }, checked: true };
  } catch (error) {
    telemetry.error('recipients not checked', { reason: errorMessage(error) });
    return { absent: [], recipientsChecked, checked: false };
  }
}
