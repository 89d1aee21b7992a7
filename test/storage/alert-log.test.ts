/** The log of alerts over the real engine. */
import { DueIndex } from '../../src/storage/due-index.ts';
import { AlertLog } from '../../src/storage/alert-log.ts';
import { PetitionRepository } from '../../src/storage/petition-repository.ts';
import { sample } from '../notifications/samples.ts';
import { startEngine, type Engine } from '../engine.ts';
import { at } from '../domain/story.ts';

let engine: Engine;
let table: string;
let log: AlertLog;

beforeAll(async () => {
  engine = await startEngine();
});
beforeEach(async () => {
  table = await engine.table();
  log = new AlertLog(engine.client, table);
});
afterAll(() => engine.close());

const alert = (petition: string, number: number, detectedAt: string) => ({
  ...sample('threshold-met'),
  id: `${petition}#${number}`,
  petition,
  detectedAt: at(detectedAt),
});
const first = alert('test/1', 9, '2026-03-05T12:00:00.250Z');
const second = alert('test/2', 1, '2026-03-05T12:00:01Z');
const third = alert('test/1', 10, '2026-03-06T12:00:00Z');

test('the alerts of a petition come back as they were, in order', async () => {
  await log.record([third, second]);
  await log.record([first]);
  expect(await log.forPetition('test/1')).toEqual([first, third]);
  expect(await log.forPetition('test/3')).toEqual([]);
});

test('those of a stretch of time come from all petitions, the beginning excluded, the end included', async () => {
  await log.record([first, second, third]);
  expect(await log.between(first.detectedAt, third.detectedAt)).toEqual([second, third]);
  expect(await log.between(at('2026-03-05T12:00:00.249Z'), second.detectedAt)).toEqual([first, second]);
});

test('an alert that is written down twice is there once', async () => {
  await log.record([first]);
  await log.record([first, first]);
  expect(await log.forPetition('test/1')).toEqual([first]);
});

test('what is in the log is not due, and no part of the petition or its counts', async () => {
  const store = new PetitionRepository(engine.client, table);
  await log.record([first]);
  const { names } = await new DueIndex(engine.client, table).findDue(
    { at: at('2026-03-04T12:00:00Z'), fromOlderBuckets: false },
    at('2026-03-07T12:00:00Z'),
  );
  expect(names).toEqual([]);
  expect(await store.load('test/1')).toBeUndefined();
  expect(await store.counts('test/1')).toEqual([]);
});
