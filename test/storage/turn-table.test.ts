/** The turns of a topic that several processes publish to, over the embedded DynamoDB. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createTable, localClient, localTable, startDynamoDb } from '../../emulator/dynamodb.ts';
import { isAfter, type Instant } from '../../src/domain/time.ts';
import { DynamoTable } from '../../src/storage/dynamo-table.ts';
import { turnsOfTable } from '../../src/storage/turn-table.ts';
import { at } from '../domain/story.ts';

const start = at('2026-01-05T17:00:00Z');
const topic = 'arn:aws:sns:us-east-1:000000000000:alerts';

let database: Awaited<ReturnType<typeof startDynamoDb>>;
let client: DynamoDBClient;
let requests: number;

beforeEach(async () => {
  database = await startDynamoDb(undefined);
  client = new DynamoDBClient({ ...localClient, endpoint: database.url });
  await createTable(client, localTable);
  requests = 0;
  client.middlewareStack.add(
    (next) => (args) => {
      requests += 1;
      return next(args);
    },
    { step: 'initialize' },
  );
});
afterEach(async () => {
  client.destroy();
  await database.close();
});

const aProcess = () => turnsOfTable(new DynamoTable(client, localTable), 250);
const after = (turn: Instant | undefined): number | undefined =>
  turn && turn.epochMilliseconds - start.epochMilliseconds;

test('a topic that nobody waits for is free at once, by one request', async () => {
  expect(after(await aProcess()(topic, start))).toBe(0);
  expect(requests).toBe(1);
  const later = start.add({ seconds: 1 });
  expect(after(await aProcess()(topic, later))).toBe(1000);
  expect(requests).toBe(2);
});

test('processes that publish 200 messages side by side never have turns closer than a quarter of a second', async () => {
  const turns: Instant[] = [];
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      const take = aProcess();
      let now = start;
      for (let n = 0; n < 50; n++) {
        const turn = await take(topic, now);
        // A turn is for one message, and a process that finds none tries again.
        if (turn === undefined) n -= 1;
        else {
          turns.push(turn);
          if (isAfter(turn, now)) now = turn;
        }
      }
    }),
  );
  const instants = turns.map(({ epochMilliseconds }) => epochMilliseconds).sort((a, b) => a - b);
  expect(instants).toHaveLength(200);
  expect(Math.min(...instants.slice(1).map((one, index) => one - (instants[index] ?? 0)))).toBeGreaterThanOrEqual(250);
});

test('a process that has much to publish makes a request for four messages', async () => {
  const take = aProcess();
  let now = start;
  const instants: (number | undefined)[] = [];
  for (let n = 0; n < 100; n++) {
    const turn = await take(topic, now);
    instants.push(after(turn));
    now = turn ?? now;
  }
  expect(instants).toEqual(Array.from({ length: 100 }, (_, n) => n * 250));
  expect(requests).toBeLessThanOrEqual(26);
});

test('who asks at the same time in one process shares what is taken', async () => {
  const take = aProcess();
  const turns = await Promise.all(Array.from({ length: 5 }, () => take(topic, start)));
  expect(turns.map(after)).toEqual([0, 250, 500, 750, 1000]);
});

test('a turn that is later than the message can wait is not taken', async () => {
  const latest = start.add({ milliseconds: 249 });
  await aProcess()(topic, start);
  expect(await aProcess()(topic, start, latest)).toBeUndefined();
  expect(after(await aProcess()(topic, start))).toBe(250);
});

test('turns that were taken while the clock was ahead hold nothing up', async () => {
  await aProcess()(topic, start.add({ hours: 1 }));
  expect(after(await aProcess()(topic, start))).toBe(0);
  expect(after(await aProcess()(topic, start))).toBe(250);
});

test('each topic has its own', async () => {
  await aProcess()(topic, start);
  expect(after(await aProcess()(`${topic}-2`, start))).toBe(0);
});
