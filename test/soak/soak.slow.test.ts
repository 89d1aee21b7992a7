/** The soak at the size of a test: `npm run soak` has ten thousand petitions. */
import { soak } from './soak.ts';

test('sixty days with a fifth of all calls failing: nothing is lost, nothing is told that should not be', async () => {
  const figures = await soak({
    petitions: 60,
    storms: 10,
    days: 60,
    every: 5,
    round: 3,
    failing: 0.2,
    say: () => undefined,
  });
  expect(figures).toMatchObject({ lost: 0, uncommitted: 0, wrong: [] });
  // A storm: a platform with one threshold tells of a verdict, a number and a deadline, each at most four times an hour.
  expect(figures).toMatchObject({ wrongAfterStorm: [], waiting: 0 });
  expect(figures.flapping).toBeGreaterThan(5);
  expect(figures.mostInAnHour).toBeLessThanOrEqual(12);
  expect(figures.largestWrite).toBeLessThan(20_000);
  // That it was no walk: a fifth of some thousands of calls, and alerts of nearly all petitions.
  expect(figures.failedCalls / figures.calls).toBeGreaterThan(0.15);
  expect(figures.published).toBeGreaterThan(110);
  expect(figures.readTooLate).toBeLessThan(10);
  // Nothing piles up: but for a round whose last tick failed as a whole, next to nothing is left at the end of one.
  expect(figures.leftByRound.filter((left) => left > 6).length).toBeLessThan(4);
});
