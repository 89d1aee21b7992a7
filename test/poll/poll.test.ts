/** The real handler, over the embedded cloud and a loopback platform. */
import type { ServerResponse } from 'node:http';
import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { petitionKey } from '../../lambda/store/item.ts';
import type { ConfigInput } from '../../lambda/config/config.ts';
import { setEnvironment } from '../../local/environment.ts';
import { startMonitor, type Monitor } from '../monitor.ts';
import { startPlatform, type Platform } from '../platform.ts';
import { at } from '../petition/story.ts';

let platform: Platform;
let monitor: Monitor;
let config: ConfigInput;

const watch = (...ids: string[]): ConfigInput['watch'] =>
  ids.map((petition) => ({ source: 'us-we-the-people', petition, baseUrl: platform.url }));

async function start(...ids: string[]): Promise<void> {
  config = {
    watch: watch(...ids),
    subscribers: [{ email: 'desk@example.org' }],
    allowPrivateSources: true,
    contact: 'https://example.org/us',
  };
  monitor = await startMonitor(config);
}

beforeEach(async () => {
  platform = await startPlatform();
  platform.shows('1', { signatureCount: 19_000 });
});
afterEach(async () => {
  await monitor.close();
  await platform.close();
});

const told = (): string[] => monitor.alerts().map(({ alert, petition }) => `${alert} ${petition.split('/')[1] ?? ''}`);
const requests = (): string[] =>
  platform.requests.splice(0).map(({ url }) => url?.replace(/.*\/(.*)\.json/, '$1') ?? '');

describe('a petition watched from end to end', () => {
  test('is seen, crosses its line, is answered; each is told once, by mail and to machines', async () => {
    await start('1');
    expect(await monitor.tick('2016-01-01T17:00:00Z')).toMatchObject({
      looks: 1,
      readings: 1,
      committed: 1,
      published: 1,
    });
    expect(told()).toEqual(['watch-started 1']);

    platform.shows('1', { signatureCount: 100_412, status: 'pending response' });
    await monitor.tick('2016-01-05T17:00:00Z');
    const [alert] = monitor.alerts();
    expect(alert).toMatchObject({
      id: 'us-we-the-people/1#2',
      alert: 'threshold-met',
      needed: 100_000,
      detectedAt: at('2016-01-05T17:00:00Z'),
      between: [at('2016-01-01T17:00:00Z'), at('2016-01-05T17:00:00Z')],
      responseDeadline: at('2016-02-04T17:00:00Z'),
    });
    const [, mail, ...others] = await monitor.deliveries();
    expect(others).toEqual([]);
    expect(mail).toMatchObject({ subject: 'Threshold met: 100,412 of 100,000 signatures - Title' });
    expect(mail?.message).toMatch(/An answer from the White House is promised by 4 February 2016/);

    const response = { id: 1, url: 'https://example.org/answer', associationTime: 1452204000 };
    platform.shows('1', { status: 'responded', response });
    await monitor.tick('2016-01-07T23:00:00Z');
    expect(told()).toEqual(['response-met 1']);
    for (const day of ['2016-01-08', '2016-01-19', '2016-01-20', '2016-02-05']) await monitor.tick(`${day}T18:00:00Z`);
    expect(told()).toEqual([]);
  });

  test('the platform is told who asks', async () => {
    await start('1');
    await monitor.tick('2016-01-01T17:00:00Z');
    expect(platform.requests[0]?.headers['user-agent']).toMatch(/\+https:\/\/example\.org\/us\)$/);
  });

  test('counts are kept', async () => {
    await start('1');
    for (const [hour, signatureCount] of [19_000, 19_100, 19_100, 19_090].entries()) {
      platform.shows('1', { signatureCount });
      await monitor.tick(`2016-01-01T1${hour}:30:00Z`);
    }
    expect((await monitor.store.counts('us-we-the-people/1')).map(({ signatures }) => signatures)).toEqual([
      19_000, 19_100, 19_090,
    ]);
  });
});

describe('what is due is looked at, and nothing else', () => {
  test('a quiet petition once an hour, whatever the ticks', async () => {
    await start('1');
    await monitor.tick('2016-01-01T17:00:00Z');
    requests();
    for (let minute = 1; minute <= 180; minute++)
      await monitor.tick(String(at('2016-01-01T17:00:00Z').add({ minutes: minute })));
    expect(requests()).toHaveLength(3);
  });

  test('an unchanged count is not written', async () => {
    await start('1');
    await monitor.tick('2016-01-01T17:00:00Z');
    const before = await monitor.store.load('us-we-the-people/1');
    for (let hour = 18; hour < 24; hour++) await monitor.tick(`2016-01-01T${hour}:59:59Z`);
    expect(requests().length).toBeGreaterThan(5);
    expect((await monitor.store.load('us-we-the-people/1'))?.version).toBe(before?.version);
  });

  test('though it was not written, the look before a crossing is in the evidence', async () => {
    await start('1');
    await monitor.tick('2016-01-01T17:00:00Z');
    await monitor.tick('2016-01-01T19:00:00Z');
    platform.shows('1', { signatureCount: 100_000 });
    await monitor.tick('2016-01-01T21:00:00Z');
    expect(monitor.alerts().at(-1)?.between).toEqual([at('2016-01-01T19:00:00Z'), at('2016-01-01T21:00:00Z')]);
  });

  test('ticks that were missed are made up for', async () => {
    await start('1');
    await monitor.tick('2016-01-01T17:00:00Z');
    await monitor.tick('2016-01-01T17:01:00Z');
    requests();
    await monitor.tick('2016-01-02T09:00:00Z');
    expect(requests()).toEqual(['1']);
  });

  test('what there was no time for is taken up by the next tick', async () => {
    await start('1');
    await monitor.tick('2016-01-01T17:00:00Z');
    await monitor.tick('2016-01-01T17:01:00Z');
    requests();
    // Its turn comes once in this hour, and the run that would take it has fourteen seconds.
    expect(await monitor.tick('2016-01-01T18:00:00Z', 14_000)).toMatchObject({ looks: 0, deferred: 1 });
    expect(monitor.counted.at(-1)).toMatchObject({ Looks: 0, Deferred: 1 });
    expect(requests()).toEqual([]);
    expect(await monitor.tick('2016-01-01T18:01:00Z')).toMatchObject({ looks: 1, deferred: 0 });
    expect(requests()).toEqual(['1']);
  });

  test('a deadline is read in the minute after it', async () => {
    await start('1');
    await monitor.tick('2016-01-19T16:01:00Z');
    monitor.alerts();
    for (let minute = 2; minute <= 61; minute++) {
      await monitor.tick(String(at('2016-01-19T16:00:30Z').add({ minutes: minute })));
    }
    expect(monitor.alerts()).toMatchObject([{ alert: 'threshold-missed', detectedAt: at('2016-01-19T17:00:30Z') }]);
  });

  test('a petition that the config names no more is looked at no more, and goes on where it was when it is named again', async () => {
    platform.shows('2', { signatureCount: 5 });
    await start('1', '2');
    await monitor.tick('2016-01-01T17:00:00Z');
    requests();
    monitor.setClock('2016-01-01T19:00:00Z');
    await monitor.another({ ...config, watch: watch('1') })();
    expect(requests()).toEqual(['1']);
    monitor.setClock('2016-01-01T21:00:00Z');
    await monitor.another()();
    expect(requests().sort()).toEqual(['1', '2']);
    expect(told().sort()).toEqual(['watch-started 1', 'watch-started 2']);
  });
});

describe('one bad petition never stops the rest, and never hides', () => {
  const faults: [string, (response: ServerResponse) => void, RegExp][] = [
    ['HTML', (response) => response.end('<html>'), /is not JSON/],
    ['JSON that is cut off', (response) => response.end('{"metadata":'), /is not JSON/],
    [
      'a count as text',
      (response) =>
        response.end(
          JSON.stringify({
            metadata: {},
            results: [{ id: '1', title: 'T', signatureCount: '7', created: 1, status: 'open' }],
          }),
        ),
      /signatureCount must be a whole number/,
    ],
    ['500', (response) => response.writeHead(500).end(), /answered 500/],
    ['a reset', (response) => response.destroy(), /socket hang up/],
  ];

  test.each(faults)(
    '%s: no reading, an error in the log, the others are read, nothing stored is lost',
    async (_, answer, reason) => {
      platform.shows('2', { signatureCount: 7 });
      await start('1', '2');
      await monitor.tick('2016-01-01T17:00:00Z');
      const known = await monitor.store.load('us-we-the-people/1');
      platform.answers('1', answer);
      platform.shows('2', { signatureCount: 8 });
      expect(await monitor.tick('2016-01-01T19:00:00Z')).toMatchObject({ looks: 2, readings: 1, sourceErrors: 1 });
      expect(monitor.log).toContainEqual({
        level: 'warn',
        message: 'no reading',
        fields: { petition: 'us-we-the-people/1', reason: expect.stringMatching(reason), failures: 1 },
      });
      expect(monitor.counted.at(-1)).toMatchObject({ Looks: 2, Readings: 1, SourceErrors: 1 });
      expect((await monitor.store.load('us-we-the-people/1'))?.petition).toEqual(known?.petition);
      expect((await monitor.store.load('us-we-the-people/2'))?.petition.last?.signatures).toBe(8);
      platform.answers('1');
      await monitor.tick('2016-01-01T21:00:00Z');
      expect(await monitor.store.load('us-we-the-people/1')).toMatchObject({ failures: 0 });
    },
  );

  test('a source that fails is asked less and less often, and after `Retry-After` at the soonest', async () => {
    await start('1');
    await monitor.tick('2016-01-01T17:00:00Z');
    platform.answers('1', (response) => response.writeHead(503).end());
    requests();
    const looks: number[] = [];
    for (let minute = 60; minute < 60 + 240; minute++) {
      await monitor.tick(String(at('2016-01-01T17:00:00Z').add({ minutes: minute })));
      if (requests().length > 0) looks.push(minute);
    }
    const waits = looks.slice(1).map((minute, i) => minute - (looks[i] ?? 0));
    expect(waits.length).toBeGreaterThan(5);
    expect(waits.length).toBeLessThan(10);
    const doubling = waits.slice(0, 5);
    expect(doubling).toEqual([...doubling].sort((a, b) => a - b));
    expect(Math.max(...waits)).toBeGreaterThan(40);
    platform.answers('1', (response) => response.writeHead(429, { 'retry-after': '7200' }).end());
    await monitor.tick('2016-01-02T17:00:00Z');
    requests();
    await monitor.tick('2016-01-02T18:59:00Z');
    expect(requests()).toEqual([]);
    await monitor.tick('2016-01-02T19:00:00Z');
    expect(requests()).toEqual(['1']);
  });

  test('one that does not exist is said to be missing, and looked for every hour', async () => {
    await start('404');
    expect(await monitor.tick('2016-01-01T17:00:00Z')).toMatchObject({ looks: 1, readings: 0, sourceErrors: 0 });
    expect(monitor.log).toContainEqual({
      level: 'warn',
      message: 'petition not found',
      fields: { petition: 'us-we-the-people/404' },
    });
    requests();
    for (let minute = 1; minute <= 120; minute++)
      await monitor.tick(String(at('2016-01-01T17:00:00Z').add({ minutes: minute })));
    expect(requests()).toHaveLength(2);
    expect(told()).toEqual([]);
  });

  test('a stored item that is damaged fails the run after the others were read, and does not hold up the next', async () => {
    platform.shows('2', { signatureCount: 7 });
    await start('1', '2');
    await monitor.tick('2016-01-01T17:00:00Z');
    const client = new DynamoDBClient({});
    await client.send(
      new UpdateItemCommand({
        TableName: monitor.cloud.tableName,
        Key: petitionKey('us-we-the-people/1'),
        UpdateExpression: 'SET petition = :damaged',
        ExpressionAttributeValues: { ':damaged': { S: '{"petition":1}' } },
      }),
    );
    client.destroy();
    requests();
    await expect(monitor.tick('2016-01-01T19:00:00Z')).rejects.toThrow('1 of 2 petitions failed; the log has each');
    expect(requests()).toEqual(['2']);
    expect(monitor.counted.at(-1)).toMatchObject({ Looks: 1, Readings: 1, Failures: 1 });
    expect(monitor.log.at(-1)).toMatchObject({
      level: 'error',
      message: 'petition failed',
      fields: {
        petition: 'us-we-the-people/1',
        reason: expect.stringMatching(/^stored item of us-we-the-people\/1, petition: /),
      },
    });
    expect((await monitor.store.lastTick())?.at).toEqual(at('2016-01-01T19:00:00Z'));
  });
});

describe('when a part of the cloud fails', () => {
  test('an alert that SNS does not take is kept, counted and logged, and goes out with a later tick', async () => {
    await start('1');
    await monitor.tick('2016-01-01T17:00:00Z');
    monitor.alerts();
    platform.shows('1', { signatureCount: 100_000 });
    const withoutSns = another({ AWS_ENDPOINT_URL_SNS: 'http://127.0.0.1:1' });
    monitor.setClock('2016-01-05T17:00:00Z');
    expect(await withoutSns()).toMatchObject({ committed: 1, published: 0, unpublished: 1 });
    expect(monitor.counted.at(-1)).toMatchObject({ AlertsCommitted: 1, AlertsPublished: 0, PublishErrors: 1 });
    expect(monitor.log).toContainEqual({
      level: 'error',
      message: 'alert not published',
      fields: {
        petition: 'us-we-the-people/1',
        alert: 'us-we-the-people/1#2',
        reason: expect.stringMatching(/ECONNREFUSED/),
      },
    });
    expect(told()).toEqual([]);
    expect(await monitor.tick('2016-01-05T17:01:00Z')).toMatchObject({ committed: 0, published: 1 });
    expect(told()).toEqual(['threshold-met 1']);
    expect(await monitor.tick('2016-01-05T17:02:00Z')).toMatchObject({ published: 0 });
  });

  test('without the table a run fails, and the next one makes up for it', async () => {
    await start('1');
    await monitor.tick('2016-01-01T17:00:00Z');
    monitor.alerts();
    platform.shows('1', { signatureCount: 100_000 });
    const withoutTable = another({ AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:1' });
    monitor.setClock('2016-01-05T17:00:00Z');
    await expect(withoutTable()).rejects.toThrow(/ECONNREFUSED/);
    expect(told()).toEqual([]);
    await monitor.tick('2016-01-05T17:01:00Z');
    expect(told()).toEqual(['threshold-met 1']);
  });

  /** The function in a process whose environment differs: the SDK finds its endpoints at the first request. */
  function another(environment: Record<string, string>): () => Promise<unknown> {
    const run = monitor.another();
    return () => {
      const restore = setEnvironment(environment);
      return run().finally(restore);
    };
  }
});

describe('runs that overlap', () => {
  test('two at once commit and publish an alert once', async () => {
    await start('1');
    await monitor.tick('2016-01-01T17:00:00Z');
    monitor.alerts();
    platform.shows('1', { signatureCount: 100_000 });
    monitor.setClock('2016-01-05T17:00:00Z');
    const runs = [1, 2, 3].map(() => monitor.another()());
    await Promise.all(runs);
    expect(told()).toEqual(['threshold-met 1']);
  });

  test('an outbox in the hands of a run is left to it until that run must be over, and then published', async () => {
    await start('1');
    await monitor.tick('2016-01-01T17:00:00Z');
    const alert = monitor.alerts()[0];
    const left = await monitor.store.load('us-we-the-people/1');
    if (alert === undefined || left === undefined) throw new Error('not there');
    const held = at('2016-01-05T17:00:50Z');
    await monitor.store.save({ ...left, outbox: [alert], held, place: { lane: '1', slot: '0000' } }, left.version);
    await monitor.tick('2016-01-05T17:00:30Z');
    expect(told()).toEqual([]);
    expect((await monitor.store.load('us-we-the-people/1'))?.outbox).toHaveLength(1);
    await monitor.tick('2016-01-05T17:01:30Z');
    expect(told()).toEqual(['watch-started 1']);
    expect(await monitor.store.load('us-we-the-people/1')).toMatchObject({ outbox: [] });
  });
});
