/** What older versions stored is read, what newer ones stored is left alone, and no shape changes without its version. */
import { readFileSync } from 'node:fs';
import { DynamoDBClient, PutItemCommand, UpdateItemCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { parseJson } from '../../src/validation.ts';
import { emptyQueue, queueSchema } from '../../src/domain/deliveries.ts';
import { digestSchema } from '../../src/domain/digest.ts';
import { healthSchema, noticeSchema } from '../../src/domain/source-health.ts';
import { alertSchema } from '../../src/domain/alerts.ts';
import { petitionSchema, type Petition } from '../../src/domain/petition.ts';
import { deliveryKey, deliveryState } from '../../src/storage/delivery-item.ts';
import { digestKey, digestState } from '../../src/storage/digest-item.ts';
import { healthKey, healthState } from '../../src/storage/health-item.ts';
import { alertItem } from '../../src/storage/alert-log.ts';
import { HealthRepository } from '../../src/storage/health-repository.ts';
import {
  isSameState,
  parsePetitionItem,
  petitionItem,
  petitionKey,
  type StoredPetition,
} from '../../src/storage/petition-item.ts';
import { toDueKey } from '../../src/storage/due-buckets.ts';
import { schemaVersion } from '../../src/storage/schema-version.ts';
import { PetitionRepository } from '../../src/storage/petition-repository.ts';
import type { Item } from '../../src/storage/table-keys.ts';
import { backlogSchema, budgetsSchema, tickItem } from '../../src/storage/tick-item.ts';
import { sample } from '../notifications/samples.ts';
import { startEngine, type Engine } from '../engine.ts';
import { noticed } from '../domain/notice.ts';
import { startMonitor } from '../test-monitor.ts';
import { startPlatform } from '../test-platform.ts';
import { at, Story } from '../domain/story.ts';

const text = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const noon = at('2026-03-05T12:00:00Z');
const versions = Array.from({ length: schemaVersion }, (_, index) => index + 1);

/** What the recorded items hold: counts in doubt, budgets, clocks, claims of one reading and so on only since there are any. */
const stored = (version: number): StoredPetition => ({
  petition: {
    ...withPaces(
      new Story()
        .sees('2026-03-01T11:00:00Z', 10, { opened: at('2026-03-01T10:00:00Z') })
        .sees('2026-03-02T11:00:00Z', 120, version >= 5 ? { requestedAt: at('2026-03-02T10:59:00Z') } : {}).petition,
      version,
    ),
    ...(version >= 5 && {
      unconfirmed: { closed: { between: [at('2026-03-02T11:00:00Z'), at('2026-03-02T12:00:00Z')], value: '' } },
    }),
    ...(version >= 2 && { doubted: { at: at('2026-03-02T12:00:00Z'), signatures: 120_000 } }),
    ...(version >= 4 && {
      registered: at('2026-02-01T00:00:00Z'),
      clock: { between: [null, at('2026-03-02T11:00:00Z')], by: at('2026-03-02T11:00:00Z') },
    }),
    ...(version >= 5 && {
      recent: {
        'verdict response': { told: [at('2026-03-02T10:30:00Z')] },
        'deadline-changed': {
          told: [],
          flapping: {
            alert: sample('deadline-changed'),
            isTold: true,
            holds: true,
            since: at('2026-03-02T10:00:00Z'),
            changes: 3,
            changedAt: at('2026-03-02T11:00:00Z'),
          },
        },
      },
    }),
    ...(version >= 3 && { allowance: { at: at('2026-03-02T11:00:00Z'), left: 12.5, every: 60 } }),
  },
  sourceState: { etag: '"a"' },
  failures: 3,
  outbox: [sample('threshold-met'), sample('watch-started')],
  lockedUntil: at('2026-03-05T12:01:20Z'),
  dueKey: toDueKey('test/1', { every: 1 }),
});

/** How fast it grows is stored since version 3, and over a short span since version 6. */
function withPaces(petition: Petition, version: number): Petition {
  if (version < 3 || petition.paces === undefined) return { ...petition, paces: undefined };
  const { since, at, rates } = petition.paces;
  return version >= 6 ? petition : { ...petition, paces: { since, at, rates } };
}

const attribute: z.ZodMiniType<AttributeValue> = z.union([z.object({ S: z.string() }), z.object({ N: z.string() })]);
const recorded = (version: number): Item =>
  parseJson(z.record(z.string(), attribute), text(`items/${version}.json`), `items/${version}.json`);

/** As it is stored: absent fields are not there. */
const plain = (one: StoredPetition): unknown => JSON.parse(JSON.stringify(petitionItem(one, 7)));

test.each(versions)('an item that version %i wrote is read', (version) => {
  const { version: count, ...read } = parsePetitionItem('test/1', recorded(version));
  expect(count).toBe(7);
  // A copy, which knows nothing of the text that it was read from.
  expect(plain({ ...read, petition: { ...read.petition } })).toEqual(plain(stored(version)));
});

test.each(versions)(
  'an item that version %i wrote is the same as a copy of it, and not with another count',
  (version) => {
    const read = parsePetitionItem('test/1', recorded(version));
    const { last = { at: noon, signatures: 0 } } = read.petition;
    const seenLater = { ...read, petition: { ...read.petition, last: { ...last, at: noon, asOf: undefined } } };
    expect(isSameState(seenLater, read)).toBe(true);
    expect(isSameState(read, seenLater)).toBe(true);
    const more = { ...read, petition: { ...read.petition, last: { ...last, signatures: last.signatures + 1 } } };
    expect(isSameState(more, read)).toBe(false);
    expect(isSameState({ ...read, petition: { ...read.petition, alerts: 9 } }, read)).toBe(false);
    expect(isSameState({ ...read, failures: 9 }, read)).toBe(false);
  },
);

test('an item of this version is written as it was recorded', () => {
  expect(plain(stored(schemaVersion))).toEqual(recorded(schemaVersion));
});

test('the shape of what is stored is that of its version: to change it, raise schemaVersion and record the new one', () => {
  // The patterns of instants are zod's, not ours.
  const ours = (key: string, value: unknown): unknown => (['pattern', '$schema'].includes(key) ? undefined : value);
  const shapeOf = (schema: z.ZodMiniType): unknown =>
    JSON.parse(JSON.stringify(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), ours));
  const shape = {
    petition: shapeOf(petitionSchema),
    alert: shapeOf(alertSchema),
    health: shapeOf(healthSchema),
    notice: shapeOf(noticeSchema),
    left: shapeOf(backlogSchema),
    spare: shapeOf(budgetsSchema),
    digest: shapeOf(digestSchema),
    delivery: shapeOf(queueSchema),
    attributes: Object.keys(recorded(schemaVersion)),
    tickAttributes: Object.keys(
      tickItem({
        at: noon,
        watchFingerprint: 'a',
        backlog: new Map([['test/1', noon]]),
        remainingBudgets: new Map([['example.org', 7.5]]),
      }) ?? {},
    ),
    alertAttributes: Object.keys(alertItem(sample('threshold-met'))),
    digestAttributes: Object.keys(
      digestState.item(digestKey('newsdesk'), { until: noon, pending: undefined, lockedUntil: noon }, 1),
    ),
    deliveryAttributes: Object.keys(
      deliveryState.item(deliveryKey('a'), { place: 'slack', queue: emptyQueue, lockedUntil: noon }, 1),
    ),
    healthAttributes: Object.keys(
      healthState.item(
        healthKey,
        { health: {}, outbox: [noticed], lockedUntil: undefined, recipientsChecked: undefined },
        1,
      ),
    ),
  };
  expect(shape).toEqual(JSON.parse(text(`shapes/${schemaVersion}.json`)));
});

describe('what a newer version of the monitor wrote', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await startEngine();
  });
  afterAll(() => engine.close());
  const newer = { schema: { N: String(schemaVersion + 1) } };
  const clearly = `schema is ${schemaVersion + 1}, of a newer version of the monitor; this one reads up to ${schemaVersion}`;

  test('is not read as a petition, nor as the health of sources', async () => {
    const table = await engine.table();
    const store = new PetitionRepository(engine.client, table);
    const healthStore = new HealthRepository(engine.client, table);
    await engine.client.send(
      new PutItemCommand({ TableName: table, Item: { ...petitionKey('test/1'), ...newer, version: { N: '1' } } }),
    );
    await expect(store.load('test/1')).rejects.toThrow(`stored item of test/1: ${clearly}`);
    const health = healthState.item(
      healthKey,
      { health: {}, outbox: [], lockedUntil: undefined, recipientsChecked: undefined },
      1,
    );
    await engine.client.send(new PutItemCommand({ TableName: table, Item: { ...health, ...newer } }));
    await expect(healthStore.load()).rejects.toThrow(`stored health: ${clearly}`);
  });

  test('stops a run before it asks or writes anything, once the newer version has finished a tick', async () => {
    const platform = await startPlatform();
    platform.shows('1', { signatureCount: 7 });
    const monitor = await startMonitor({
      watch: [{ source: 'us-we-the-people', petition: '1', baseUrl: platform.url }],
      allowPrivateSources: true,
    });
    await monitor.tick('2016-01-01T17:00:00Z');
    const before = await monitor.petitionRepository.load('us-we-the-people/1');
    await new DynamoDBClient({}).send(
      new UpdateItemCommand({
        TableName: monitor.emulator.tableName,
        Key: { pk: { S: 'monitor' }, sk: { S: 'tick' } },
        UpdateExpression: 'SET #schema = :newer',
        ExpressionAttributeNames: { '#schema': 'schema' },
        ExpressionAttributeValues: { ':newer': newer.schema },
      }),
    );
    platform.shows('1', { signatureCount: 150_000 });
    platform.requests.splice(0);
    await expect(monitor.tick('2016-01-01T19:00:00Z')).rejects.toThrow(`stored tick: ${clearly}`);
    expect(platform.requests).toEqual([]);
    expect(await monitor.petitionRepository.load('us-we-the-people/1')).toEqual(before);
    await monitor.close();
    await platform.close();
  });
});
