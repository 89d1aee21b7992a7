/**
 * Forecasts as they were made, so that what came can be held against them, and their stored form. It is compact, because
 * it is written with every count: four of them take a quarter of a kilobyte.
 */
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import type { Instant } from './time.ts';

/** A percent of the signing window, or what subscribers were told. */
export const forecastMoments = ['10%', '25%', '50%', '75%', 'likely', 'unlikely'] as const;
export type ForecastMoment = (typeof forecastMoments)[number];

export interface KeptForecast {
  readonly moment: ForecastMoment;
  readonly at: Instant;
  /** The count then. */
  readonly signatures: number;
  readonly low: number;
  readonly median: number;
  readonly high: number;
  /** How likely each threshold was that was open then, by its name: as it was told, in hundredths. */
  readonly chances: Readonly<Record<string, number>>;
}

/** The moment, seconds since 1970, the count, the range with its median, and the chances. */
const stored = z.array(
  z.tuple([
    z.enum(forecastMoments),
    z.int().check(z.minimum(0), z.maximum(253_402_300_799)),
    z.int(),
    z.int(),
    z.int(),
    z.int(),
    z.record(z.string(), z.number()),
  ]),
);

export const keptForecastsCodec = z.codec(stored, z.custom<readonly KeptForecast[]>(Array.isArray), {
  decode: (all) =>
    all.map(([moment, seconds, signatures, low, median, high, chances]) => {
      const at = Temporal.Instant.fromEpochMilliseconds(seconds * 1000);
      return { moment, at, signatures, low, median, high, chances };
    }),
  encode: (all) =>
    all.map(({ moment, at, signatures, low, median, high, chances }) => [
      moment,
      Math.floor(at.epochMilliseconds / 1000),
      signatures,
      low,
      median,
      high,
      { ...chances },
    ]),
});
