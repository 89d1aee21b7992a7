/** What ticks ask of the table: petitions by the hundred, and nothing written where there was nothing to do. */
import { jest } from '@jest/globals';
import { at } from '../domain/story.ts';
import { DynamoTable } from '../../src/storage/dynamo-table.ts';
import { setUp } from './poll-function.ts';

const here = setUp();
afterEach(() => jest.restoreAllMocks());

async function start(): Promise<void> {
  for (const id of ['1', '2', '3']) here.platform.shows(id, { signatureCount: 19_000 });
  await here.start('1', '2', '3');
  // What is new is polled often for an hour.
  for (const now of ['2016-01-01T15:50:00Z', '2016-01-01T17:00:00Z']) await here.monitor.tick(now);
  here.requests();
}

test('petitions that are due together are loaded in one request', async () => {
  await start();
  const [one, many] = [jest.spyOn(DynamoTable.prototype, 'get'), jest.spyOn(DynamoTable.prototype, 'getSome')];
  expect(await here.monitor.tick('2016-01-01T18:00:00Z')).toMatchObject({ polls: 3 });
  expect(many.mock.calls.map(([keys]) => keys.length)).toEqual([3]);
  // The health alone.
  expect(one).toHaveBeenCalledTimes(1);
});

test('what the table leaves out of such a request is loaded alone', async () => {
  await start();
  jest.spyOn(DynamoTable.prototype, 'getSome').mockResolvedValue([]);
  expect(await here.monitor.tick('2016-01-01T18:00:00Z')).toMatchObject({ polls: 3, failures: 0 });
});

test('so is everything where that request fails', async () => {
  await start();
  jest.spyOn(DynamoTable.prototype, 'getSome').mockRejectedValue(new Error('no batches here'));
  expect(await here.monitor.tick('2016-01-01T18:00:00Z')).toMatchObject({ polls: 3, failures: 0 });
});

test('ticks without anything to do are stored once in five minutes of the clock, and none is taken for late', async () => {
  await start();
  const put = jest.spyOn(DynamoTable.prototype, 'put');
  const before = here.monitor.counted.length;
  const stored: (string | undefined)[] = [];
  for (const minute of ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10']) {
    await here.monitor.tick(`2016-01-01T17:${minute}:00Z`);
    stored.push((await here.monitor.dueIndex.lastTick())?.at.toString().slice(14, 16));
  }
  expect(stored).toEqual(['00', '00', '00', '00', '05', '05', '05', '05', '05', '10']);
  expect(put).toHaveBeenCalledTimes(2);
  expect(here.monitor.counted.slice(before).every(({ MinutesBehind }) => MinutesBehind === 0)).toBe(true);
});

test('what fell due in a minute that was not stored is polled, and that tick is stored', async () => {
  await start();
  await here.monitor.tick('2016-01-01T17:01:00Z');
  const known = await here.monitor.petitionRepository.load('us-we-the-people/1');
  if (known === undefined) throw new Error('not there');
  await here.monitor.petitionRepository.save(
    { ...known, dueKey: { bucket: 'at', sortKey: '2016-01-01T17:02:30Z' } },
    known.version,
  );
  expect(await here.monitor.tick('2016-01-01T17:02:00Z')).toMatchObject({ polls: 0 });
  expect(await here.monitor.tick('2016-01-01T17:03:00Z')).toMatchObject({ polls: 1 });
  expect((await here.monitor.dueIndex.lastTick())?.at).toEqual(at('2016-01-01T17:03:00Z'));
});
