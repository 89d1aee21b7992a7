/** The recorded readings of a petition, and their CSV file. */
import { stringify } from 'csv-stringify/sync';
import type { Count } from '../../src/domain/count-series.ts';
import type { Petition } from '../../src/domain/petition.ts';
import { isAfter } from '../../src/domain/time.ts';

/**
 * Oldest first: readings whose count differed from the one before, and the latest stored one. Instants are whole
 * seconds.
 */
export function recordedReadings({ last }: Petition, counts: readonly Count[]): Count[] {
  if (last === undefined) return [...counts];
  const latest = { ...last, at: last.at.round({ smallestUnit: 'second', roundingMode: 'floor' }) };
  const previous = counts.at(-1);
  return previous === undefined || isAfter(latest.at, previous.at) ? [...counts, latest] : [...counts];
}

/** CSV in the format of `backtest --readings`. */
export const readingsCsv = (readings: readonly Count[]): string =>
  stringify(
    readings.map(({ at, signatures }) => [at.toString(), signatures]),
    { header: true, columns: ['observed_at', 'signatures'] },
  );
