/** What failures leave of a digest that is due: it is committed once, published once, or again and the same. */
import { PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { digestKey } from '../../src/storage/digest-item.ts';
import { petitionKey } from '../../src/storage/petition-item.ts';
import { schemaVersion } from '../../src/storage/schema-version.ts';
import type { Item } from '../../src/storage/table-keys.ts';
import { at } from '../domain/story.ts';
import type { Fates } from '../wire.ts';
import { newsdesk, start, toldIn, type Here } from './digest-function.ts';

let here: Here;

beforeEach(async () => {
  here = await start();
});
afterEach(() => here.close());

describe('a digest that is due', () => {
  beforeEach(async () => {
    await here.monitor.tick('2016-01-01T17:00:00Z');
    await here.monitor.sendDigests('2016-01-01T17:00:00Z');
  });

  test('is published again, the same to the letter, when the run dies between publishing and clearing', async () => {
    const dies: Fates = ({ operation }) =>
      operation === 'Publish'
        ? { after: () => Promise.resolve(void (dead = true)) }
        : dead
          ? { instead: 'reset' }
          : undefined;
    let dead = false;
    await expect(here.over(dies, '2016-01-02T08:05:00Z')).rejects.toThrow('1 of 1 digests failed; the log has each');
    const first = here.only();
    expect((await here.stored())?.pending).toEqual(first);
    // What has happened meanwhile is not in the copy.
    here.platform.shows('2', { signatureCount: 700 });
    await here.monitor.tick('2016-01-02T08:06:00Z');
    await here.monitor.sendDigests('2016-01-02T08:10:00Z');
    expect(here.only()).toEqual(first);
    expect(await here.stored()).toMatchObject({ until: at('2016-01-02T08:00:00Z'), pending: undefined });
    await here.monitor.sendDigests('2016-01-02T08:15:00Z');
    expect(here.spans()).toEqual([]);
  });

  test('is kept when SNS does not take it, and goes out when it does; what came due meanwhile follows', async () => {
    const refuses: Fates = ({ operation }) =>
      operation === 'Publish'
        ? {
            instead: {
              status: 403,
              headers: {},
              body: '<ErrorResponse><Error><Code>AuthorizationError</Code></Error></ErrorResponse>',
            },
          }
        : undefined;
    await expect(here.over(refuses, '2016-01-02T08:05:00Z')).rejects.toThrow('1 of 1 digests failed');
    expect(here.monitor.log).toContainEqual({
      level: 'error',
      message: 'digest failed',
      fields: { digest: 'newsdesk', reason: expect.any(String) },
    });
    expect(here.monitor.counted.at(-1)).toEqual({ DigestsPublished: 0 });
    await here.monitor.sendDigests('2016-01-05T08:05:00Z');
    await here.monitor.sendDigests('2016-01-05T08:10:00Z');
    expect(here.spans()).toEqual([
      'newsdesk 2016-01-01T08:00:00Z 2016-01-02T08:00:00Z',
      'newsdesk 2016-01-02T08:00:00Z 2016-01-05T08:00:00Z',
    ]);
  });

  test('is committed and published once by runs that overlap', async () => {
    here.monitor.setClock('2016-01-02T08:05:00Z');
    const runs = [1, 2, 3].map(() => here.monitor.anotherDigestProcess()());
    expect((await Promise.all(runs)).map(({ published }) => published).sort()).toEqual([0, 0, 1]);
    expect(here.spans()).toHaveLength(1);
  });

  test('is left to the run that has it in hand, until that must be over', async () => {
    const lost: Fates = ({ operation }) => (operation === 'Publish' ? { instead: 'reset' } : undefined);
    await expect(here.over(lost, '2016-01-02T08:05:00Z')).rejects.toThrow();
    expect((await here.stored())?.lockedUntil).toEqual(at('2016-01-02T08:05:50Z'));
    await here.monitor.sendDigests('2016-01-02T08:05:30Z');
    expect(here.spans()).toEqual([]);
    await here.monitor.sendDigests('2016-01-02T08:06:00Z');
    expect(here.spans()).toHaveLength(1);
  });

  test('is not published by a run that another has overtaken between loading and committing', async () => {
    let overtaken = false;
    const overtakes: Fates = ({ operation }) => {
      if (operation !== 'PutItem' || overtaken) return undefined;
      overtaken = true;
      return { before: () => here.monitor.sendDigests('2016-01-02T08:05:00Z') };
    };
    expect(await here.over(overtakes, '2016-01-02T08:05:00Z')).toEqual({ published: 0, failures: 0 });
    expect(overtaken).toBe(true);
    expect(here.spans()).toHaveLength(1);
  });

  test('is tried again, and nothing of it has happened, when the table fails for what it is made of', async () => {
    const fails: Fates = ({ operation }) => (operation === 'Query' ? { instead: 'reset' } : undefined);
    await expect(here.over(fails, '2016-01-02T08:05:00Z')).rejects.toThrow('1 of 1 digests failed');
    expect((await here.stored())?.pending).toBeUndefined();
    await here.monitor.sendDigests('2016-01-02T08:10:00Z');
    expect(toldIn(here.only())).toEqual(['watch-started 1', 'watch-started 2']);
  });

  test('holds an alert that is committed and not yet in the log, once', async () => {
    const [first] = here.monitor.alerts();
    const loaded = await here.monitor.petitionRepository.load('us-we-the-people/1');
    if (first === undefined || loaded === undefined) throw new Error('not there');
    const unlogged = { ...first, id: 'us-we-the-people/1#9', detectedAt: at('2016-01-02T07:59:00Z') };
    await here.monitor.petitionRepository.save({ ...loaded, outbox: [unlogged, first] }, loaded.version);
    await here.monitor.sendDigests('2016-01-02T08:05:00Z');
    expect(here.only().alerts.map(({ id }) => id)).toEqual([
      'us-we-the-people/1#1',
      'us-we-the-people/2#1',
      'us-we-the-people/1#9',
    ]);
  });
});

describe('what can not be read', () => {
  const put = (Item: Item): Promise<unknown> =>
    here.table.send(new PutItemCommand({ TableName: here.monitor.emulator.tableName, Item }));

  test('of a petition, or of the log, is named in the digest, which goes out all the same; then the run fails', async () => {
    await here.monitor.tick('2016-01-01T17:00:00Z');
    await here.monitor.sendDigests('2016-01-01T17:00:00Z');
    await here.table.send(
      new UpdateItemCommand({
        TableName: here.monitor.emulator.tableName,
        Key: petitionKey('us-we-the-people/1'),
        UpdateExpression: 'SET petition = :damaged',
        ExpressionAttributeValues: { ':damaged': { S: '{' } },
      }),
    );
    await put({
      pk: { S: 'us-we-the-people/2' },
      sk: { S: 'alert#000002' },
      lane: { S: 'alerts' },
      slot: { S: '2016-01-01T18:00:00.000Z' },
      alert: { S: '{}' },
    });
    await expect(here.monitor.sendDigests('2016-01-02T08:05:00Z')).rejects.toThrow(
      '2 stored items could not be read; the log and the digests name them',
    );
    const digest = here.only();
    expect(toldIn(digest)).toEqual(['watch-started 1', 'watch-started 2']);
    expect(digest.petitions.map(({ petition }) => petition)).toEqual(['us-we-the-people/2']);
    expect(digest.unreadable).toEqual([
      expect.stringMatching(/^stored item of us-we-the-people\/1, petition: is not JSON/),
      expect.stringMatching(/^logged alert: /),
    ]);
    expect(here.monitor.log.filter(({ message }) => message === 'missing from the digest')).toHaveLength(2);
    await here.monitor.sendDigests('2016-01-02T08:10:00Z');
    expect(here.spans()).toEqual([]);
  });

  test('of one list does not keep back the others', async () => {
    await here.beginAnew([newsdesk, { ...newsdesk, name: 'other' }]);
    await put({ ...digestKey('newsdesk'), version: { N: '1' }, state: { S: 'damaged' } });
    await here.monitor.sendDigests('2016-01-01T17:00:00Z').catch(() => undefined);
    await expect(here.monitor.sendDigests('2016-01-02T08:05:00Z')).rejects.toThrow('1 of 2 digests failed');
    expect(here.spans()).toEqual(['other 2016-01-01T08:00:00Z 2016-01-02T08:00:00Z']);
  });

  test('because a newer version of the monitor wrote it stops the digest, and nothing is written', async () => {
    await here.monitor.tick('2016-01-01T17:00:00Z');
    await here.monitor.sendDigests('2016-01-01T17:00:00Z');
    await here.table.send(
      new UpdateItemCommand({
        TableName: here.monitor.emulator.tableName,
        Key: { pk: { S: 'monitor' }, sk: { S: 'tick' } },
        UpdateExpression: 'SET #schema = :newer',
        ExpressionAttributeNames: { '#schema': 'schema' },
        ExpressionAttributeValues: { ':newer': { N: String(schemaVersion + 1) } },
      }),
    );
    const before = await here.stored();
    await expect(here.monitor.sendDigests('2016-01-02T08:05:00Z')).rejects.toThrow('1 of 1 digests failed');
    expect(await here.stored()).toEqual(before);
    expect(here.spans()).toEqual([]);
  });
});
