/**
 * Delivers alerts to channels, at least once: each alert is stored in the queue of its channel, then sent, then removed.
 * A run may end after any step. Of each channel only one run sends at a time; the others leave it what they add.
 */
import type { ChannelSubscriber } from '../../src/config/channel-subscribers.ts';
import { wants } from '../../src/config/channel-subscribers.ts';
import { channels } from '../../src/channels/channel-registry.ts';
import {
  afterVerdict,
  append,
  nextMessage,
  withDropNotice,
  withoutNotice,
  type ChannelQueue,
  type Manner,
  type WaitingAlert,
} from '../../src/domain/deliveries.ts';
import type { Notice } from '../../src/domain/source-health.ts';
import { isAfter, type Instant } from '../../src/domain/time.ts';
import { isLocked } from '../../src/notifications/outbox.ts';
import type { Clock } from '../../src/runtime/runtime.ts';
import type { Telemetry } from '../../src/runtime/telemetry.ts';
import { alertPath } from '../../src/status/petition-path.ts';
import type { LoadedDelivery, StoredDelivery } from '../../src/storage/delivery-item.ts';
import type { DeliveryRepository } from '../../src/storage/delivery-repository.ts';
import { errorMessage } from '../../src/text.ts';
import { alertIn, messagesOf, newsOf } from './news.ts';
import type { Send } from './sender.ts';

export interface DeliverDeps extends Clock {
  readonly channels: readonly ChannelSubscriber[];
  readonly repository: DeliveryRepository;
  readonly send: Send;
  /** Resolves once SNS has accepted it. */
  readonly publishNotice: (notice: Notice) => Promise<void>;
  /** The address of the status site. */
  readonly site: string | undefined;
  /** When this run is over at the latest. Until then it alone sends to the channels that it took. */
  readonly ends: Instant;
  readonly telemetry: Telemetry;
}

/** What one run did, in messages. */
export interface DeliverSummary {
  readonly sent: number;
  readonly failed: number;
}

/** The line in the log for each. */
export const deliveredMessage = 'alert delivered';

/** A session and a message have ten seconds each; then it is written what came of them. */
const sendingTakes = { seconds: 22 };

/** A run that would wait longer for its next message leaves it to the next run. */
const patience = { seconds: 5 };

/** @throws after all other channels, when what waits for one could not be read or written. */
export async function serveChannels(event: unknown, deps: DeliverDeps): Promise<DeliverSummary> {
  const { telemetry } = deps;
  const messages = messagesOf(event);
  const alerts = messages.flatMap((message) => {
    try {
      return alertIn(message) ?? [];
    } catch (error) {
      telemetry.warn('not an alert of this monitor', { reason: errorMessage(error) });
      return [];
    }
  });
  const isScheduled = messages.length === 0;
  const failures: string[] = [];
  const results = await Promise.all(
    deps.channels.map(async (channel) => {
      const own = alerts.filter(({ alert }) => wants(channel.filters, alert));
      if (own.length === 0 && !isScheduled) return { sent: 0, failed: 0 };
      try {
        return await serve(channel, own, isScheduled, deps);
      } catch (error) {
        const reason = errorMessage(error);
        telemetry.error('channel not served', { channel: channel.place, reason });
        failures.push(channel.place);
        return { sent: 0, failed: 0 };
      }
    }),
  );
  if (failures.length > 0) throw new Error(`not served: ${failures.join(', ')}; the log has the reasons`);
  const total = (of: keyof DeliverSummary): number => results.reduce((sum, one) => sum + one[of], 0);
  return { sent: total('sent'), failed: total('failed') };
}

async function serve(
  channel: ChannelSubscriber,
  added: readonly WaitingAlert[],
  isScheduled: boolean,
  deps: DeliverDeps,
): Promise<DeliverSummary> {
  const { repository, now, waitUntil, ends, telemetry, site } = deps;
  const { key, place } = channel;
  const { everyMs, eachAlone = false } = channels[channel.kind];
  const manner: Manner = { place, everyMs, eachAlone };
  const lastStart = ends.subtract(sendingTakes);
  let [sent, failed] = [0, 0];

  /** When the next message may be sent by this run. */
  const turnOf = (queue: ChannelQueue): Instant | undefined => {
    const turns = [now(), queue.nextTry ?? now()];
    const turn = turns.find((at) => nextMessage(queue, at, manner) !== undefined);
    return turn === undefined || isAfter(turn, lastStart) || isAfter(turn, now().add(patience)) ? undefined : turn;
  };
  const update = (change: (stored: StoredDelivery) => StoredDelivery | undefined) =>
    repository.update(key, place, change);

  const lease = { isOurs: false };
  let held = await update((stored) => {
    const appended = append(stored.queue, added, manner);
    const queue = isScheduled ? withDropNotice(appended, now(), manner) : appended;
    lease.isOurs = !isLocked(stored, now()) && turnOf(queue) !== undefined;
    if (!lease.isOurs && queue === stored.queue && queue.notices.length === 0) return undefined;
    return { ...stored, queue, ...(lease.isOurs && { lockedUntil: ends }) };
  });
  while (held !== undefined && lease.isOurs) {
    const turn = turnOf(held.queue) ?? now();
    if (isAfter(turn, now())) await waitUntil(turn);
    const message = nextMessage(held.queue, turn, manner);
    if (message === undefined) break;
    const ids = message.alerts.map(({ alert }) => alert.id).join(' ');
    const verdict = await deps.send(channel, newsOf(message, site, alertPath));
    const about = { channel: place, alert: ids, ...(verdict.kind !== 'sent' && { reason: verdict.reason }) };
    if (verdict.kind === 'sent') sent += 1;
    else failed += 1;
    if (verdict.kind === 'sent') telemetry.info(deliveredMessage, about);
    else if (verdict.kind === 'refused' && message.plain) telemetry.error('alert dropped', about);
    else telemetry.warn(`alert not delivered (${verdict.kind})`, about);
    held = await update((stored) => {
      const queue = afterVerdict(stored.queue, message, verdict, now(), manner);
      lease.isOurs = turnOf(queue) !== undefined;
      return { ...stored, queue, lockedUntil: lease.isOurs ? ends : undefined };
    });
  }
  if (isScheduled && held !== undefined) await tellOperators(held);
  return { sent, failed };

  async function tellOperators({ queue: { notices } }: LoadedDelivery): Promise<void> {
    for (const notice of notices) {
      await deps.publishNotice(notice);
      telemetry.info('notice published', { channel: place, alert: notice.id });
      await update((stored) => ({ ...stored, queue: withoutNotice(stored.queue, notice) }));
    }
  }
}
