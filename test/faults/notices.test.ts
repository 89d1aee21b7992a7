/** What is promised of alerts holds for the notices to the operators: a fault at every call of the run that makes one. */
import { acceptedAfter, oneTry, stepsOf } from './cells.ts';
import { scenarios } from './scenarios.ts';
import type { Call, Fate, Fates } from '../wire.ts';
import { beginningOf, openWorld, simulatedNow, type Beginning, type Process, type World } from './world.ts';

/** As long as the config says, from the first look that failed. */
const due = simulatedNow.add({ minutes: 30 });
let beginning: Beginning;

beforeAll(async () => {
  beginning = await beginningOf(scenarios.met, simulatedNow, 25);
});

/** A source that fails; the run that is to tell of it, to which this happens; and ticks to which nothing does. */
async function live(fates: Fates, runs: (process: () => Process) => readonly Process[]): Promise<World> {
  const world = await openWorld(beginning);
  world.platform.down = true;
  await world.process('over the wire')(simulatedNow);
  const before = world.wire.calls.length;
  world.wire.decide((call) => fates({ ...call, n: call.n - before }));
  await Promise.allSettled(runs(() => world.process('over the wire', oneTry)).map((run) => run(due)));
  world.wire.decide(() => undefined);
  for (const minutes of [1, 2, 3]) await world.process('over the wire')(due.add({ minutes }));
  return world;
}

const told = async (world: World): Promise<string[]> => {
  await world.close();
  return world.noticed.map(({ id, notice }) => `${notice} ${id}`);
};

/** The calls of the run that tells, where nothing happens to it. */
async function callsOf(): Promise<Call[]> {
  const calls: Call[] = [];
  const world = await live(
    (call) => {
      calls.push(call);
      return undefined;
    },
    (process) => [process()],
  );
  expect(await told(world)).toHaveLength(1);
  return calls;
}

const fatesOf: readonly [string, Fate][] = [
  ['is not carried out', { instead: 'reset' }],
  ['is carried out and not heard', { answerLost: true }],
];

test.each(fatesOf)(
  'where every call from the nth on %s, the notice is told, and repeated only in its window',
  async (_, fate) => {
    const calls = await callsOf();
    const publish = calls.findIndex(({ operation }) => operation === 'Publish') + 1;
    expect(calls.slice(publish - 2).map(({ operation }) => operation)).toEqual(['PutItem', 'Publish', 'PutItem']);
    for (const { n } of stepsOf(calls)) {
      const world = await live(
        (call) => (call.n >= n ? fate : undefined),
        (process) => [process()],
      );
      const all = await told(world);
      // Lost answers: the publication of this very call has been accepted, and the clearing of this one carried out.
      const carriedOut = fate.answerLost === true ? n : n - 1;
      expect([n, new Set(all).size, all.length]).toEqual([n, 1, 1 + acceptedAfter(carriedOut, calls)]);
    }
  },
);

test('runs at the same time tell it once', async () => {
  const world = await live(
    () => undefined,
    (process) => [process(), process(), process()],
  );
  expect(await told(world)).toHaveLength(1);
});
