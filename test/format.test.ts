import fc from 'fast-check';
import { formatChance, formatNumber } from '../src/format.ts';
import { forecastNumber, roundForecast } from '../src/rounding.ts';

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
      { low: 12_000, median: 40_000, high: 180_000 },
    ],
    [
      { low: 60_410, median: 60_644, high: 61_003 },
      { low: 60_000, median: 61_000, high: 62_000 },
    ],
    [
      { low: 0, median: 7, high: 911 },
      { low: 0, median: 7, high: 920 },
    ],
  ])('has two digits at the most, and a range that is not narrower: %j is %j', (exact, rounded) => {
    expect(roundForecast(exact)).toEqual(rounded);
  });

  test('is never below the count so far, and keeps what else there is', () => {
    const forecast = { low: 60_410, median: 90_000, high: 178_000, chance: 0.4 };
    expect(roundForecast(forecast, 60_400)).toEqual({ low: 60_400, median: 90_000, high: 180_000, chance: 0.4 });
  });

  test('holds for all forecasts: two digits or the count, in order, and the range is not narrower', () => {
    const numbers = fc.array(fc.nat({ max: 2_000_000_000 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(numbers, (some) => {
        const [count = 0, low = 0, median = 0, high = 0] = some.sort((a, b) => a - b);
        const rounded = roundForecast({ low, median, high }, count);
        for (const one of [rounded.low, rounded.median, rounded.high])
          expect(one === count || /^\d{1,2}0*$/.test(String(one))).toBe(true);
        expect([count, rounded.low, rounded.median, rounded.high]).toEqual(
          [count, rounded.low, rounded.median, rounded.high].sort((a, b) => a - b),
        );
        expect(rounded.low).toBeLessThanOrEqual(low);
        expect(rounded.high).toBeGreaterThanOrEqual(high);
      }),
    );
  });

  test.each([
    [0, '0'],
    [550_000, '550,000'],
    [1_000_000, '1 million'],
    [9_500_000, '9.5 million'],
    [12_000_000, '12 million'],
    [2_000_000_000, '2 billion'],
    [1_012_400, '1,012,400'],
  ])('names millions, and leaves a count as it is: %d is %s', (value, text) => {
    expect(forecastNumber(value, formatNumber)).toBe(text);
  });
});
