/** Runs of the site at alerts and on the schedule, over the embedded DynamoDB: who has the turn, and how many runs there are. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createTable, localClient, localTable, startDynamoDb } from '../../emulator/dynamodb.ts';
import { generateInTurn } from '../../lambda/site/run-in-turn.ts';
import type { SiteSummary } from '../../lambda/site/generate.ts';
import { isAfter, type Instant } from '../../src/domain/time.ts';
import { SiteTurns } from '../../src/storage/site-turn.ts';
import { at } from '../domain/story.ts';
import { startWire, type Wire } from '../wire.ts';

const start = at('2026-01-05T17:00:00Z');
const alert = { Records: [{ Sns: { Message: '{}' } }] };
const schedule = {};

let database: Awaited<ReturnType<typeof startDynamoDb>>;
let client: DynamoDBClient;
let wired: DynamoDBClient | undefined;
let turns: SiteTurns;
let now: Instant;
/** When each run began, in seconds, and whether it read consistently. */
let runs: [seconds: number, consistent: boolean][];
let atOnce: number;

beforeEach(async () => {
  database = await startDynamoDb(undefined);
  client = new DynamoDBClient({ ...localClient, endpoint: database.url });
  await createTable(client, localTable);
  turns = new SiteTurns(client, localTable);
  now = start;
  runs = [];
  atOnce = 0;
});
afterEach(async () => {
  client.destroy();
  wired?.destroy();
  await database.close();
});

const done = (petitions: number): SiteSummary => ({ petitions, written: 0, removed: 0, left: 0 });

/** `during` happens while a run generates. */
function invoke(
  event: object,
  during: () => Promise<unknown> = () => Promise.resolve(),
  seconds = 900,
): Promise<SiteSummary | undefined> {
  return generateInTurn(event, {
    turns,
    now: () => now,
    waitUntil: (until) => {
      if (isAfter(until, now)) now = until;
      return Promise.resolve();
    },
    ends: now.add({ seconds }),
    generate: async (consistent) => {
      expect((atOnce += 1)).toBe(1);
      runs.push([(now.epochMilliseconds - start.epochMilliseconds) / 1000, consistent]);
      await during().finally(() => (atOnce -= 1));
      return done(runs.length);
    },
  });
}
/** From now on, turns are taken over this wire. */
async function overWire(): Promise<Wire> {
  const wire = await startWire({ table: database.url, sns: database.url, source: database.url });
  wired = new DynamoDBClient({ ...localClient, endpoint: wire.addresses.table });
  turns = new SiteTurns(wired, localTable);
  return wire;
}
const later = (time: object): void => void (now = now.add(time));

test('an alert has its run within seconds, which reads what has just been written', async () => {
  expect(await invoke(alert)).toEqual(done(1));
  expect(runs).toEqual([[3, true]]);
});

test('the schedule runs at once, and reads as of a moment ago unless a run was just before', async () => {
  await invoke(schedule);
  later({ seconds: 59 });
  await invoke(schedule);
  later({ seconds: 60 });
  await invoke(schedule);
  expect(runs).toEqual([
    [0, false],
    [59, true],
    [119, false],
  ]);
});

// Found where the table answered so late that the SDK asked again: the run went on for as long as it had time, beside others.
test.each([
  ['take', 1],
  ['end', 2],
])('where the answer to the %s of a turn is lost, there is one run, and then the turn is free', async (_, nth) => {
  const wire = await overWire();
  wire.decide((call) => (call.operation === 'UpdateItem' && call.nth === nth ? { answerLost: true } : undefined));
  expect(await invoke(alert)).toEqual(done(1));
  expect(wire.struck()).toBe(1);
  expect(await invoke(schedule)).toEqual(done(2));
  await wire.close();
});

test('where the answer to the end of a turn is lost, and another run begins meanwhile, that one has it alone', async () => {
  const others = turns;
  const wire = await overWire();
  wire.decide((call) =>
    call.operation === 'UpdateItem' && call.nth === 2
      ? { after: () => others.take(now, start.add({ minutes: 10 })), answerLost: true }
      : undefined,
  );
  expect(await invoke(alert)).toEqual(done(1));
  expect(runs).toHaveLength(1);
  expect(await invoke(schedule)).toBeUndefined();
  await wire.close();
});

test('a hundred alerts that come during a run make one more run, fifteen seconds after its beginning', async () => {
  let isFirst = true;
  await invoke(alert, async () => {
    if (!isFirst) return;
    isFirst = false;
    later({ seconds: 4 });
    const others = await Promise.all(Array.from({ length: 100 }, () => invoke(alert)));
    expect(others.filter((one) => one !== undefined)).toEqual([]);
  });
  expect(runs).toEqual([
    [3, true],
    [18, true],
  ]);
});

test('alerts that come together make few runs, and the last of them begins after the last alert', async () => {
  const all = await Promise.all(Array.from({ length: 100 }, () => invoke(alert)));
  expect(all.filter((one) => one !== undefined)).toHaveLength(1);
  expect(runs.length).toBeLessThan(10);
  expect(await invoke(schedule)).toBeDefined();
});

test('a run that leaves something goes on at once, while there is time', async () => {
  let leaves = 2;
  const unfinished = { petitions: 3, written: 0, removed: 0, left: 1 };
  const invoked = (seconds: number): Promise<SiteSummary | undefined> =>
    generateInTurn(schedule, {
      turns,
      now: () => now,
      waitUntil: (until) => {
        if (isAfter(until, now)) now = until;
        return Promise.resolve();
      },
      ends: now.add({ seconds }),
      generate: () => {
        later({ seconds: 30 });
        return Promise.resolve({ ...unfinished, left: leaves-- });
      },
    });
  expect(await invoked(900)).toMatchObject({ left: 0 });
  expect(now.equals(start.add({ seconds: 90 }))).toBe(true);
  leaves = 9;
  expect(await invoked(100)).toMatchObject({ left: 7 });
  expect(await invoke(schedule)).toBeDefined();
});

test('the schedule leaves a run that goes on alone, and asks for no other', async () => {
  await invoke(alert, async () => expect(await invoke(schedule)).toBeUndefined());
  expect(runs).toHaveLength(1);
});

test('a run that fails ends its turn; one that failed before another succeeded is made up for', async () => {
  await expect(invoke(alert, () => Promise.reject(new Error('SlowDown')))).rejects.toThrow('SlowDown');
  let fails = true;
  const summary = await invoke(alert, async () => {
    if (!fails) return;
    fails = false;
    await invoke(alert);
    throw new Error('SlowDown');
  });
  expect(summary).toEqual(done(3));
});

test('a run without time for another ends its turn', async () => {
  await invoke(
    alert,
    async () => {
      later({ seconds: 20 });
      await invoke(alert);
    },
    40,
  );
  expect(runs).toHaveLength(1);
  expect(await invoke(schedule)).toEqual(done(2));
});

test.each([
  ['that died', { minutes: 15 }, true],
  ['that goes on', { minutes: 14 }, false],
  ['whose clock was ahead', { hours: -1 }, true],
])('the turn of a run %s', async (_, wait, isFree) => {
  await turns.take(now, now.add({ minutes: 15 }));
  later(wait);
  expect((await invoke(schedule)) !== undefined).toBe(isFree);
  expect(await turns.ask(now)).toBe(!isFree);
});
