/** The function wakes itself when what waits is due, and costs nothing while nothing does: the real SDK, and a Scheduler on loopback. */
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { Instant } from '../../src/domain/time.ts';
import { startDeployed, type Deployed } from './deployed.ts';
import { alertOf, ok, status } from './world.ts';

let world: Deployed;
afterEach(() => world.close());

const slack = { slack: { parameter: '/petitions/slack' } };
const post = (url: string) => ({ post: { url: `${url}/alerts`, parameter: '/petitions/post' } });
const minutesUntil = (at: Instant | undefined): number | undefined => at?.since(world.clock()).total('minutes');

test('a platform that answers takes an alert at once, and no schedule is asked for anything', async () => {
  world = await startDeployed(() => [slack]);
  await world.hand(alertOf(1));
  expect(world.taken()).toHaveLength(1);
  await world.minutes(180);
  expect(world.scheduler.asked()).toEqual([]);
  // Once an hour, in case it could not wake itself.
  expect(world.count()).toBe(1 + 3);
});

test('a platform that is down is tried when that is due, to the minute, and by no other run', async () => {
  world = await startDeployed(() => [slack]);
  world.answers(status(503));
  await world.hand(alertOf(1));
  const tried: number[] = [];
  for (let minute = 0; minute < 40; minute++) {
    if (world.taken().length > 0) tried.push(minute);
    await world.minutes(1);
  }
  expect(tried).toEqual([0, 1, 3, 7, 15, 30]);
  expect(world.count()).toBe(tried.length);
  world.answers(ok);
  await world.minutes(15);
  expect((await world.stored()).queue.waiting).toEqual([]);
  world.taken();
  await world.minutes(60);
  expect(world.taken()).toEqual([]);
});

test('Retry-After is the minute of the next try', async () => {
  world = await startDeployed(() => [slack]);
  world.answers(status(429, { 'retry-after': '601' }));
  await world.hand(alertOf(1));
  expect(minutesUntil(world.scheduler.at(world.clock()))).toBe(11);
});

test('of several channels, the first that is due wakes it for all', async () => {
  world = await startDeployed((url) => [slack, post(url)]);
  world.answers((response, got) =>
    status(429, { 'retry-after': got.path === '/alerts' ? '120' : '1800' })(response, got),
  );
  await world.hand(alertOf(1));
  expect(minutesUntil(world.scheduler.at(world.clock()))).toBe(2);
  await world.minutes(2);
  expect(minutesUntil(world.scheduler.at(world.clock()))).toBe(2);
});

test('two runs at once: the earlier time holds, whichever writes last', async () => {
  world = await startDeployed((url) => [slack, { ...post(url), alerts: ['response-met'] }]);
  world.answers((response, got) =>
    status(429, { 'retry-after': got.path === '/alerts' ? '120' : '1800' })(response, got),
  );
  let isFirst = true;
  world.scheduler.before(async (method) => {
    if (method !== 'PUT' || !isFirst) return;
    isFirst = false;
    // The other one comes and goes, and then the first one, which does not know it, writes.
    await world.hand(alertOf(2, { alert: 'response-met' }));
  });
  await world.hand(alertOf(1));
  expect(minutesUntil(world.scheduler.at(world.clock()))).toBe(2);
});

test('when Scheduler fails, Lambda runs it again; when it fails for longer, the next alert or the next hour does', async () => {
  world = await startDeployed(() => [slack]);
  world.answers(status(503));
  world.scheduler.before(() => Promise.reject(new Error('down')));
  await world.hand(alertOf(1));
  expect(world.count()).toBe(3);
  expect(world.log.map(({ fields }) => fields.channel)).toContain('the next run');
  world.answers(ok);
  await world.minutes(60);
  expect((await world.stored()).queue.waiting).toEqual([]);
});

test('operators hear of a channel that has failed for an hour, though no alert comes', async () => {
  world = await startDeployed(() => [slack]);
  world.answers(status(500));
  await world.hand(alertOf(1));
  await world.minutes(80);
  expect(world.notices.map(({ notice }) => notice)).toEqual(['channel-failing']);
  world.answers(ok);
  await world.minutes(20);
  expect(world.notices.map(({ notice }) => notice)).toEqual(['channel-failing', 'channel-recovered']);
});

describe('a parameter with another name', () => {
  const renamed = { slack: { parameter: '/petitions/newsroom' } };
  beforeEach(async () => {
    world = await startDeployed(() => [slack]);
    world.answers(status(410));
    await world.hand(alertOf(1), alertOf(2, { alert: 'response-met' }));
    world.parameters.set('/petitions/newsroom', world.parameters.get('/petitions/slack') ?? '');
    world.answers(ok);
    world.taken();
  });

  test('what waited goes to the channel that is there now, once', async () => {
    world.deploy({ ...world.config, subscribers: [renamed] });
    await world.minutes(61);
    expect(world.taken()).toHaveLength(2);
    await world.minutes(120);
    expect(world.taken()).toEqual([]);
    expect(world.notices).toEqual([]);
  });

  test('what was also handed to the new one comes once', async () => {
    world.deploy({ ...world.config, subscribers: [renamed] });
    await world.hand(alertOf(1));
    await world.minutes(61);
    expect(world.taken()).toHaveLength(2);
  });

  test('its filters hold', async () => {
    world.deploy({ ...world.config, subscribers: [{ ...renamed, alerts: ['response-met'] }] });
    await world.minutes(61);
    expect(world.taken()).toHaveLength(1);
  });

  test('where none is at its address any more, operators hear how many will not be sent', async () => {
    world.deploy({ ...world.config, subscribers: [{ ntfy: { topic: 'https://ntfy.example/petitions' } }] });
    await world.minutes(61);
    expect(world.taken()).toEqual([]);
    expect(world.notices).toMatchObject([
      {
        notice: 'channel-dropped',
        source: 'slack /petitions/slack',
        alerts: 2,
        reason: 'petitions.json does not name it any more',
      },
    ]);
    const [before] = await world.monitor.channelQueues();
    expect(before?.queue).toMatchObject({ waiting: [], dropped: 0, notices: [] });
    await world.minutes(240);
    expect(world.notices).toHaveLength(1);
  });
});

test('an item of a channel that is gone and cannot be read is logged, and stops nothing', async () => {
  world = await startDeployed(() => [slack]);
  const { tableName } = world.monitor.emulator;
  const client = new DynamoDBClient({});
  const Item = { pk: { S: 'delivery' }, sk: { S: 'channel#0' }, version: { N: '1' }, state: { S: 'damaged' } };
  await client.send(new PutItemCommand({ TableName: tableName, Item }));
  client.destroy();
  await world.hand(alertOf(1));
  await world.minutes(60);
  expect(world.taken()).toHaveLength(1);
  expect(world.log.map(({ message }) => message)).toContain('stored delivery not read');
});
