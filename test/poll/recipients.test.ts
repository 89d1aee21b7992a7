/** Who is lost in SNS: the poll function looks once a day, and tells the operators. Real handlers, embedded SNS. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { ListSubscriptionsByTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createHandlers } from '../../lambda/poll/handler.ts';
import { recipientFingerprints } from '../../src/config/named-recipients.ts';
import { digestSubscriptions, operatorSubscriptions, alertSubscriptions } from '../../src/config/subscriptions.ts';
import { confirmAll, visitorsOf } from '../sign-up.ts';
import { startMonitor, type Monitor } from '../test-monitor.ts';
import { startPlatform, type Platform } from '../test-platform.ts';
import { at } from '../domain/story.ts';

const sms = { sms: '+447700900000' };
const names = { subscribers: [{ email: 'Desk@example.org' }, sms], operators: [{ email: 'ops@example.org' }] };
const list = { name: 'daily', subscribers: [{ email: 'reader@example.org' }] };
const folder = mkdtempSync(join(tmpdir(), 'recipients-'));
let platform: Platform;
let monitor: Monitor;
let clock = at('2016-01-01T12:00:00Z');
let tick: (now: string) => Promise<unknown>;

beforeEach(async () => {
  platform = await startPlatform();
  platform.shows('1', { signatureCount: 7 });
  const watch = [{ source: 'us-we-the-people' as const, petition: '1', baseUrl: platform.url }];
  const digests = [{ ...list, every: 'day' as const, at: '08:00', timeZone: 'Europe/London' }];
  const config = { watch, ...names, digests, allowPrivateSources: true, site: { signUp: {} } };
  monitor = await startMonitor(config);
  const file = join(folder, 'petitions.json');
  // As synth writes it: without recipients.
  writeFileSync(
    file,
    JSON.stringify({
      ...config,
      subscribers: [],
      operators: [],
      digests: [],
      sourceFailingAfter: 'PT30M',
      warnBefore: [],
      longestSilence: 'PT1H',
      forecasts: true,
    }),
  );
  const RECIPIENTS_FILE = join(folder, 'recipients.json');
  const named = {
    // Written in another case than SNS has it.
    alerts: recipientFingerprints(alertSubscriptions({ subscribers: [{ email: 'desk@example.org' }, sms] })),
    machines: [],
    operators: recipientFingerprints(operatorSubscriptions(names)),
    digests: { daily: recipientFingerprints(digestSubscriptions(list)) },
  };
  writeFileSync(RECIPIENTS_FILE, JSON.stringify(named));
  const telemetry = { info: jest.fn(), warn: jest.fn(), error: jest.fn(), count: jest.fn() };
  const environment = { ...monitor.emulator.functionEnvironment(file), RECIPIENTS_FILE };
  const handlers = createHandlers({ environment, now: () => clock, waitUntil: () => Promise.resolve(), telemetry });
  tick = (now) => {
    monitor.setClock(now);
    clock = at(now);
    return handlers.tick({ getRemainingTimeInMillis: () => 50_000 });
  };
});
afterEach(async () => {
  jest.restoreAllMocks();
  await monitor.close();
  await platform.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

/** As a mail scanner does that visits the link in a mail. */
async function lose(topic: string, endpoint: string): Promise<void> {
  const client = new SNSClient({});
  const { Subscriptions = [] } = await client.send(new ListSubscriptionsByTopicCommand({ TopicArn: topic }));
  const SubscriptionArn = Subscriptions.find(({ Endpoint }) => Endpoint === endpoint)?.SubscriptionArn ?? '';
  client.destroy();
  const link = new URLSearchParams({ Action: 'Unsubscribe', SubscriptionArn });
  expect(
    (await fetch(`${monitor.emulator.awsEnvironment.AWS_ENDPOINT_URL_SNS ?? ''}/?${link.toString()}`)).status,
  ).toBe(200);
}

const lists = ({ mock }: { readonly mock: { readonly calls: readonly (readonly unknown[])[] } }): readonly unknown[] =>
  mock.calls.filter(([command]) => command instanceof ListSubscriptionsByTopicCommand);

const told = (): string[] =>
  monitor.notices().map(({ notice, problem, reason = '' }) => `${notice} ${problem ?? ''} ${reason}`.trim());

test('somebody who signed up on the site and has not confirmed, or has left, is not missing', async () => {
  const visitors = visitorsOf(monitor.emulator);
  for (const email of ['pending@example.org', 'gone@example.org']) await visitors.signUp('us-we-the-people/1', email);
  const [asked, other] = await monitor.deliveries();
  await confirmAll(asked?.subscription.endpoint === 'gone@example.org' ? [asked] : other === undefined ? [] : [other]);
  await lose(visitors.topicOf('us-we-the-people/1'), 'gone@example.org');
  visitors.close();
  for (const day of ['01', '02', '03']) await tick(`2016-01-${day}T12:00:00Z`);
  await tick('2016-01-03T13:00:00Z');
  expect(told()).toEqual([]);
});

test('of a subscriber, an operator and a reader of a digest who are gone, operators are told once', async () => {
  await tick('2016-01-01T12:00:00Z');
  await lose(monitor.emulator.alertTopicArn, 'Desk@example.org');
  await lose(monitor.emulator.operatorTopicArn, 'ops@example.org');
  await lose(monitor.emulator.digestTopicArns.daily ?? '', 'reader@example.org');
  await tick('2016-01-02T11:59:00Z');
  await tick('2016-01-02T12:00:00Z');
  expect(told()).toEqual([]);
  await tick('2016-01-02T13:00:00Z');
  expect(told()).toEqual([
    'monitor-failing recipients-missing 1 of 2 of the alerts, 1 of 1 of the operators, 1 of 1 of the digest daily',
  ]);
  await tick('2016-01-02T14:00:00Z');
  await tick('2016-01-03T14:00:00Z');
  expect(told()).toEqual([]);
});

test('a day with everybody there is one request to each topic and one write; no address is stored', async () => {
  const [asked, table] = [jest.spyOn(SNSClient.prototype, 'send'), jest.spyOn(DynamoDBClient.prototype, 'send')];
  const health = (): unknown[] =>
    table.mock.calls
      .map(([{ input }]) => input)
      .filter((input) => JSON.stringify(input).includes('"health"') && 'Item' in input);
  for (let hour = 0; hour < 24; hour += 1) await tick(`2016-01-01T${String(hour).padStart(2, '0')}:00:00Z`);
  expect(lists(asked)).toHaveLength(3);
  expect(health()).toHaveLength(1);
  expect(JSON.stringify(health())).not.toContain('@');
  await tick('2016-01-02T00:00:00Z');
  expect(lists(asked)).toHaveLength(6);
  expect(told()).toEqual([]);
});

test('when SNS cannot be asked, the next tick asks again, and nothing else is late', async () => {
  const asked = jest.spyOn(SNSClient.prototype, 'send').mockImplementation(() => {
    throw new Error('AuthorizationError');
  });
  await tick('2016-01-01T12:00:00Z');
  await tick('2016-01-01T12:01:00Z');
  expect(lists(asked)).toHaveLength(2);
  expect((await monitor.petitions()).map(({ petition }) => petition.last?.signatures)).toEqual([7]);
  jest.restoreAllMocks();
  await tick('2016-01-01T12:02:00Z');
  await lose(monitor.emulator.alertTopicArn, 'Desk@example.org');
  await tick('2016-01-01T12:03:00Z');
  expect(told()).toEqual([]);
});
