/** A recorded signature history: rows of counts that somebody read. */
import { parse as parseCsv } from 'csv-parse/sync';
import * as z from 'zod/mini';
import { BadInput, parse, type Fault } from '../../src/validation.ts';
import { instant, isAfter, type Instant } from '../../src/domain/time.ts';

export interface HistoryRow {
  readonly at: Instant;
  /** Absent: there was no count at that time. */
  readonly signatures: number | undefined;
}

/** Rows in order of time, at least one. */
export type RecordedHistory = readonly [HistoryRow, ...HistoryRow[]];

const row = z.object({
  observed_at: instant,
  signatures: z.string().check(z.regex(/^\d*$/, { error: 'must be a whole number, such as 12345, or empty' })),
});

/** Faults beyond this many are only counted. */
const maxFaults = 10;

/**
 * Reads CSV with a header and the columns `observed_at` (ISO instant) and `signatures` (empty: no count). The rows may
 * be in any order; other columns are ignored.
 */
export function readHistory(csv: string, what: string): RecordedHistory {
  let records: unknown[];
  try {
    records = parseCsv(csv, { columns: true, skip_empty_lines: true, trim: true, bom: true });
  } catch (error) {
    throw new BadInput(what, [
      { path: '', message: `is not CSV: ${error instanceof Error ? error.message : String(error)}` },
    ]);
  }
  const faults: Fault[] = [];
  const rows: HistoryRow[] = [];
  records.forEach((record, index) => {
    try {
      const { observed_at: at, signatures } = parse(row, record, what);
      rows.push({ at, signatures: signatures === '' ? undefined : Number(signatures) });
    } catch (error) {
      if (!(error instanceof BadInput)) throw error;
      faults.push(...error.faults.map(({ path, message }) => ({ path: `row ${index + 1}, ${path}`, message })));
    }
  });
  if (faults.length > maxFaults) {
    const others = { path: '', message: `and ${faults.length - maxFaults} more` };
    throw new BadInput(what, [...faults.slice(0, maxFaults), others]);
  }
  if (faults.length > 0) throw new BadInput(what, faults);
  const [first, ...later] = rows.sort(inTime);
  if (first === undefined) throw new BadInput(what, [{ path: '', message: 'has no rows below its header' }]);
  return [first, ...later];
}

/** By time. Of rows with the same instant, the highest count comes last, so that their order does not matter. */
function inTime(a: HistoryRow, b: HistoryRow): number {
  if (!a.at.equals(b.at)) return isAfter(a.at, b.at) ? 1 : -1;
  return (a.signatures ?? -1) - (b.signatures ?? -1);
}
