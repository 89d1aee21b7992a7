import { formatChance } from '../src/format.ts';
import { roundForecast } from '../src/rounding.ts';

test.each([
  [0, 'under 1%'],
  [0.01, '1%'],
  [0.5, '50%'],
  [0.99, '99%'],
  [0.996, 'over 99%'],
])('a chance of %d is %s: no forecast is certain', (chance, text) => {
  expect(formatChance(chance)).toBe(text);
});

describe('a forecast for people', () => {
  test.each([
    [
      { low: 12_373, median: 40_119, high: 178_817 },
      { low: 12_000, median: 40_000, high: 179_000 },
    ],
    [
      { low: 60_410, median: 60_644, high: 61_003 },
      { low: 60_410, median: 60_644, high: 61_003 },
    ],
    [
      { low: 905, median: 911, high: 911 },
      { low: 905, median: 911, high: 911 },
    ],
  ])('has as many digits as its range allows: %j is %j', (exact, rounded) => {
    expect(roundForecast(exact)).toEqual(rounded);
  });

  test('is never below the count so far, and keeps what else there is', () => {
    const forecast = { low: 60_410, median: 90_000, high: 178_000, chance: 0.4 };
    expect(roundForecast(forecast, 60_400)).toEqual({ low: 60_400, median: 90_000, high: 178_000, chance: 0.4 });
  });
});
