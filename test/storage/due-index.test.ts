/** How far the ticks have got with the agenda, as it is kept; what is due on it is tried with the store. */
import { DueIndex } from '../../src/storage/due-index.ts';
import { toDueKey } from '../../src/storage/due-buckets.ts';
import { PetitionRepository } from '../../src/storage/petition-repository.ts';
import { startEngine, type Engine } from '../engine.ts';
import { at } from '../domain/story.ts';

let engine: Engine;
let agenda: DueIndex;

beforeAll(async () => {
  engine = await startEngine();
});
beforeEach(async () => {
  agenda = new DueIndex(engine.client, await engine.table());
});
afterAll(() => engine.close());

const tick = {
  at: at('2026-03-05T12:00:30.250Z'),
  watchFingerprint: 'abc',
  backlog: new Map([
    ['test/1', at('2026-03-05T11:58:00Z')],
    ['test/2', at('2026-03-05T11:59:00Z')],
    ['test/3', at('2026-03-05T11:58:00Z')],
  ]),
  remainingBudgets: new Map([['petition.parliament.uk', 7.25]]),
};

test('before the first tick there is none', async () => {
  expect(await agenda.lastTick()).toBeUndefined();
});

test('the last tick is remembered, with what it left and since when each waits', async () => {
  await agenda.finishTick(tick, undefined);
  expect(await agenda.lastTick()).toEqual({ ...tick, fromOlderBuckets: false });
});

test('an earlier tick, of a slower run or a clock that stepped back, changes nothing', async () => {
  await agenda.finishTick(tick, undefined);
  const slower = { at: at('2026-03-05T12:00:30Z'), watchFingerprint: 'old' };
  await agenda.finishTick({ ...slower, backlog: new Map(), remainingBudgets: new Map() }, undefined);
  expect(await agenda.lastTick()).toEqual({ ...tick, fromOlderBuckets: false });
});

const leaving = (petitions: number) => ({
  ...tick,
  at: tick.at.add({ minutes: 1 }),
  backlog: new Map(
    Array.from({ length: petitions }, (_, n) => [`uk-parliament/7${String(n).padStart(5, '0')}`, tick.at]),
  ),
});

test('a tick that leaves ten thousand petitions names them all', async () => {
  const many = leaving(10_000);
  await agenda.finishTick(many, undefined);
  expect(await agenda.lastTick()).toEqual({ ...many, fromOlderBuckets: false });
});

test('a tick that leaves more than one item can name is not finished, and what the one before left stays', async () => {
  await agenda.finishTick(tick, undefined);
  await agenda.finishTick(leaving(20_000), tick);
  expect(await agenda.lastTick()).toEqual({ ...tick, fromOlderBuckets: false });
});

// Scheduler starts a run twice now and then, and to the minute (scheduler/latest/UserGuide/what-is-scheduler.html, 2026-11).
describe('of two ticks that overlap', () => {
  const first = { ...tick, backlog: new Map([['test/0', at('2026-03-05T11:50:00Z')]]) };
  const finished = (minute: number, ...names: string[]) => ({
    ...tick,
    at: tick.at.add({ minutes: minute }),
    backlog: new Map(names.map((name) => [name, tick.at])),
    remainingBudgets: new Map([['example.org', minute]]),
  });
  test.each<[string, ReturnType<typeof finished>, ReturnType<typeof finished>]>([
    ['the earlier ends first', finished(1, 'test/1'), finished(2, 'test/2')],
    ['the later ends first', finished(2, 'test/2'), finished(1, 'test/1')],
    ['of one minute', finished(1, 'test/1'), finished(1, 'test/2')],
    ['the first leaves nothing', finished(2), finished(1, 'test/1', 'test/2')],
    ['the second leaves nothing', finished(1, 'test/1', 'test/2'), finished(2)],
    ['both leave one', finished(2, 'test/1', 'test/2'), finished(1, 'test/1')],
  ])('nothing is lost that either left: %s', async (_, one, other) => {
    await agenda.finishTick(first, undefined);
    await agenda.finishTick(one, first);
    await agenda.finishTick(other, first);
    const last = await agenda.lastTick();
    expect([...(last?.backlog.keys() ?? [])].sort()).toEqual(['test/1', 'test/2']);
    expect(last?.at).toEqual([one.at, other.at].sort((a, b) => a.epochMilliseconds - b.epochMilliseconds)[1]);
    expect(last?.remainingBudgets.get('example.org')).toBe(1);
  });

  test('a tick that follows stores what it left alone', async () => {
    await agenda.finishTick(first, undefined);
    await agenda.finishTick(finished(1, 'test/1'), await agenda.lastTick());
    await agenda.finishTick(finished(2, 'test/2'), await agenda.lastTick());
    expect([...((await agenda.lastTick())?.backlog.keys() ?? [])]).toEqual(['test/2']);
  });
});

test('all that is watched is on it, whatever its lane and whenever it is due', async () => {
  const table = await engine.table();
  const store = new PetitionRepository(engine.client, table);
  const places = [{ every: 1 }, { every: 60 }, { every: 1440 }, { at: at('2026-03-05T12:00:00Z') }] as const;
  for (const [index, due] of [...places, { at: at('2126-01-01T00:00:00Z') }].entries()) {
    const petition = `test/${index}`;
    await store.watch(petition, at('2026-03-05T12:00:00Z'));
    const loaded = await store.load(petition);
    if (loaded !== undefined) await store.save({ ...loaded, dueKey: toDueKey(petition, due) }, loaded.version);
  }
  await store.watch('test/dropped', at('2026-03-05T12:00:00Z'));
  await store.unwatch('test/dropped');
  const { buckets } = await new DueIndex(engine.client, table).findAll();
  expect([...buckets.keys()].sort()).toEqual(['test/0', 'test/1', 'test/2', 'test/3', 'test/4']);
});
