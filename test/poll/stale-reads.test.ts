/** Reads that are not consistent: a read may miss the last write, and nothing is skipped, lost or told of twice. */
import { jest } from '@jest/globals';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoTable } from '../../src/storage/dynamo-table.ts';
import { PetitionRepository } from '../../src/storage/petition-repository.ts';
import { parsePetitionItem, petitionKey, type LoadedPetition } from '../../src/storage/petition-item.ts';
import { setUp } from './poll-function.ts';

const here = setUp();
/** What a read that is not consistent finds, instead of what is there. */
let stale: ((name: string) => LoadedPetition | undefined) | undefined;

beforeEach(() => {
  stale = undefined;
  jest.spyOn(PetitionRepository.prototype, 'load').mockImplementation(async (name, isConsistent = true) => {
    if (!isConsistent && stale !== undefined) return stale(name);
    // Of the emulator of this test.
    const client = new DynamoDBClient({});
    const item = await new DynamoTable(client, here.monitor.emulator.tableName).get(petitionKey(name), true);
    client.destroy();
    return item && parsePetitionItem(name, item);
  });
});
afterEach(() => jest.restoreAllMocks());

test('a petition that was put on the index in this very tick is polled, though the read does not show it yet', async () => {
  stale = () => undefined;
  await here.start('1');
  expect(await here.monitor.tick('2016-01-01T17:00:00Z')).toMatchObject({ polls: 1 });
  expect(here.told()).toEqual(['watch-started 1']);
});

test('what a read misses is not overwritten, and no alert is told of twice', async () => {
  await here.start('1');
  await here.monitor.tick('2016-01-01T17:00:00Z');
  const before = await here.monitor.petitionRepository.load('us-we-the-people/1');
  here.platform.shows('1', { signatureCount: 100_412, status: 'pending response' });
  await here.monitor.tick('2016-01-01T18:00:00Z');
  expect(here.told()).toEqual(['watch-started 1', 'threshold-met 1']);
  stale = () => before;
  await here.monitor.tick('2016-01-01T19:00:00Z');
  stale = undefined;
  await here.monitor.tick('2016-01-01T20:00:00Z');
  expect(here.told()).toEqual([]);
  expect((await here.monitor.petitionRepository.load('us-we-the-people/1'))?.petition.alerts).toBe(2);
});
