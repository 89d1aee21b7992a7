/** More due than one run can do: handed over, and done by the runs that the queue invokes. Real SDK, real engines. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { checkConfig } from '../../src/config/read-config.ts';
import type { BatchResponse } from '../../lambda/poll/process-batches.ts';
import { createHandlers, type PollFunction } from '../../lambda/poll/handler.ts';
import { maxPerRun } from '../../lambda/poll/run-tick.ts';
import { batchQueueSettings } from '../../lambda/poll/batch-limits.ts';
import { toRecord } from '../../emulator/sqs/event-source.ts';
import { petitionKey } from '../../src/storage/petition-item.ts';
import { at } from '../domain/story.ts';
import { setUp } from './poll-function.ts';

const here = setUp();
const folder = mkdtempSync(join(tmpdir(), 'hand-over-'));
afterAll(() => rmSync(folder, { recursive: true }));

const numbered = (many: number): string[] => Array.from({ length: many }, (_, n) => String(n + 1));

test('a tick with more due than a run can do hands it over, and each petition is looked at and told of once', async () => {
  const ids = numbered(maxPerRun + 1);
  for (const id of ids) here.platform.shows(id, { signatureCount: 19_000 });
  await here.start(...ids);
  const summary = await here.monitor.tick('2016-01-01T17:00:00Z');
  expect(summary).toMatchObject({ offloaded: ids.length, polls: 0, deferred: 0 });
  expect(here.told().sort()).toEqual(ids.map((id) => `watch-started ${id}`).sort());
  expect(here.requests().sort()).toEqual([...ids].sort());
  expect((await here.monitor.dueIndex.lastTick())?.backlog.size).toBe(0);
  // Three hundred petitions, each first watched, looked at, told of and written.
});

test('a tick with as much as a run can do does it by itself', async () => {
  await here.start('1', '2');
  expect(await here.monitor.tick('2016-01-01T17:00:00Z')).toMatchObject({ offloaded: 0, polls: 2 });
});

describe('a batch', () => {
  const name = (id: string): string => `us-we-the-people/${id}`;
  let poll: PollFunction;
  let log: string[];

  beforeEach(async () => {
    for (const id of ['1', '2', '3']) here.platform.shows(id, { signatureCount: 19_000 });
    await here.start('1', '2', '3');
    await here.monitor.tick('2016-01-01T17:00:00Z');
    here.told();
    here.requests();
    log = [];
    const file = join(folder, 'petitions.json');
    writeFileSync(file, JSON.stringify(checkConfig(here.configFor('1', '2', '3'), 'test')));
    const { emulator } = here.monitor;
    poll = createHandlers({
      environment: { ...emulator.functionEnvironment(file), BATCH_QUEUE_URL: emulator.batchQueueUrl },
      now: () => at('2016-01-01T18:00:30Z'),
      waitUntil: () => Promise.resolve(),
      telemetry: {
        info: () => undefined,
        warn: () => undefined,
        error: (message) => void log.push(message),
        count: () => undefined,
      },
    });
  });

  const batch = (...ids: string[]): string =>
    JSON.stringify({ dueAt: '2016-01-01T18:00:00Z', petitions: ids.map(name) });
  async function handOn(
    bodies: readonly string[],
    { timeLimit = 50_000, groups = 'a', received = 1 } = {},
  ): Promise<string[]> {
    const records = bodies.map((body, index) =>
      toRecord({
        ...{ messageId: `m${index}`, body, group: groups[index] ?? 'a', received },
        ...{ deduplication: String(index), visibleAt: 0 },
      }),
    );
    const response: BatchResponse = await poll.batches(records, { getRemainingTimeInMillis: () => timeLimit });
    return response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  }
  /** The item of a petition is none any more. */
  async function damage(id: string): Promise<void> {
    const client = new DynamoDBClient({});
    await client.send(
      new UpdateItemCommand({
        TableName: here.monitor.emulator.tableName,
        Key: petitionKey(name(id)),
        UpdateExpression: 'SET petition = :bad',
        ExpressionAttributeValues: { ':bad': { S: 'not JSON' } },
      }),
    );
    client.destroy();
  }

  test('is done when each of its petitions has been looked at', async () => {
    here.platform.shows('2', { signatureCount: 100_412, status: 'pending response' });
    expect(await handOn([batch('1', '2'), batch('3')])).toEqual([]);
    expect(here.requests()).toEqual(['1', '2', '3']);
    expect(here.told()).toEqual(['threshold-met 2']);
  });

  test('that is handed on twice is looked at once', async () => {
    await handOn([batch('1', '2')]);
    here.requests();
    expect(await handOn([batch('1', '2')])).toEqual([]);
    expect(here.requests()).toEqual([]);
  });

  test('that is in two hands at once, and in those of a tick, commits and tells each crossing once', async () => {
    for (const id of ['1', '2', '3']) here.platform.shows(id, { signatureCount: 100_412, status: 'pending response' });
    const all = batch('1', '2', '3');
    await Promise.all([here.monitor.tick('2016-01-01T18:00:30Z'), handOn([all]), handOn([all])]);
    // What another had in hand is published by the next tick at the latest.
    await here.monitor.tick('2016-01-01T18:02:00Z');
    expect(here.told().sort()).toEqual(['threshold-met 1', 'threshold-met 2', 'threshold-met 3']);
    for (const id of ['1', '2', '3']) {
      const known = await here.monitor.petitionRepository.load(name(id));
      // The first is that it is watched, the second that its line was crossed.
      expect([known?.petition.alerts, known?.outbox]).toEqual([2, []]);
    }
  });

  test('names petitions that are not watched any more, and leaves them alone', async () => {
    expect(await handOn([batch('1', '9')])).toEqual([]);
    expect(here.requests()).toEqual(['1']);
  });

  test('in which one fails is done for the others, and that one is set apart', async () => {
    await damage('2');
    expect(await handOn([batch('1', '2'), batch('3')])).toEqual([]);
    expect(here.requests()).toEqual(['1', '3']);
    const [apart] = here.monitor.emulator.batches.receive();
    expect(JSON.parse(apart?.body ?? '')).toEqual({ dueAt: '2016-01-01T18:00:00Z', petitions: [name('2')] });
    expect(log).toEqual(['petition failed']);
  });

  test('of one petition that fails is handed on again', async () => {
    await damage('2');
    expect(await handOn([batch('2')])).toEqual(['m0']);
    expect(here.monitor.emulator.batches.size).toBe(0);
  });

  test('for which there is no time is handed on again, with all that come after it', async () => {
    expect(await handOn([batch('1'), batch('2'), batch('3')], { timeLimit: 14_000 })).toEqual(['m0', 'm1', 'm2']);
    expect(here.requests()).toEqual([]);
  });

  // Lambda fills a batch from several groups: docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html, 2026-11.
  test('that is damaged does not delay a batch of another host in the same event', async () => {
    await damage('1');
    expect(await handOn([batch('1'), batch('2'), batch('3')], { groups: 'abb' })).toEqual(['m0']);
    expect(here.requests().sort()).toEqual(['2', '3']);
  });

  test('that fails at its last receive is set aside by the queue, and operators are notified once, with its name', async () => {
    await damage('2');
    const { maxReceiveCount } = batchQueueSettings;
    await handOn([batch('2')], { received: maxReceiveCount - 1 });
    expect(here.monitor.notices()).toEqual([]);
    await handOn([batch('2')], { received: maxReceiveCount });
    await handOn([batch('2')], { received: maxReceiveCount });
    expect(here.monitor.notices()).toEqual([
      expect.objectContaining({ notice: 'monitor-failing', problem: 'petitions-set-aside', reason: name('2') }),
    ]);
  });

  test('that is none is handed on again, and said', async () => {
    expect(await handOn([batch('1'), '{"petitions":[]}', batch('2')])).toEqual(['m1', 'm2']);
    expect(here.requests()).toEqual(['1']);
    expect(log).toEqual(['batch failed']);
  });
});
