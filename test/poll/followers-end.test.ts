/** What becomes of the followers of a petition that is over, or not watched any more, through the real handler. */
import { DeleteTopicCommand, ListTopicsCommand } from '@aws-sdk/client-sns';
import type { ConfigInput } from '../../src/config/config.ts';
import { setEnvironment } from '../../local/process-environment.ts';
import { toDueKey } from '../../src/storage/due-buckets.ts';
import { confirmAll, visitorsOf, type Visitors } from '../sign-up.ts';
import { startMonitor, type Monitor } from '../test-monitor.ts';
import { startPlatform, type Platform } from '../test-platform.ts';

const reader = 'reader@example.org';
const name = 'us-we-the-people/1';

let platform: Platform;
let monitor: Monitor;
let visitors: Visitors;
let config: ConfigInput;

beforeEach(async () => {
  platform = await startPlatform();
  for (const id of ['1', '2']) platform.shows(id, { signatureCount: 19_000 });
  const watch = ['1', '2'].map((petition) => ({
    source: 'us-we-the-people' as const,
    petition,
    baseUrl: platform.url,
  }));
  config = {
    watch,
    allowPrivateSources: true,
    warnBefore: [],
    contact: 'https://example.org/us',
    site: { signUp: {} },
  };
  monitor = await startMonitor(config);
  visitors = visitorsOf(monitor.emulator);
  await monitor.tick('2016-01-01T12:00:00Z');
  for (const choice of ['main', 'all'] as const) await visitors.signUp(name, `${choice}-${reader}`, choice);
  await confirmAll(await monitor.deliveries());
  await monitor.deliveries();
});
afterEach(async () => {
  visitors.close();
  await monitor.close();
  await platform.close();
});

/** As it is stored a month after everything about it was decided. */
async function isOver(): Promise<void> {
  const stored = await monitor.petitionRepository.load(name);
  if (stored === undefined) throw new Error('nothing is stored');
  await monitor.petitionRepository.save({ ...stored, dueKey: toDueKey(name, { never: true }) }, stored.version);
}

const mails = async (): Promise<string[]> =>
  (await monitor.deliveries()).map(({ subscription, subject = '' }) => `${subscription.endpoint}: ${subject}`);
const topics = async (): Promise<number> =>
  ((await visitors.sns.send(new ListTopicsCommand({}))).Topics ?? []).filter(({ TopicArn = '' }) =>
    TopicArn.includes('-follow-'),
  ).length;
const errors = (): string[] => monitor.log.filter(({ level }) => level === 'error').map(({ message }) => message);

test('nothing happens to followers of a petition that goes on', async () => {
  await monitor.tick('2016-01-02T00:00:00Z');
  expect(await mails()).toEqual([]);
  expect(await topics()).toBe(2);
  expect((await visitors.followers.all())[0]?.told).toBeUndefined();
});

test('followers of a petition that is over are told so by the first tick of the next day, once; a month later their topics go', async () => {
  await isOver();
  await monitor.tick('2016-01-01T23:59:00Z');
  expect(await mails()).toEqual([]);
  await monitor.tick('2016-01-02T00:00:00Z');
  const [mail, other] = await monitor.deliveries();
  expect([mail?.subject, other?.subject]).toEqual(['Petition over - Title', 'Petition over - Title']);
  expect(mail?.message).toMatch(/no more mails about it.*deleted in 30 days/s);
  expect(mail?.message).toContain('Who sends this: https://example.org/us');
  for (const day of ['2016-01-03', '2016-01-31']) await monitor.tick(`${day}T00:00:00Z`);
  expect(await mails()).toEqual([]);
  expect(await topics()).toBe(2);
  await monitor.tick('2016-02-01T00:00:00Z');
  expect(await mails()).toEqual([]);
  expect(await topics()).toBe(0);
  expect(await visitors.followers.all()).toEqual([]);
  expect(errors()).toEqual([]);
});

test('so are those of a petition that is not watched any more; what is watched again goes on', async () => {
  const without = monitor.anotherProcess({ ...config, watch: config.watch.slice(1) });
  monitor.setClock('2016-01-02T00:00:00Z');
  await without();
  expect((await mails()).sort()).toEqual([
    `all-${reader}: Petition not watched any more - Title`,
    `main-${reader}: Petition not watched any more - Title`,
  ]);
  await monitor.tick('2016-01-03T00:00:00Z');
  expect((await visitors.followers.all())[0]?.told).toBeUndefined();
  await monitor.tick('2016-02-05T00:00:00Z');
  expect(await topics()).toBe(2);
});

test('a topic that somebody has deleted does not keep the others from being told', async () => {
  await isOver();
  await visitors.sns.send(new DeleteTopicCommand({ TopicArn: visitors.topicOf(name, 'main') }));
  await monitor.tick('2016-01-02T00:00:00Z');
  expect(await mails()).toEqual([`all-${reader}: Petition over - Title`]);
  expect(errors()).toEqual([]);
});

test('where SNS is down, they are told the next day, and the tick succeeds', async () => {
  await isOver();
  const restore = setEnvironment({ AWS_ENDPOINT_URL_SNS: 'http://127.0.0.1:1', AWS_MAX_ATTEMPTS: '1' });
  monitor.setClock('2016-01-02T00:00:00Z');
  await monitor.anotherProcess()().finally(restore);
  expect(errors()).toEqual(['followers not looked after']);
  expect(await mails()).toEqual([]);
  await monitor.tick('2016-01-03T00:00:00Z');
  expect(await mails()).toHaveLength(2);
});
