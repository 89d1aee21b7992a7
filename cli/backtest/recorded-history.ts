/** A recorded signature history: rows of counts that somebody read, in the CSV of this monitor or of another tracker. */
import { parse as parseCsv } from 'csv-parse/sync';
import * as z from 'zod/mini';
import { BadInput, parse, type Fault } from '../../src/validation.ts';
import { isAfter, type Instant } from '../../src/domain/time.ts';
import { formatQuoted, pickColumns, type ColumnOptions, type Line } from './history-columns.ts';
import { timeReader, type TimeOptions } from './history-times.ts';
import { errorMessage } from '../../src/text.ts';

export interface HistoryRow {
  readonly at: Instant;
  /** Absent: there was no count at that time. */
  readonly signatures: number | undefined;
}

/** Rows in order of time, at least one. */
export type RecordedHistory = readonly [HistoryRow, ...HistoryRow[]];

/** What a file does not say of itself. */
export interface HistoryFileOptions extends TimeOptions, ColumnOptions {
  /** Of a file with rows of several petitions: the one to read, as `source/id`. */
  readonly petition?: string | undefined;
  /** Is given what was left out. */
  readonly note?: (text: string) => void;
}

/** Faults beyond this many are only counted. */
const maxFaults = 10;

/**
 * Reads CSV with a time and a count in each row. The rows may be in any order; other columns are ignored. What can be
 * read in two ways is a fault that names the option to say which is meant.
 */
export function readHistory(csv: string, what: string, options: HistoryFileOptions = {}): RecordedHistory {
  const lines = linesOf(csv, what);
  const { time, count, petition, rows: all, width } = pickColumns(lines, options, what);
  const isWhole = ({ cells }: Line): boolean => cells.length > Math.max(time.index, count.index);
  const cut = all.filter((row) => !isWhole(row));
  const rows = rowsOfPetition(all.filter(isWhole), petition, options, what);
  const timeOf = timeReader(
    rows.map(({ cells }) => cells[time.index] ?? ''),
    options,
    what,
  );
  const faults: Fault[] = [];
  const read = rows.flatMap(({ cells, line }): HistoryRow[] => {
    const at = timeOf(cells[time.index] ?? '');
    const signatures = countIn(cells[count.index] ?? '');
    const fault = (path: string, message: string): void => void faults.push({ path, message, position: String(line) });
    if (cells.slice(width).some((cell) => cell !== '')) {
      const message = `has ${cells.length} cells, where there are ${width} columns: a number with commas needs quotes, such as "1,150"`;
      fault('', message);
      return [];
    }
    if (typeof at === 'string') fault(time.name, at);
    if (typeof signatures === 'string') fault(count.name, signatures);
    return typeof at === 'string' || typeof signatures === 'string' ? [] : [{ at, signatures }];
  });
  if (faults.length > maxFaults) {
    const others = { path: '', message: `and ${faults.length - maxFaults} more` };
    throw new BadInput(what, [...faults.slice(0, maxFaults), others]);
  }
  if (faults.length > 0) throw new BadInput(what, faults);
  const [first, ...later] = read.sort(inTime);
  if (first === undefined) throw new BadInput(what, [{ path: '', message: 'has no rows below its header' }]);
  if (cut.length > 0) {
    const places = cut.slice(0, maxFaults).map(({ line }) => line);
    options.note?.(`${what}: left out rows that break off, ${cut.length} in all; lines ${places.join(', ')}`);
  }
  return [first, ...later];
}

const records = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) }));

function linesOf(csv: string, what: string): Line[] {
  // Excel names the separator in a line of its own. An empty line in its place keeps the numbers of the others.
  const said = /^\uFEFF?sep=(.)\r?\n/i.exec(csv)?.[1];
  const text = said === undefined ? csv : csv.replace(/^.*/, '');
  const delimiter = said ?? delimiterOf(text);
  try {
    const parsed: unknown = parseCsv(text, {
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: delimiter !== '\t',
      bom: true,
    });
    return parse(records, parsed, what).map(({ record, info }) => ({
      cells: record.map((cell) => cell.trim()),
      line: info.lines,
    }));
  } catch (error) {
    const reason = errorMessage(error);
    throw new BadInput(what, [{ path: '', message: `is not CSV: ${reason}` }]);
  }
}

/** The character that separates most in the first line. */
function delimiterOf(csv: string): string {
  const [first = ''] = csv
    .trimStart()
    .replaceAll(/"[^"]*"/g, '')
    .split('\n', 1);
  const times = (delimiter: string): number => first.split(delimiter).length;
  return [',', ';', '\t', '|'].reduce((best, one) => (times(one) > times(best) ? one : best));
}

/** The rows of one petition: those of several are no history. */
function rowsOfPetition(
  rows: readonly Line[],
  column: number | undefined,
  { petition }: HistoryFileOptions,
  what: string,
): readonly Line[] {
  if (column === undefined) return rows;
  const nameIn = ({ cells }: Line): string => cells[column] ?? '';
  const names = [...new Set(rows.map(nameIn))];
  if (names.length < 2) return rows;
  const found = rows.filter((row) => nameIn(row) === petition || petition?.endsWith(`/${nameIn(row)}`));
  if (found.length > 0) return found;
  const message = `has rows of ${names.length} petitions: name one with --petition source/id; there are ${formatQuoted(names)}`;
  throw new BadInput(what, [{ path: '', message }]);
}

const goodCount = 'must be a whole number below a billion, such as 12345, or empty';
const noCount = /^(|-|n\/?a|nan|null|none)$/i;

/** A count, none, or what is wrong. `1.150` is refused: it may be eleven hundred and fifty, or a little more than one. */
function countIn(cell: string): number | undefined | string {
  if (noCount.test(cell)) return undefined;
  const isNumber = /^(\d+|\d{1,3}(([,'’ \u00a0\u202f])\d{3}(\3\d{3})*))(\.00?)?$/.test(cell);
  const count = isNumber ? Number(cell.replace(/\.00?$/, '').replaceAll(/\D/g, '')) : Number.NaN;
  return count < 1_000_000_000 ? count : `${goodCount} (it is "${cell}")`;
}

/** By time. Of rows with the same instant, the highest count comes last, so that their order does not matter. */
function inTime(a: HistoryRow, b: HistoryRow): number {
  if (!a.at.equals(b.at)) return isAfter(a.at, b.at) ? 1 : -1;
  return (a.signatures ?? -1) - (b.signatures ?? -1);
}
