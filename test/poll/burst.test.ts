/**
 * What a subscriber gets when many alerts are made at once. SNS suspends a mail address that gets more than ten messages a
 * second, and drops it two days later: docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html, 2026-11. The
 * emulated SNS does so, too.
 */
import { ListSubscriptionsByTopicCommand, SNSClient, UnsubscribeCommand } from '@aws-sdk/client-sns';
import { startPlatform } from '../test-platform.ts';
import {
  confirmed,
  desk,
  eventsOf,
  idsOf,
  machine,
  minute,
  monitor,
  mostInASecond,
  outboxes,
  received,
  summaries,
  ticks,
  toldTo,
  watch,
} from './burst.ts';

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
