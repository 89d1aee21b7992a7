/** What the process of the ticks remembers of the due index: it finds what it would find by reading all of it. */
import { jest } from '@jest/globals';
import fc from 'fast-check';
import { gridMinute, periods, type NextDue } from '../../src/domain/cadence.ts';
import type { Instant } from '../../src/domain/time.ts';
import { toDueKey } from '../../src/storage/due-buckets.ts';
import { DueIndex } from '../../src/storage/due-index.ts';
import { PetitionRepository } from '../../src/storage/petition-repository.ts';
import { RememberedKeys } from '../../src/storage/remembered-keys.ts';
import { startEngine, type Engine } from '../engine.ts';
import { at } from '../domain/story.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.close());

const start = at('2026-03-05T12:00:10Z');
const nothing = { watchFingerprint: '', backlog: new Map<string, Instant>(), remainingBudgets: new Map() };
const names = Array.from({ length: 8 }, (_, index) => `test/${index}`);

/** One process with a memory, one without, and what another process writes. */
async function world() {
  const table = await engine.table();
  const remembered = new RememberedKeys();
  const own = {
    index: new DueIndex(engine.client, table, remembered),
    store: new PetitionRepository(engine.client, table, remembered),
  };
  const other = { index: new DueIndex(engine.client, table), store: new PetitionRepository(engine.client, table) };
  return { own, other };
}
type World = Awaited<ReturnType<typeof world>>;

async function move({ store }: World['own'], name: string, due: NextDue): Promise<void> {
  await store.watch(name, start);
  const loaded = await store.load(name);
  if (loaded !== undefined) await store.save({ ...loaded, dueKey: toDueKey(name, due) }, loaded.version);
}

/** A tick of one process, which stores it if it was not idle. What both find is the same. */
async function tick({ own, other }: World, by: World['own'], now: Instant, moves: readonly [string, NextDue][]) {
  const { last } = await by.index.begin();
  const found = await by.index.findDue(last, now);
  const plain = await other.index.findDue(last, now);
  const sorted = ({ names: due, patient, urgent }: typeof found) =>
    [due, patient, urgent].map((one) => [...one].sort());
  if (by === own) expect(sorted(found)).toEqual(sorted(plain));
  for (const [name, due] of moves) await move(by, name, due);
  if (moves.length > 0 || last === undefined) await by.index.finishTick({ at: now, ...nothing }, last);
}

const moved = fc.tuple(
  fc.constantFrom(...names),
  fc.constantFrom(
    ...periods.map((every): NextDue => ({ every })),
    { at: start.add({ minutes: 6 }) },
    { never: true as const },
  ),
);
const step = fc.record({
  minutes: fc.constantFrom(1, 1, 1, 2, 7, 70),
  isOther: fc.boolean(),
  moves: fc.array(moved, { maxLength: 4 }),
});

test('whatever moves, by this process or another one, it finds what is there', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 14 }), async (steps) => {
      const both = await world();
      for (const name of names) await move(both.own, name, { every: 60 });
      let now = start;
      for (const { minutes, isOther, moves } of steps) {
        now = now.add({ minutes });
        await tick(both, isOther ? both.other : both.own, now, moves);
      }
    }),
    { numRuns: 5 },
  );
}, 60_000);

test('what another process has moved into the next minutes is found at its minute', async () => {
  const both = await world();
  const { own, other } = both;
  const minuteOf = (minutes: number): number => Math.floor(start.add({ minutes }).epochMilliseconds / 60_000);
  const soon = Array.from({ length: 1_000 }, (_, n) => `test/x${n}`).find(
    (name) => gridMinute(name, 60) === minuteOf(3) % 60,
  );
  await own.index.finishTick({ at: start, ...nothing }, undefined);
  await tick(both, own, start.add({ minutes: 1 }), []);
  await tick(both, other, start.add({ minutes: 2 }), [[soon ?? '', { every: 60 }]]);
  const { last } = await own.index.begin();
  expect((await own.index.findDue(last, start.add({ minutes: 3 }))).names).toEqual([soon]);
});

test('of five ticks in a row, one reads the buckets of long periods', async () => {
  const { own } = await world();
  await own.index.finishTick({ at: start, ...nothing }, undefined);
  let queries = 0;
  const send = jest.spyOn(engine.client, 'send');
  const counts: number[] = [];
  for (let minute = 1; minute <= 10; minute += 1) {
    const { last } = await own.index.begin();
    await own.index.findDue(last, start.add({ minutes: minute }));
    counts.push(send.mock.calls.length - queries);
    queries = send.mock.calls.length;
  }
  send.mockRestore();
  expect(counts).toEqual([8, 4, 4, 4, 4, 8, 4, 4, 4, 4]);
});
