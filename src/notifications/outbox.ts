/** Publishing from an outbox: what is committed and not yet known to be accepted by SNS. */
import { isAfter, type Instant } from '../domain/time.ts';
import type { Telemetry } from '../runtime/telemetry.ts';

/** What an outbox holds: an alert about a petition, or a notice to the operators. */
interface OutboxMessage {
  readonly id: string;
  readonly petition?: string;
}

export interface PublishDeps {
  readonly now: () => Instant;
  /** When this run is over at the latest, by the clock of `now`: until then the outboxes it writes are its own. */
  readonly ends: Instant;
  readonly telemetry: Telemetry;
}

/** Publishes all, and gives back those that SNS did not accept. One that is refused does not keep the others back. */
export async function publishAll<Held extends OutboxMessage>(
  outbox: readonly Held[],
  publish: (message: Held) => Promise<void>,
  { now, ends, telemetry }: PublishDeps,
): Promise<Held[]> {
  const left: Held[] = [];
  for (const message of outbox) {
    const about = { ...(message.petition !== undefined && { petition: message.petition }), alert: message.id };
    try {
      if (isAfter(now(), ends)) throw new Error('the time of this run is up');
      await publish(message);
      telemetry.info('alert published', about);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      telemetry.error('alert not published', { ...about, reason });
      left.push(message);
    }
  }
  return left;
}
