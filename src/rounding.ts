/** How forecasts are rounded, on pages, in messages and in the visitor's browser: it imports nothing. */

/**
 * A forecast for people: two digits, as more would promise too much (12,373 to 178,817 is `12,000 to 180,000`). The
 * range is rounded outwards, so that it holds at least as often as we say. Never below `atLeast`, the count so far.
 */
export function roundForecast<Forecast extends ForecastRange>(forecast: Forecast, atLeast = 0): Forecast {
  const round = (value: number, direction: 'floor' | 'round' | 'ceil'): number =>
    Math.max(atLeast, Math[direction](value / unitOf(value)) * unitOf(value));
  return {
    ...forecast,
    low: round(forecast.low, 'floor'),
    median: round(forecast.median, 'round'),
    high: round(forecast.high, 'ceil'),
  };
}

interface ForecastRange {
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

/** The power of ten that leaves two digits. */
const unitOf = (value: number): number => 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, value))) - 1);

const scales = [
  [1e9, 'billion'],
  [1e6, 'million'],
] as const;

/** A rounded number of signatures: `550,000`, `9.5 million`. A count, which is not rounded, keeps all its digits. */
export function forecastNumber(value: number, numberText: (value: number) => string): string {
  const scale = value % unitOf(value) === 0 ? scales.find(([one]) => value >= one) : undefined;
  return scale === undefined ? numberText(value) : `${numberText(value / scale[0])} ${scale[1]}`;
}
