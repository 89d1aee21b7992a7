/** Which columns of a recorded history have its times and counts: by their names, or by what a file without header has. */
import { BadInput } from '../../src/validation.ts';
import { isPlainTime } from './history-times.ts';

export interface ColumnOptions {
  readonly timeColumn?: string | undefined;
  readonly countColumn?: string | undefined;
}

/** The cells of a row, and the line where it ends. */
export interface Line {
  readonly cells: readonly string[];
  readonly line: number;
}

interface Column {
  readonly index: number;
  readonly name: string;
}

/** Ours first, then what public trackers call them (uk_general_election_petition_tracker, petition-logger, 2026-11). */
const names = {
  time: [
    'observed_at',
    'timestamp',
    'time',
    'datetime',
    'date_time',
    'date',
    'recorded_at',
    'scraped_at',
    'fetched_at',
  ],
  count: [
    'signatures',
    'signature_count',
    'signatures_count',
    'count',
    'total_signatures',
    'votes',
    'nb_votes',
    'total',
  ],
} as const;

const shapes = { time: 'the time', count: 'the count' } as const;

export function pickColumns(
  lines: readonly Line[],
  { timeColumn, countColumn }: ColumnOptions,
  what: string,
): {
  readonly time: Column;
  readonly count: Column;
  /** The index of the column that names the petition, if there is one. */
  readonly petition: number | undefined;
  readonly rows: readonly Line[];
  /** The number of columns. */
  readonly width: number;
} {
  const [first, ...rows] = lines;
  const header = first?.cells ?? [];
  const [time, count] = [header.findIndex(isPlainTime), header.findIndex((cell) => /^\d{1,9}$/.test(cell))];
  if (timeColumn === undefined && countColumn === undefined && time !== -1 && count !== -1 && header.length === 2) {
    return {
      time: { index: time, name: `column ${time + 1}` },
      count: { index: count, name: `column ${count + 1}` },
      petition: undefined,
      rows: lines,
      width: header.length,
    };
  }
  const petition = header.findIndex((name) => name.toLowerCase() === 'petition');
  return {
    time: columnOf(header, 'time', timeColumn, what),
    count: columnOf(header, 'count', countColumn, what),
    petition: petition === -1 ? undefined : petition,
    rows,
    width: header.length,
  };
}

function columnOf(
  header: readonly string[],
  kind: keyof typeof names,
  given: string | undefined,
  what: string,
): Column {
  const common = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '_');
  const columns = header.map((name, index) => ({ index, name }));
  const wanted: readonly string[] = given === undefined ? names[kind] : [common(given)];
  // Of those in upper and lower case, only an option says which is meant.
  const ours = columns.filter(({ name }) => (given === undefined ? common(name) === names[kind][0] : name === given));
  const found = ours.length > 0 ? ours : columns.filter(({ name }) => wanted.includes(common(name)));
  const [only, other] = found;
  if (only !== undefined && other === undefined) return only;
  const option = `--${kind}-column`;
  const called = given === undefined ? `for ${shapes[kind]}` : `"${given}"`;
  const message =
    header.length === 0
      ? 'is empty: its first line names the columns, such as observed_at,signatures'
      : only === undefined
        ? `has no column ${called}: name one with ${option}; there are ${formatQuoted(header)}`
        : only.name === other?.name
          ? `has the column "${only.name}" twice: rename one, so that it is plain which has ${shapes[kind]}`
          : `has ${found.length} columns that may have ${shapes[kind]}, ${formatQuoted(found.map(({ name }) => name))}: name one with ${option}`;
  throw new BadInput(what, [{ path: '', message, position: '1' }]);
}

/** The first twenty. */
export const formatQuoted = (texts: readonly string[]): string =>
  texts
    .slice(0, 20)
    .map((text) => JSON.stringify(text))
    .join(', ') + (texts.length > 20 ? ', …' : '');
