/** What the real handler looks at, and when. */
import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { petitionKey } from '../../src/storage/petition-item.ts';
import type { Item } from '../../src/storage/table-keys.ts';
import { tickKey } from '../../src/storage/tick-item.ts';
import { setEnvironment } from '../../local/process-environment.ts';
import { at } from '../domain/story.ts';
import { startWire } from '../wire.ts';
import { setUp } from './poll-function.ts';

const here = setUp();

describe('a petition watched from end to end', () => {
  test('is seen, crosses its line, is answered; each is told once, by mail and to machines', async () => {
    await here.start('1');
    expect(await here.monitor.tick('2016-01-01T17:00:00Z')).toMatchObject({
      polls: 1,
      readings: 1,
      committed: 1,
      published: 1,
    });
    expect(here.told()).toEqual(['watch-started 1']);

    here.platform.shows('1', { signatureCount: 100_412, status: 'pending response' });
    await here.monitor.tick('2016-01-05T17:00:00Z');
    const [alert] = here.monitor.alerts();
    expect(alert).toMatchObject({
      id: 'us-we-the-people/1#2',
      alert: 'threshold-met',
      needed: 100_000,
      detectedAt: at('2016-01-05T17:00:00Z'),
      between: [at('2016-01-01T17:00:00Z'), at('2016-01-05T17:00:00Z')],
      responseDeadline: at('2016-02-04T17:00:00Z'),
    });
    const [, mail, ...others] = await here.monitor.deliveries();
    expect(others).toEqual([]);
    expect(mail).toMatchObject({ subject: 'Threshold met: 100,412 of 100,000 signatures - Title' });
    expect(mail?.message).toMatch(/A response from the White House is promised by 4 February 2016/);

    const response = { id: 1, url: 'https://example.org/answer', associationTime: 1452204000 };
    here.platform.shows('1', { status: 'responded', response });
    await here.monitor.tick('2016-01-07T23:00:00Z');
    expect(here.told()).toEqual(['response-met 1']);
    for (const day of ['2016-01-08', '2016-01-19', '2016-01-20', '2016-02-05'])
      await here.monitor.tick(`${day}T18:00:00Z`);
    expect(here.told()).toEqual([]);
  });

  test('the platform is told who asks', async () => {
    await here.start('1');
    await here.monitor.tick('2016-01-01T17:00:00Z');
    expect(here.platform.requests[0]?.headers['user-agent']).toMatch(/\+https:\/\/example\.org\/us\)$/);
  });

  test('counts are kept', async () => {
    await here.start('1');
    for (const [hour, signatureCount] of [19_000, 19_100, 19_100, 19_090].entries()) {
      here.platform.shows('1', { signatureCount });
      await here.monitor.tick(`2016-01-01T1${hour}:30:00Z`);
    }
    expect(
      (await here.monitor.petitionRepository.counts('us-we-the-people/1')).map(({ signatures }) => signatures),
    ).toEqual([19_000, 19_100, 19_090]);
  });
});

describe('what is due is looked at, and nothing else', () => {
  test('a quiet petition some ten times in its first hour, and then once an hour, whatever the ticks', async () => {
    const tick = (minute: number) => here.monitor.tick(String(at('2016-01-01T17:00:00Z').add({ minutes: minute })));
    await here.start('1');
    for (let minute = 0; minute <= 60; minute += minute < 20 ? 1 : 5) await tick(minute);
    expect(here.requests().length).toBeGreaterThanOrEqual(8);
    await tick(120);
    here.requests();
    for (let minute = 132; minute <= 300; minute += 12) await tick(minute);
    expect(here.requests()).toHaveLength(3);
  });

  test('one that leaps over its line two and a half minutes after it was added, within the minute', async () => {
    here.platform.shows('1', { signatureCount: 98_000 });
    await here.start('1');
    for (const minute of ['00', '01', '02']) await here.monitor.tick(`2016-01-01T17:${minute}:00Z`);
    here.platform.shows('1', { signatureCount: 101_000 });
    here.told();
    await here.monitor.tick('2016-01-01T17:03:00Z');
    expect(here.told()).toEqual(['threshold-met 1']);
  });

  test('an unchanged count is not written', async () => {
    await here.start('1');
    for (const hour of [16, 17]) await here.monitor.tick(`2016-01-01T${hour}:59:59Z`);
    const before = await here.monitor.petitionRepository.load('us-we-the-people/1');
    for (let hour = 18; hour < 24; hour++) await here.monitor.tick(`2016-01-01T${hour}:59:59Z`);
    expect(here.requests().length).toBeGreaterThan(5);
    expect((await here.monitor.petitionRepository.load('us-we-the-people/1'))?.version).toBe(before?.version);
  });

  test('though it was not written, the look before a crossing is in the evidence', async () => {
    await here.start('1');
    await here.monitor.tick('2016-01-01T17:00:00Z');
    await here.monitor.tick('2016-01-01T19:00:00Z');
    here.platform.shows('1', { signatureCount: 100_000 });
    await here.monitor.tick('2016-01-01T21:00:00Z');
    expect(here.monitor.alerts().at(-1)?.between).toEqual([at('2016-01-01T19:00:00Z'), at('2016-01-01T21:00:00Z')]);
  });

  test('ticks that were missed are made up for', async () => {
    await here.start('1');
    await here.monitor.tick('2016-01-01T17:00:00Z');
    await here.monitor.tick('2016-01-01T17:01:00Z');
    here.requests();
    await here.monitor.tick('2016-01-02T09:00:00Z');
    expect(here.requests()).toEqual(['1']);
  });

  test('what there was no time for is taken up by the next tick', async () => {
    await here.start('1');
    await here.monitor.tick('2016-01-01T17:00:00Z');
    await here.monitor.tick('2016-01-01T17:01:00Z');
    here.requests();
    // Its turn comes once in this hour, and the run that would take it has fourteen seconds.
    expect(await here.monitor.tick('2016-01-01T18:00:00Z', 14_000)).toMatchObject({ polls: 0, deferred: 1 });
    expect(here.monitor.counted.at(-1)).toMatchObject({ Looks: 0, Deferred: 1 });
    expect(here.requests()).toEqual([]);
    expect(await here.monitor.tick('2016-01-01T18:01:00Z')).toMatchObject({ polls: 1, deferred: 0 });
    expect(here.requests()).toEqual(['1']);
  });

  test('only what was left is taken up again, first of all, and for how long it waits is counted', async () => {
    const ids = Array.from({ length: 20 }, (_, index) => `a${index}`);
    await here.start(...ids);
    // The first looks take so long that after them there is no time to begin another.
    for (const id of ids) {
      here.platform.answers(id, (response) => {
        // Enough for their alerts.
        here.monitor.setClock('2016-01-01T17:00:36Z');
        const result = { id, title: 'T', signatureCount: 5, created: 1_450_630_800, status: 'open' };
        response.end(JSON.stringify({ metadata: {}, results: [result] }));
      });
    }
    const { polls, deferred } = await here.monitor.tick('2016-01-01T17:00:00Z');
    expect(deferred).toBeGreaterThan(0);
    expect(polls + deferred).toBe(20);
    const asked = here.requests();
    // Those that were read are due again, too: they are new.
    expect(await here.monitor.tick('2016-01-01T17:01:00Z', 14_000)).toMatchObject({ polls: 0, deferred: 20 });
    expect(await here.monitor.tick('2016-01-01T17:02:00Z')).toMatchObject({ deferred: 0 });
    expect(here.monitor.counted.at(-1)).toMatchObject({ MinutesBehind: 0 });
    expect(here.monitor.counted.at(-2)).toMatchObject({ MinutesBehind: 1 });
    const later = here.requests();
    expect(later).toHaveLength(20);
    expect(later.slice(0, deferred).filter((id) => asked.includes(id))).toEqual([]);
  });

  test('a deadline is read in the minute after it, and once more a minute later before anybody is told', async () => {
    await here.start('1');
    await here.monitor.tick('2016-01-19T16:01:00Z');
    here.monitor.alerts();
    for (let minute = 2; minute <= 61; minute += minute < 57 ? 5 : 1) {
      await here.monitor.tick(String(at('2016-01-19T16:00:30Z').add({ minutes: minute })));
    }
    expect(here.monitor.alerts()).toMatchObject([
      {
        alert: 'threshold-missed',
        between: [expect.anything(), at('2016-01-19T17:00:30Z')],
        detectedAt: at('2016-01-19T17:01:30Z'),
      },
    ]);
  });

  test('a petition that the config names no more is looked at no more, and goes on where it was when it is named again', async () => {
    here.platform.shows('2', { signatureCount: 5 });
    await here.start('1', '2');
    await here.monitor.tick('2016-01-01T17:00:00Z');
    here.requests();
    here.monitor.setClock('2016-01-01T19:00:00Z');
    await here.monitor.anotherProcess(here.configFor('1'))();
    expect(here.requests()).toEqual(['1']);
    here.monitor.setClock('2016-01-01T21:00:00Z');
    await here.monitor.anotherProcess()();
    expect(here.requests().sort()).toEqual(['1', '2']);
    expect(here.told().sort()).toEqual(['watch-started 1', 'watch-started 2']);
  });

  test('one more in the config is put on the agenda by a write of its own, and none for those that are on it', async () => {
    const ids = Array.from({ length: 20 }, (_, index) => `a${index}`);
    for (const id of [...ids, 'new']) here.platform.shows(id, { signatureCount: 5 });
    await here.start(...ids);
    for (const time of ['17:00', '18:00']) await here.monitor.tick(`2016-01-01T${time}:00Z`);
    const { AWS_ENDPOINT_URL_DYNAMODB: table = '', AWS_ENDPOINT_URL_SNS: sns = '' } =
      here.monitor.emulator.awsEnvironment;
    const wire = await startWire({ table, sns, source: here.platform.url });
    const restore = setEnvironment({ AWS_ENDPOINT_URL_DYNAMODB: wire.addresses.table });
    here.requests();
    here.monitor.setClock('2016-01-01T18:00:30Z');
    await here.monitor
      .anotherProcess(here.configFor(...ids, 'new'))()
      .finally(restore);
    await wire.close();
    expect(here.requests()).toEqual(['new']);
    // The second is for the turn of its alert.
    expect(wire.calls.filter(({ operation }) => operation === 'UpdateItem')).toHaveLength(2);
  });

  test('what there was no time to put on the agenda is put there and looked at by the next ticks', async () => {
    await here.start('1');
    expect(await here.monitor.tick('2016-01-01T17:00:00Z', 14_000)).toMatchObject({ polls: 0, deferred: 1 });
    expect((await here.monitor.dueIndex.findAll()).buckets).toEqual(new Map());
    await here.monitor.tick('2016-01-01T17:01:00Z');
    expect(await here.monitor.tick('2016-01-01T17:02:00Z')).toMatchObject({ polls: 1, deferred: 0 });
  });

  test('what an older monitor left in the lanes that it had is looked at once, and has its place in ours', async () => {
    await here.start('1');
    for (const time of ['17:00', '18:30']) await here.monitor.tick(`2016-01-01T${time}:00Z`);
    const client = new DynamoDBClient({});
    const set = (Key: Item, attributes: Item): Promise<unknown> =>
      client.send(
        new UpdateItemCommand({
          TableName: here.monitor.emulator.tableName,
          Key,
          UpdateExpression: `SET ${Object.keys(attributes)
            .map((name) => `#${name} = :${name}`)
            .join(', ')}`,
          ExpressionAttributeNames: Object.fromEntries(Object.keys(attributes).map((name) => [`#${name}`, name])),
          ExpressionAttributeValues: Object.fromEntries(
            Object.entries(attributes).map(([name, value]) => [`:${name}`, value]),
          ),
        }),
      );
    await set(petitionKey('us-we-the-people/1'), { lane: { S: '60' }, slot: { S: '0059' } });
    await set(tickKey, { schema: { N: '3' } });
    client.destroy();
    expect(await here.monitor.tick('2016-01-01T18:31:00Z')).toMatchObject({ polls: 1 });
    const known = await here.monitor.petitionRepository.load('us-we-the-people/1');
    expect(known?.dueKey?.bucket).toMatch(/^60#\d+$/);
    expect(await here.monitor.tick('2016-01-01T18:32:00Z')).toMatchObject({ polls: 0 });
  });
});
