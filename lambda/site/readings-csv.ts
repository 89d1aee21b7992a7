/** The readings on record of a petition, and the file that has them. */
import { stringify } from 'csv-stringify/sync';
import type { Count } from '../../src/domain/count-series.ts';
import type { Petition } from '../../src/domain/petition.ts';
import { isAfter } from '../../src/domain/time.ts';

/**
 * Oldest first: those whose count differed from the one before, and the latest that was written. Instants are whole seconds.
 */
export function recordedReadings({ last }: Petition, counts: readonly Count[]): Count[] {
  if (last === undefined) return [...counts];
  const latest = { ...last, at: last.at.round({ smallestUnit: 'second', roundingMode: 'floor' }) };
  const before = counts.at(-1);
  return before === undefined || isAfter(latest.at, before.at) ? [...counts, latest] : [...counts];
}

/** CSV as `backtest --readings` takes it. */
export const readingsCsv = (readings: readonly Count[]): string =>
  stringify(
    readings.map(({ at, signatures }) => [at.toString(), signatures]),
    { header: true, columns: ['observed_at', 'signatures'] },
  );
