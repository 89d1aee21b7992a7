/** What a pattern costs is what it takes of the processor. */
import { costText, worstCost } from '../../cli/pattern-cost.ts';

// Each two characters more take four times as long.
const slow = /^(rail|bus|\w+[ -]?)+ (fare|line)s?$/iu;

test('a longer text costs more, in milliseconds of the processor', () => {
  const begun = process.cpuUsage();
  const [short, long] = [14, 23].map((length) => worstCost(slow, length, 600_000).milliseconds ?? Infinity);
  const { user, system } = process.cpuUsage(begun);
  expect(long).toBeGreaterThan(2 * (short ?? Infinity));
  expect(long).toBeLessThan((user + system) / 1000);
});

test('it is told in tens of milliseconds, or as more than the limit, with the text', () => {
  expect(costText({ milliseconds: 9.9, text: 'a' }, 200)).toBe(
    'takes less than 10 ms on the worst text that we made up',
  );
  expect(costText({ milliseconds: 111, text: 'a' }, 200)).toBe('takes about 120 ms on the worst text that we made up');
  expect(costText({ milliseconds: undefined, text: 'a' }, 200)).toMatch(
    /^takes more than 200 ms on a text such as "a": /,
  );
});
