/** Publishes from an outbox: messages that are committed and not known to be accepted by SNS. */
import { isAfter, type Instant } from '../domain/time.ts';
import type { Telemetry } from '../runtime/telemetry.ts';

/** What an outbox holds: an alert about a petition, or a notice to the operators. */
interface OutboxMessage {
  readonly id: string;
  readonly petition?: string;
}

export interface PublishDeps {
  readonly now: () => Instant;
  /** The deadline of this run, by the clock of `now`. Until then no other run writes its outboxes. */
  readonly ends: Instant;
  readonly telemetry: Telemetry;
}

/** Publishes all, and returns those that SNS did not accept. A refused message does not hold up the others. */
export async function publishAll<Held extends OutboxMessage>(
  outbox: readonly Held[],
  publish: (message: Held) => Promise<void>,
  { now, ends, telemetry }: PublishDeps,
): Promise<Held[]> {
  const undelivered: Held[] = [];
  for (const message of outbox) {
    const about = { ...(message.petition !== undefined && { petition: message.petition }), alert: message.id };
    try {
      if (isAfter(now(), ends)) throw new Error('the run deadline has passed');
      await publish(message);
      telemetry.info('alert published', about);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      telemetry.error('alert not published', { ...about, reason });
      undelivered.push(message);
    }
  }
  return undelivered;
}
