/** Quiet hours through the real handler. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { AlertLog } from '../../src/storage/alert-log.ts';
import { setEnvironment } from '../../local/process-environment.ts';
import { startMonitor, type Monitor } from '../test-monitor.ts';
import { startPlatform, type Platform } from '../test-platform.ts';

let platform: Platform;
let monitor: Monitor;

beforeEach(async () => {
  platform = await startPlatform();
  platform.shows('1', { signatureCount: 19_000 });
  monitor = await startMonitor({
    watch: [{ source: 'us-we-the-people', petition: '1', baseUrl: platform.url }],
    allowPrivateSources: true,
    quietHours: { from: '22:00', to: '07:00', timeZone: 'America/New_York' },
  });
});
afterEach(async () => {
  await monitor.close();
  await platform.close();
});

const told = (): string[] => monitor.alerts().map(({ alert }) => alert);
/** The alerts of the petition, as the log has them. */
async function logged(): Promise<string[]> {
  const client = new DynamoDBClient({});
  const alerts = await new AlertLog(client, monitor.emulator.tableName).forPetition('us-we-the-people/1');
  client.destroy();
  return alerts.map(({ alert }) => alert);
}
const outbox = async (): Promise<string[]> =>
  ((await monitor.petitionRepository.load('us-we-the-people/1'))?.outbox ?? []).map(({ alert }) => alert);

test('what is not urgent waits, is in the log, and goes out when they end; nothing of it counts as not published', async () => {
  // Three in the morning, New York.
  expect(await monitor.tick('2016-01-02T08:00:00Z')).toMatchObject({ committed: 1, published: 0, unpublished: 0 });
  expect(told()).toEqual([]);
  expect(await outbox()).toEqual(['watch-started']);
  expect(await logged()).toEqual(['watch-started']);
  expect(await monitor.tick('2016-01-02T11:59:00Z')).toMatchObject({ committed: 0, published: 0 });
  expect(await monitor.tick('2016-01-02T12:00:00Z')).toMatchObject({ polls: 1, published: 1 });
  expect(told()).toEqual(['watch-started']);
  expect(await outbox()).toEqual([]);
});

test('a main alert goes out at once, past those that wait', async () => {
  await monitor.tick('2016-01-02T08:00:00Z');
  platform.shows('1', { signatureCount: 100_000 });
  expect(await monitor.tick('2016-01-02T10:00:00Z')).toMatchObject({ polls: 1, committed: 1, published: 1 });
  expect(told()).toEqual(['threshold-met']);
  expect(await outbox()).toEqual(['watch-started']);
  expect(await logged()).toEqual(['watch-started', 'threshold-met']);
  await monitor.tick('2016-01-02T12:00:00Z');
  expect(told()).toEqual(['watch-started']);
});

test('when SNS takes neither, both are kept; the main one is tried again at the next tick, the other waits', async () => {
  await monitor.tick('2016-01-02T08:00:00Z');
  platform.shows('1', { signatureCount: 100_000 });
  monitor.setClock('2016-01-02T10:00:00Z');
  const run = monitor.anotherProcess();
  const restore = setEnvironment({ AWS_ENDPOINT_URL_SNS: 'http://127.0.0.1:1' });
  expect(await run().finally(restore)).toMatchObject({ committed: 1, published: 0, unpublished: 1 });
  expect(await outbox()).toEqual(['watch-started', 'threshold-met']);
  await monitor.tick('2016-01-02T10:01:00Z');
  expect(told()).toEqual(['threshold-met']);
  expect(await outbox()).toEqual(['watch-started']);
});

test('while something waits, the petition is looked at as often as ever, and not at every tick', async () => {
  for (const hour of ['04', '05']) await monitor.tick(`2016-01-02T${hour}:00:00Z`);
  platform.requests.splice(0);
  for (let minute = 6; minute < 180; minute += 6)
    await monitor.tick(new Date(Date.parse('2016-01-02T05:00:00Z') + minute * 60_000).toISOString());
  expect(platform.requests.length).toBeLessThanOrEqual(4);
  expect(platform.requests.length).toBeGreaterThanOrEqual(2);
  expect(told()).toEqual([]);
});
