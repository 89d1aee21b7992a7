/**
 * Delivers alerts to channels, at least once: each alert is stored in the queue of its channel, then sent, then removed.
 * A run may end after any step. Of each channel only one run sends at a time; the others leave it what they add.
 */
import type { ChannelSubscriber } from '../../src/config/channel-subscribers.ts';
import { isAt, wants } from '../../src/config/channel-subscribers.ts';
import { channels } from '../../src/channels/channel-registry.ts';
import {
  abandoned,
  notNamed,
  afterVerdict,
  append,
  dueAt,
  nextMessage,
  withDropNotice,
  withoutNotice,
  type ChannelQueue,
  type Manner,
  type WaitingAlert,
} from '../../src/domain/deliveries.ts';
import type { Notice } from '../../src/domain/source-health.ts';
import { earliest, isAfter, type Instant } from '../../src/domain/time.ts';
import { isLocked } from '../../src/notifications/outbox.ts';
import type { Clock } from '../../src/runtime/runtime.ts';
import type { Telemetry } from '../../src/runtime/telemetry.ts';
import { alertPath } from '../../src/status/petition-path.ts';
import type { KeyedDelivery, StoredDelivery } from '../../src/storage/delivery-item.ts';
import type { DeliveryRepository } from '../../src/storage/delivery-repository.ts';
import { errorMessage } from '../../src/text.ts';
import { alertIn, messagesOf, newsOf } from './news.ts';
import type { Send } from './sender.ts';
import type { WakeAt } from './wake-up.ts';

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
  /** Runs the function again at that instant, and rejects when it could not be arranged. Absent: it runs every minute. */
  readonly wakeAt: WakeAt | undefined;
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

/** Two runs that set the schedule at the same time agree in the second round. */
const maxRounds = 5;

/**
 * @throws after all other channels, when what waits for one could not be read or written, or nothing would wake the function
 * for it: then Lambda runs it again.
 */
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
  const served = deps.channels.flatMap((channel) => {
    const own = alerts.filter(({ alert }) => wants(channel.filters, alert));
    return isScheduled || own.length > 0 ? [{ channel, own }] : [];
  });
  const failures: string[] = [];
  const attempt = async <Result>(what: string, work: () => Promise<Result>): Promise<Result | undefined> => {
    try {
      return await work();
    } catch (error) {
      telemetry.error('channel not served', { channel: what, reason: errorMessage(error) });
      failures.push(what);
      return undefined;
    }
  };
  if (isScheduled) await attempt('channels of before', () => carryOn(deps));
  const results = await Promise.all(
    served.map(({ channel, own }) => attempt(channel.place, () => serve(channel, own, isScheduled, deps))),
  );
  if (served.length > 0) await attempt('the next run', () => arrangeNextRun(deps));
  if (failures.length > 0) throw new Error(`not served: ${failures.join(', ')}; the log has the reasons`);
  const total = (of: keyof DeliverSummary): number => results.reduce((sum, one) => sum + (one?.[of] ?? 0), 0);
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
  const manner = mannerOf(channel);
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
  if (isScheduled && held !== undefined) await tellOperators(channel, held, deps);
  return { sent, failed };
}

const mannerOf = ({ kind, place }: ChannelSubscriber): Manner => {
  const { everyMs, eachAlone = false } = channels[kind];
  return { place, everyMs, eachAlone };
};

async function allStored({ repository, telemetry }: DeliverDeps): Promise<KeyedDelivery[]> {
  return repository.all((reason) => telemetry.error('stored delivery not read', { reason }));
}

/**
 * What waits for a channel that petitions.json does not name any more goes to those at its address: their parameter has got
 * another name. They leave out what they have had. Where there is none, operators hear what did not reach it.
 */
async function carryOn(deps: DeliverDeps): Promise<void> {
  const { repository, channels: named, now } = deps;
  const keys = new Set(named.map(({ key }) => key));
  for (const old of await allStored(deps)) {
    const { key, place, queue } = old;
    const isIdle = dueAt(queue, now()) === undefined && queue.more === 0 && queue.failingSince === undefined;
    if (keys.has(key) || isIdle || isLocked(old, now())) continue;
    const heirs = named.filter(({ address }) => isAt(place, address));
    for (const heir of heirs) {
      const wanted = queue.waiting.filter(({ alert }) => wants(heir.filters, alert));
      await repository.update(heir.key, heir.place, (stored) => {
        const appended = append(stored.queue, wanted, mannerOf(heir));
        return appended === stored.queue ? undefined : { ...stored, queue: appended };
      });
    }
    const manner: Manner = { place, everyMs: 0, eachAlone: true };
    // A run of the version before may still add to it.
    const left = await repository.update(key, place, (stored) =>
      stored.version === old.version
        ? { ...stored, queue: abandoned(stored.queue, heirs.length > 0, now(), manner) }
        : undefined,
    );
    if (left === undefined) continue;
    const alerts = queue.waiting.map(({ alert }) => alert.id).join(' ');
    if (heirs.length === 0 && alerts !== '')
      deps.telemetry.warn('alerts dropped', { channel: place, alert: alerts, reason: notNamed });
    await tellOperators({ key, place }, left, deps);
  }
}

async function tellOperators(
  { key, place }: Pick<ChannelSubscriber, 'key' | 'place'>,
  { queue: { notices } }: StoredDelivery,
  { repository, publishNotice, telemetry }: DeliverDeps,
): Promise<void> {
  for (const notice of notices) {
    await publishNotice(notice);
    telemetry.info('notice published', { channel: place, alert: notice.id });
    await repository.update(key, place, (stored) => ({ ...stored, queue: withoutNotice(stored.queue, notice) }));
  }
}

/** As soon as the first of all channels has something to do. Whoever adds to one meanwhile arranges it after that. */
async function arrangeNextRun(deps: DeliverDeps): Promise<void> {
  const { wakeAt, now } = deps;
  if (wakeAt === undefined) return;
  const keys = new Set(deps.channels.map(({ key }) => key));
  let arranged: Instant | undefined;
  for (let round = 0; round < maxRounds; round++) {
    const dues = (await allStored(deps)).flatMap((one) => {
      const due = keys.has(one.key) ? dueAt(one.queue, now()) : undefined;
      if (due === undefined) return [];
      return one.lockedUntil !== undefined && isLocked(one, now()) && isAfter(one.lockedUntil, due)
        ? one.lockedUntil
        : due;
    });
    const [first, ...others] = dues;
    const due = first && earliest(first, ...others);
    if (due === undefined || (arranged !== undefined && !isAfter(arranged, due))) return;
    await wakeAt(due);
    arranged = due;
  }
}
