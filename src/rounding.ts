/** How forecasts are rounded, on pages, in messages and in the visitor's browser: it imports nothing. */

/**
 * A forecast for people: rounded to a power of ten that is a hundredth to a thousandth of its range, as more digits would
 * promise too much (12,373 to 178,817 is `12,000 to 179,000`). Never below `atLeast`, the count so far.
 */
export function roundForecast<Forecast extends ForecastRange>(forecast: Forecast, atLeast = 0): Forecast {
  const { low, median, high } = forecast;
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, high - low))) - 2);
  const round = (value: number): number => Math.max(atLeast, Math.round(value / unit) * unit);
  return { ...forecast, low: round(low), median: round(median), high: round(high) };
}

interface ForecastRange {
  readonly low: number;
  readonly median: number;
  readonly high: number;
}
