/** A monitor of many petitions, and what each address got of them. */
import { ListSubscriptionsByTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import * as z from 'zod/mini';
import type { ConfigInput } from '../../src/config/config.ts';
import type { SnsDelivery } from '../../emulator/sns/topics.ts';
import { parse } from '../../src/validation.ts';
import { startMonitor, type Monitor } from '../test-monitor.ts';
import { startPlatform, type Platform } from '../test-platform.ts';

export const desk = 'desk@example.org';
export const machine = 'arn:aws:sqs:us-east-1:000000000000:alerts';

export let platform: Platform;
export let monitor: Monitor;
/** What was delivered since the subscriptions were confirmed. */
export const seen: (SnsDelivery & { readonly at: number })[] = [];

const eventSchema = z.object({ type: z.string(), id: z.string() });

beforeEach(async () => {
  platform = await startPlatform();
  seen.length = 0;
});
afterEach(async () => {
  await monitor.close();
  await platform.close();
});

export async function watch(many: number, more: Partial<ConfigInput> = {}): Promise<void> {
  const ids = Array.from({ length: many }, (_, n) => String(n + 1));
  for (const id of ids) platform.shows(id, { signatureCount: 19_000 });
  const config: ConfigInput = {
    watch: ids.map((petition) => ({ source: 'us-we-the-people', petition, baseUrl: platform.url })),
    subscribers: [{ email: desk }, { queue: machine }],
    operators: [{ email: desk }],
    allowPrivateSources: true,
    ...more,
  };
  monitor = await startMonitor(config, undefined, undefined, true);
  for (const { message } of await monitor.deliveries()) {
    const link = /visit:\n(.*)/.exec(message)?.[1];
    if (link !== undefined) await fetch(link);
  }
}

export async function received(): Promise<SnsDelivery[]> {
  const deliveries = await monitor.deliveries();
  const instants = monitor.deliveredAt.slice(-deliveries.length);
  seen.push(...deliveries.map((delivery, n) => ({ ...delivery, at: instants[n]?.epochMilliseconds ?? 0 })));
  return deliveries;
}

export const minute = (n: number): string =>
  `2016-01-01T${String(17 + Math.floor(n / 60))}:${String(n % 60).padStart(2, '0')}:00Z`;

/** How many messages each address got of each tick, until a tick has nothing to publish. */
export async function ticks(first: number): Promise<Record<string, number[]>> {
  const got: Record<string, number[]> = { [desk]: [], [machine]: [] };
  for (let n = first; ; n++) {
    await monitor.tick(minute(n));
    const deliveries = await received();
    if (deliveries.length === 0) return got;
    for (const [address, counts] of Object.entries(got)) {
      counts.push(deliveries.filter(({ subscription }) => subscription.endpoint === address).length);
    }
  }
}

/** What the address got within the busiest second. */
export function mostInASecond(address = desk): number {
  const instants = seen.filter(({ subscription }) => subscription.endpoint === address).map(({ at }) => at);
  return Math.max(...instants.map((from) => instants.filter((at) => at >= from && at < from + 1000).length));
}

export async function confirmed(topic: string): Promise<boolean> {
  const client = new SNSClient({});
  const { Subscriptions = [] } = await client.send(new ListSubscriptionsByTopicCommand({ TopicArn: topic }));
  client.destroy();
  return Subscriptions.every(({ SubscriptionArn }) => SubscriptionArn !== 'PendingConfirmation');
}

/** The alerts that an address was told of, each once or as often as it was: alone, or in a summary. */
export const toldTo = (address: string): string[] =>
  seen
    .filter(({ subscription }) => subscription.endpoint === address)
    .flatMap(({ message }) => [...message.matchAll(/Alert (\S+?#\d+)\.?$/gm)].map(([, id = '']) => id))
    .sort();
/** What a machine got: the ids of alerts, and the types of other events. */
export const eventsOf = (address: string): string[] =>
  seen
    .filter(({ subscription }) => subscription.endpoint === address)
    .map(({ message }) => parse(eventSchema, JSON.parse(message), 'event'))
    .map(({ type, id }) => (type === 'petitions.summary' ? type : id))
    .sort();
export const idsOf = (many: number, number = 1): string[] =>
  Array.from({ length: many }, (_, n) => `us-we-the-people/${n + 1}#${number}`).sort();
export const summaries = (address: string): string[] =>
  seen
    .filter(
      ({ subscription, subject }) => subscription.endpoint === address && /^\d+ petitions of /.test(subject ?? ''),
    )
    .map(({ subject = '' }) => subject);
export const outboxes = async (): Promise<number> =>
  (await monitor.petitions()).reduce((sum, { outbox }) => sum + outbox.length, 0);
