/** Titles that are made to hold the processor, as many as a list may have. */
import { createTitleMatcher, titleLimits } from '../../src/config/watch-queries.ts';

test('a thousand titles that a pattern takes too long on are given up in time, and the ordinary ones among them are found', () => {
  const matches = createTitleMatcher({ titleMatches: '^(rail|bus|\\w+[ -]?)+ (fare|line)s?$' });
  const titles = Array.from({ length: 1_000 }, (_, index) => (index % 10 === 9 ? 'Lower bus fares' : 'a'.repeat(60)));
  const begun = process.cpuUsage();
  const found = titles.filter((title) => {
    try {
      return matches({ title });
    } catch {
      return false;
    }
  });
  // On a busy machine, some may have to wait for the next hour.
  expect(found.length).toBeGreaterThan(50);
  // The limits are of the clock, so on a busy machine it takes less of the processor. Without the shared limit it takes 200 s.
  const mostMs = titleLimits.all + titles.length * titleLimits.later;
  expect(process.cpuUsage(begun).user).toBeLessThan(1.5 * mostMs * 1000);
});
