/**
 * What a subscriber gets when many alerts are made at once. SNS suspends a mail address that gets more than ten messages a
 * second, and drops it two days later: docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html, 2026-11. The
 * emulated SNS does so, too.
 */
import { ListSubscriptionsByTopicCommand, SNSClient, UnsubscribeCommand } from '@aws-sdk/client-sns';
import * as z from 'zod/mini';
import type { ConfigInput } from '../../src/config/config.ts';
import type { SnsDelivery } from '../../emulator/sns/topics.ts';
import { parse } from '../../src/validation.ts';
import { setEnvironment } from '../../local/process-environment.ts';
import { startWire } from '../wire.ts';
import { startMonitor, type Monitor } from '../test-monitor.ts';
import { startPlatform, type Platform } from '../test-platform.ts';

const desk = 'desk@example.org';
const machine = 'arn:aws:sqs:us-east-1:000000000000:alerts';

let platform: Platform;
let monitor: Monitor;
/** What was delivered since the subscriptions were confirmed. */
const seen: (SnsDelivery & { readonly at: number })[] = [];

const eventSchema = z.object({ type: z.string(), id: z.string() });

beforeEach(async () => {
  platform = await startPlatform();
  seen.length = 0;
});
afterEach(async () => {
  await monitor.close();
  await platform.close();
});

async function watch(many: number, more: Partial<ConfigInput> = {}): Promise<void> {
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

async function received(): Promise<SnsDelivery[]> {
  const deliveries = await monitor.deliveries();
  const instants = monitor.deliveredAt.slice(-deliveries.length);
  seen.push(...deliveries.map((delivery, n) => ({ ...delivery, at: instants[n]?.epochMilliseconds ?? 0 })));
  return deliveries;
}

const minute = (n: number): string =>
  `2016-01-01T${String(17 + Math.floor(n / 60))}:${String(n % 60).padStart(2, '0')}:00Z`;

/** How many messages each address got of each tick, until a tick has nothing to publish. */
async function ticks(first: number): Promise<Record<string, number[]>> {
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
function mostInASecond(address = desk): number {
  const instants = seen.filter(({ subscription }) => subscription.endpoint === address).map(({ at }) => at);
  return Math.max(...instants.map((from) => instants.filter((at) => at >= from && at < from + 1000).length));
}

async function confirmed(topic: string): Promise<boolean> {
  const client = new SNSClient({});
  const { Subscriptions = [] } = await client.send(new ListSubscriptionsByTopicCommand({ TopicArn: topic }));
  client.destroy();
  return Subscriptions.every(({ SubscriptionArn }) => SubscriptionArn !== 'PendingConfirmation');
}

/** The alerts that an address was told of, each once or as often as it was: alone, or in a summary. */
const toldTo = (address: string): string[] =>
  seen
    .filter(({ subscription }) => subscription.endpoint === address)
    .flatMap(({ message }) => [...message.matchAll(/Alert (\S+?#\d+)\.?$/gm)].map(([, id = '']) => id))
    .sort();
/** What a machine got: the ids of alerts, and the types of other events. */
const eventsOf = (address: string): string[] =>
  seen
    .filter(({ subscription }) => subscription.endpoint === address)
    .map(({ message }) => parse(eventSchema, JSON.parse(message), 'event'))
    .map(({ type, id }) => (type === 'petitions.summary' ? type : id))
    .sort();
const idsOf = (many: number, number = 1): string[] =>
  Array.from({ length: many }, (_, n) => `us-we-the-people/${n + 1}#${number}`).sort();
const summaries = (address: string): string[] =>
  seen
    .filter(
      ({ subscription, subject }) => subscription.endpoint === address && /^\d+ petitions of /.test(subject ?? ''),
    )
    .map(({ subject = '' }) => subject);
const outboxes = async (): Promise<number> =>
  (await monitor.petitions()).reduce((sum, { outbox }) => sum + outbox.length, 0);

test('of 201 alerts in a tick, people have some alone and the others in a summary, machines each, and nobody is suspended', async () => {
  await watch(201);
  const got = await ticks(0);
  const [alone = 0] = got[desk] ?? [];
  // In one tick: those that had their turn while others were polled, and one message for the rest.
  expect(got[desk]).toEqual([alone]);
  expect(alone).toBeLessThan(10);
  expect(summaries(desk)).toEqual([`${202 - alone} petitions of us-we-the-people are now watched`]);
  expect(toldTo(desk)).toEqual(idsOf(201));
  expect(eventsOf(machine)).toEqual(['petitions.summary', ...idsOf(201)].sort());
  expect(monitor.alerts()).toHaveLength(201);
  expect(mostInASecond()).toBeLessThanOrEqual(5);
  expect(await confirmed(monitor.emulator.alertTopicArn)).toBe(true);
  expect(await outboxes()).toBe(0);
  expect(monitor.log.filter(({ level }) => level === 'error')).toEqual([]);
  expect(monitor.notices()).toEqual([]);
});

test('ten that wait are sent one by one, and at another number in petitions.json many are', async () => {
  await watch(40, { summaryAbove: 40 });
  await monitor.tick(minute(0));
  const alerts = monitor.alerts();
  expect(alerts).toHaveLength(40);
  // Polling does not wait for alerts.
  const polled = alerts.map(({ detectedAt }) => detectedAt.epochMilliseconds - Date.parse(minute(0)));
  expect(Math.max(...polled)).toBeLessThanOrEqual(1000);
  await received();
  expect(summaries(desk)).toEqual([]);
  expect(toldTo(desk)).toEqual(idsOf(40));
  expect(mostInASecond()).toBeLessThanOrEqual(5);
  // What waits for its turn is no failure.
  expect(monitor.log.filter(({ level }) => level === 'error')).toEqual([]);
});

test('thirty alerts that waited for the end of quiet hours become a summary', async () => {
  const quietHours = { from: '17:00', to: '17:30', timeZone: 'UTC' };
  await watch(30, { quietHours });
  await monitor.tick(minute(0));
  expect(await monitor.deliveries()).toEqual([]);
  const got = await ticks(30);
  expect(summaries(desk)).toHaveLength(1);
  expect(got[desk]?.[0]).toBeLessThan(10);
  expect(toldTo(desk)).toEqual(idsOf(30));
  expect(eventsOf(machine)).toEqual(['petitions.summary', ...idsOf(30)].sort());
  expect(await confirmed(monitor.emulator.alertTopicArn)).toBe(true);
});

/** Twenty petitions are closed early and twenty meet their threshold, while SNS is down. */
async function twoKindsWait(): Promise<void> {
  await ticks(0);
  seen.length = 0;
  for (let n = 1; n <= 40; n++) {
    platform.shows(String(n), n <= 20 ? { status: 'closed' } : { signatureCount: 100_000 + n });
  }
  const restore = setEnvironment({ AWS_ENDPOINT_URL_SNS: 'http://127.0.0.1:1', AWS_MAX_ATTEMPTS: '1' });
  const run = monitor.anotherProcess();
  // A closing without a timestamp needs a second reading.
  for (const at of [60, 61]) {
    monitor.setClock(minute(at));
    await run();
  }
  restore();
}
/** By the attribute of their messages. */
const kindsOf = (address: string): Set<string> =>
  new Set(
    seen
      .filter(({ subscription }) => subscription.endpoint === address)
      .map(({ attributes }) => attributes.get('alert')?.value ?? ''),
  );

test('two kinds are two summaries, and everybody is told what he chose of them: by petition, source, alert or threshold', async () => {
  const [main, closed, one] = ['main@example.org', 'closed@example.org', 'one@example.org'] as const;
  await watch(40, {
    subscribers: [
      { email: desk },
      { queue: machine },
      { email: main, alerts: ['threshold-met'], thresholds: ['response'] },
      { email: closed, alerts: ['closed-early'], sources: ['us-we-the-people'] },
      { email: one, petitions: ['us-we-the-people/40'] },
    ],
  });
  await twoKindsWait();
  await ticks(62);
  expect(summaries(desk)).toEqual([
    expect.stringMatching(/^\d\d petitions of us-we-the-people (?:met the response threshold|were closed early)$/),
    expect.stringMatching(/^\d\d petitions of us-we-the-people (?:met the response threshold|were closed early)$/),
    expect.stringMatching(/^\d\d petitions of us-we-the-people missed the response threshold$/),
  ]);
  expect(toldTo(desk)).toEqual([...idsOf(40, 2), ...idsOf(20, 3)].sort());
  expect(toldTo(main)).toEqual(idsOf(40, 2).filter((id) => !idsOf(20, 2).includes(id)));
  expect(kindsOf(main)).toEqual(new Set(['threshold-met']));
  expect(toldTo(closed)).toEqual(idsOf(20, 2));
  expect(kindsOf(closed)).toEqual(new Set(['closed-early']));
  expect(toldTo(one)).toEqual(['us-we-the-people/40#2']);
  expect(eventsOf(machine).filter((id) => id !== 'petitions.summary')).toEqual(toldTo(desk));
  expect(await outboxes()).toBe(0);
});

test('a run that dies when people have the summary and machines do not leads to copies, and loses nothing', async () => {
  await watch(40);
  await twoKindsWait();
  const { AWS_ENDPOINT_URL_DYNAMODB: table = '', AWS_ENDPOINT_URL_SNS: sns = '' } = monitor.emulator.awsEnvironment;
  const wire = await startWire({ table, sns, source: platform.url });
  let isDead = false;
  wire.decide(({ content }) => {
    if (isDead) return { instead: 'reset' };
    isDead = content.includes('petitions.summary');
    return undefined;
  });
  const { table: AWS_ENDPOINT_URL_DYNAMODB, sns: AWS_ENDPOINT_URL_SNS } = wire.addresses;
  const restore = setEnvironment({ AWS_ENDPOINT_URL_DYNAMODB, AWS_ENDPOINT_URL_SNS, AWS_MAX_ATTEMPTS: '1' });
  monitor.setClock(minute(62));
  await monitor
    .anotherProcess()()
    .catch(() => undefined)
    .finally(restore);
  await wire.close();
  expect(isDead).toBe(true);
  await received();
  expect(summaries(desk)).toHaveLength(1);
  const before = toldTo(desk);
  // Its locks have ended.
  await ticks(64);
  const all = [...idsOf(40, 2), ...idsOf(20, 3)].sort();
  expect([...new Set(toldTo(desk))]).toEqual(all);
  expect([...new Set(eventsOf(machine))].filter((id) => id !== 'petitions.summary')).toEqual(all);
  expect(toldTo(desk).length - all.length).toBeLessThanOrEqual(before.length);
  expect(await outboxes()).toBe(0);
});

test('while a machine is not on the topic for machines, nobody gets a summary, and everybody each alert', async () => {
  await watch(40);
  const client = new SNSClient({});
  const { Subscriptions: [one] = [] } = await client.send(
    new ListSubscriptionsByTopicCommand({ TopicArn: monitor.emulator.machineTopicArn }),
  );
  await client.send(new UnsubscribeCommand({ SubscriptionArn: one?.SubscriptionArn }));
  client.destroy();
  await ticks(0);
  expect(summaries(desk)).toEqual([]);
  expect(toldTo(desk)).toEqual(idsOf(40));
  expect(eventsOf(machine)).toEqual(idsOf(40));
  expect(monitor.log).toContainEqual({
    level: 'warn',
    message: 'no summary: machines are not on their topic',
    fields: { subscriptions: 1 },
  });
});

test('sixteen hosts that fail at the same time are sixteen notices at that pace, and the operators stay subscribed', async () => {
  const platforms = await Promise.all(Array.from({ length: 16 }, () => startPlatform()));
  const watched = platforms.map(({ url: baseUrl }) => ({
    source: 'us-we-the-people' as const,
    petition: '1',
    baseUrl,
  }));
  await watch(0, { watch: watched.map((one, n) => ({ ...one, petition: String(n + 1) })) });
  await Promise.all(platforms.map((one) => one.close()));
  for (let n = 0; n <= 40; n += 5) await monitor.tick(minute(n));
  await received();
  expect(monitor.notices().filter(({ notice }) => notice === 'source-failing')).toHaveLength(16);
  expect(mostInASecond()).toBeLessThanOrEqual(5);
  expect(await confirmed(monitor.emulator.operatorTopicArn)).toBe(true);
});
