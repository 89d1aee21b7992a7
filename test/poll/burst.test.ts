/**
 * What a subscriber gets when many alerts are made at once. SNS suspends a mail address that gets more than ten messages a
 * second, and drops it two days later: docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html, 2026-11. The
 * emulated SNS does so, too.
 */
import { ListSubscriptionsByTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import type { ConfigInput } from '../../src/config/config.ts';
import { startMonitor, type Monitor } from '../test-monitor.ts';
import { startPlatform, type Platform } from '../test-platform.ts';

const desk = 'desk@example.org';
const machine = 'arn:aws:sqs:us-east-1:000000000000:alerts';

let platform: Platform;
let monitor: Monitor;

beforeEach(async () => {
  platform = await startPlatform();
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

const minute = (n: number): string =>
  `2016-01-01T${String(17 + Math.floor(n / 60))}:${String(n % 60).padStart(2, '0')}:00Z`;

/** How many messages each address got of each tick, until a tick has nothing to publish. */
async function ticks(first: number): Promise<Record<string, number[]>> {
  const got: Record<string, number[]> = { [desk]: [], [machine]: [] };
  for (let n = first; ; n++) {
    await monitor.tick(minute(n));
    const deliveries = await monitor.deliveries();
    if (deliveries.length === 0) return got;
    for (const [address, counts] of Object.entries(got)) {
      counts.push(deliveries.filter(({ subscription }) => subscription.endpoint === address).length);
    }
  }
}

/** The most messages that the address got within any second. */
function mostInASecond(): number {
  const instants = monitor.deliveredAt.map(({ epochMilliseconds }) => epochMilliseconds).sort((a, b) => a - b);
  // Each message has two addresses.
  return Math.max(...instants.map((from) => instants.filter((at) => at >= from && at < from + 1000).length)) / 2;
}

async function confirmed(topic: string): Promise<boolean> {
  const client = new SNSClient({});
  const { Subscriptions = [] } = await client.send(new ListSubscriptionsByTopicCommand({ TopicArn: topic }));
  client.destroy();
  return Subscriptions.every(({ SubscriptionArn }) => SubscriptionArn !== 'PendingConfirmation');
}

test('of 200 alerts in a tick, each reaches its subscribers once, at most five a second, and nobody is suspended', async () => {
  await watch(200);
  const got = await ticks(0);
  const [inFirst = 0, inSecond = 0] = got[desk] ?? [];
  expect(inFirst).toBeGreaterThan(140);
  expect(got).toEqual({ [desk]: [inFirst, inSecond], [machine]: [inFirst, inSecond] });
  const ids = monitor.alerts().map(({ id }) => id);
  expect(ids).toHaveLength(200);
  expect(new Set(ids).size).toBe(200);
  expect(mostInASecond()).toBeLessThanOrEqual(5);
  expect(await confirmed(monitor.emulator.alertTopicArn)).toBe(true);
  // What waits for its turn is no failure.
  expect(monitor.log.filter(({ message }) => message === 'alerts wait for the next tick')).toMatchObject([
    { fields: { alerts: inSecond } },
  ]);
  expect(monitor.log.filter(({ level }) => level === 'error')).toEqual([]);
  expect(monitor.notices()).toEqual([]);
});

test('polling does not wait for alerts: what has no turn soon is published when all petitions are polled', async () => {
  await watch(40);
  await monitor.tick(minute(0));
  const alerts = monitor.alerts();
  expect(alerts).toHaveLength(40);
  const polled = alerts.map(({ detectedAt }) => detectedAt.epochMilliseconds - Date.parse(minute(0)));
  expect(Math.max(...polled)).toBeLessThanOrEqual(1000);
  expect(mostInASecond()).toBeLessThanOrEqual(5);
});

test('thirty alerts that waited for the end of quiet hours reach all at that pace', async () => {
  const quietHours = { from: '17:00', to: '17:30', timeZone: 'UTC' };
  await watch(30, { quietHours });
  await monitor.tick(minute(0));
  expect(await monitor.deliveries()).toEqual([]);
  expect(await ticks(30)).toEqual({ [desk]: [30], [machine]: [30] });
  expect(mostInASecond()).toBeLessThanOrEqual(5);
  expect(await confirmed(monitor.emulator.alertTopicArn)).toBe(true);
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
  expect(monitor.notices().filter(({ notice }) => notice === 'source-failing')).toHaveLength(16);
  expect(mostInASecond() * 2).toBeLessThanOrEqual(5);
  expect(await confirmed(monitor.emulator.operatorTopicArn)).toBe(true);
});
