import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { newPetition } from '../../src/domain/petition.ts';
import { DueIndex } from '../../src/storage/due-index.ts';
import { petitionKey, type LoadedPetition, type StoredPetition } from '../../src/storage/petition-item.ts';
import { toDueKey } from '../../src/storage/due-buckets.ts';
import { schemaAttribute } from '../../src/storage/schema-version.ts';
import { PetitionRepository } from '../../src/storage/petition-repository.ts';
import { startEngine, type Engine } from '../engine.ts';
import { sample } from '../notifications/samples.ts';
import { at, Story } from '../domain/story.ts';

let engine: Engine;
let table: string;
let store: PetitionRepository;

beforeAll(async () => {
  engine = await startEngine();
});
beforeEach(async () => {
  table = await engine.table();
  store = new PetitionRepository(engine.client, table);
});
afterAll(() => engine.close());

const now = at('2026-03-05T12:00:30.700Z');
const aMinuteAgo = at('2026-03-05T11:59:30Z');
const due = async (): Promise<string[]> => [
  ...(await new DueIndex(engine.client, table).findDue({ at: aMinuteAgo, fromOlderBuckets: false }, now)).names,
];

/** A petition that was put on the agenda and loaded. */
async function loaded(name = 'test/1'): Promise<LoadedPetition> {
  await store.watch(name, now);
  const found = await store.load(name);
  if (found === undefined) throw new Error(`${name} is not there`);
  return found;
}

/** Everything that can be stored of a petition, at once. */
const full: StoredPetition = {
  petition: new Story().sees('2026-03-01T11:00:00Z', 10, { opened: at('2026-03-01T10:00:00Z') }).petition,
  sourceState: { etag: '"a"', wholeAt: '2026-03-01T11:00:00Z' },
  failures: 3,
  outbox: [sample('threshold-met'), sample('watch-started')],
  lockedUntil: at('2026-03-05T12:01:20Z'),
  dueKey: toDueKey('test/1', { every: 1 }),
};

describe('watching', () => {
  test('a petition that is new is due at once, and nothing is known of it', async () => {
    expect(await loaded()).toEqual({
      petition: newPetition('test/1'),
      sourceState: undefined,
      failures: 0,
      outbox: [],
      lockedUntil: undefined,
      dueKey: { bucket: 'at', sortKey: '2026-03-05T12:00:30Z' },
      version: 1,
    });
    expect(await due()).toEqual(['test/1']);
  });

  test('one that is watched already stays as it is', async () => {
    const { version } = await loaded();
    await store.save({ ...full, dueKey: toDueKey('test/1', { at: at('2026-03-06T00:00:00Z') }) }, version);
    await store.watch('test/1', now);
    expect(await due()).toEqual([]);
    expect((await store.load('test/1'))?.petition).toEqual(full.petition);
  });

  test('one that was dropped is not due, keeps what is known, and is due again when it is watched again', async () => {
    const { version } = await loaded();
    await store.save({ ...full, dueKey: toDueKey('test/1', { at: now }) }, version);
    await store.unwatch('test/1');
    expect(await due()).toEqual([]);
    const dropped = await store.load('test/1');
    expect(dropped?.petition).toEqual(full.petition);
    expect(dropped?.dueKey).toBeUndefined();
    await store.watch('test/1', now);
    expect(await due()).toEqual(['test/1']);
    expect((await store.load('test/1'))?.petition).toEqual(full.petition);
  });

  test('dropping one that was dropped, or never there, does nothing', async () => {
    await store.unwatch('test/1');
    expect(await store.load('test/1')).toBeUndefined();
  });

  test('many are put on the agenda, and found again on more than one page', async () => {
    const names = Array.from({ length: 300 }, (_, i) => `test/${String(i).padStart(200, '0')}`);
    await Promise.all(names.map((name) => store.watch(name, now)));
    expect((await due()).sort()).toEqual(names);
  });
});

describe('an observation', () => {
  test('is read as it was written, its version one higher', async () => {
    const { version } = await loaded();
    const saved = await store.save(full, version);
    expect(saved).toEqual({ ...full, version: version + 1 });
    expect(await store.load('test/1')).toEqual(saved);
  });

  test('is not written when somebody has written since: nothing of it happens', async () => {
    const { version } = await loaded();
    const first = await store.save(full, version);
    expect(await store.save({ ...full, failures: 7, outbox: [] }, version)).toBeUndefined();
    expect(await store.load('test/1')).toEqual(first);
  });

  test('of two at once exactly one is written', async () => {
    const { version } = await loaded();
    const both = await Promise.all([store.save(full, version), store.save({ ...full, failures: 7 }, version)]);
    expect(both.filter((saved) => saved !== undefined)).toHaveLength(1);
  });

  test('without alerts, failures, memory or kept forecasts takes under a kilobyte, with thirty counts', async () => {
    const story = new Story();
    for (let i = 0; i < 30; i++)
      story.sees(`2026-03-05T12:${String(i).padStart(2, '0')}:00Z`, 1000 + 13 * i, {
        title: 'A title of some sixty characters, as many petitions have one',
        url: 'https://petition.parliament.uk/petitions/700143',
        opened: at('2026-03-01T10:00:00Z'),
      });
    const { version } = await loaded();
    await store.save(
      {
        petition: { ...story.petition, forecasts: undefined },
        sourceState: undefined,
        failures: 0,
        outbox: [],
        lockedUntil: undefined,
        dueKey: toDueKey('test/1', { every: 60 }),
      },
      version,
    );
    const { Item } = await engine.client.send(new GetItemCommand({ TableName: table, Key: petitionKey('test/1') }));
    // As DynamoDB counts it: the names and the values of the attributes.
    const sizes = Object.entries(Item ?? {}).map(([name, { S, N }]) => Buffer.byteLength(name + (S ?? N ?? '')));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(1024);
  });
});

describe('counts', () => {
  test('beyond the latest few are put beside the petition in runs, and none is lost', async () => {
    const story = new Story();
    let { version } = await loaded();
    for (let i = 0; i < 100; i++) {
      story.sees(
        at('2026-03-05T12:00:00.700Z')
          .add({ seconds: 61 * i })
          .toString(),
        1000 + 13 * i,
      );
      const saved = await store.save({ ...full, petition: story.petition }, version);
      if (saved === undefined) throw new Error('moved');
      ({ version } = saved);
      story.petition = saved.petition;
      expect(saved.petition.counts.length).toBeLessThan(36);
    }
    const kept = await store.counts('test/1');
    expect(kept).toEqual(
      Array.from({ length: 100 }, (_, i) => ({
        at: at('2026-03-05T12:00:00Z').add({ seconds: 61 * i }),
        signatures: 1000 + 13 * i,
      })),
    );
  });

  test('put aside by a write that was refused then, are there once', async () => {
    const story = new Story();
    for (let i = 0; i < 30; i++) story.sees(at('2026-03-05T12:00:00.700Z').add({ minutes: i }).toString(), 1000 + i);
    const { version } = await loaded();
    await store.save({ ...full, petition: story.petition }, version);
    for (let i = 30; i < 40; i++) story.sees(at('2026-03-05T12:00:00.700Z').add({ minutes: i }).toString(), 1000 + i);
    expect(await store.save({ ...full, petition: story.petition }, version)).toBeUndefined();
    expect((await store.counts('test/1')).map(({ signatures }) => signatures)).toEqual(
      Array.from({ length: 30 }, (_, i) => 1000 + i),
    );
  });

  test('put aside twice, by two runs, are there once', async () => {
    const story = new Story();
    for (let i = 0; i < 40; i++) story.sees(at('2026-03-05T12:00:00.700Z').add({ minutes: i }).toString(), 1000 + i);
    const { version } = await loaded();
    await Promise.all([1, 2].map(() => store.save({ ...full, petition: story.petition }, version)));
    expect(await store.counts('test/1')).toHaveLength(40);
  });
});

describe('a stored item', () => {
  const put = (attributes: object): Promise<unknown> =>
    engine.client.send(
      new PutItemCommand({
        TableName: table,
        Item: { ...petitionKey('test/1'), ...schemaAttribute, version: { N: '1' }, ...attributes },
      }),
    );

  test('that is damaged stops with an error that says where', async () => {
    await put({ petition: { S: '{"petition":"test/1","counts":null,"thresholds":{},"alerts":"none"}' } });
    await expect(store.load('test/1')).rejects.toThrow(/^stored item of test\/1, petition: alerts .*\(it is "none"\)$/);
    await put({ outbox: { S: '{' } });
    await expect(store.load('test/1')).rejects.toThrow(/^stored item of test\/1, outbox: is not JSON/);
  });
});
