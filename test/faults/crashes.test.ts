import { Temporal } from 'temporal-polyfill';
import { operationsOf } from './classes/crashes.ts';
import { totalOf, tableOnPaper } from './paper.ts';
import { scenarios } from './scenarios.ts';
import { tried, usual } from './tried.ts';
import { beginningOf, openWorld } from './world.ts';

tried('crashes', usual);

test('the bundle makes the calls of which each has its turn', async () => {
  const world = await openWorld(await beginningOf(scenarios.twoMet, Temporal.Now.instant(), 25));
  try {
    expect(await operationsOf(world)).toEqual([
      'Query',
      ...Array.from({ length: 16 }, () => 'Query'),
      'GetItem',
      'GET',
      'PutItem',
      'PutItem',
      'PutItem',
      'Publish',
      'Publish',
      'PutItem',
      'PutItem',
      'GetItem',
    ]);
  } finally {
    await world.close();
  }
});

test('the last row of docs/guarantee.md adds up the others', () => {
  const { rows, total } = tableOnPaper();
  expect(rows.length).toBeGreaterThan(70);
  expect(total).toEqual(totalOf(rows));
});
