/** A table for people: as a table where it fits the terminal, otherwise as one block of `label  value` lines per group. */
import type { WriteStream } from 'node:tty';
import Table from 'cli-table3';

export interface Column {
  readonly head: string;
  readonly align?: 'left' | 'right';
  /** In a table, a longer text is cut, or wrapped with `wordWrap`. A block always shows the whole text. */
  readonly width?: number;
}

export interface FittingTable {
  readonly columns: readonly Column[];
  /** The rows of one thing, such as the thresholds of a petition: one block. Its first cell is the heading. */
  readonly groups: readonly (readonly (readonly string[])[])[];
  readonly wordWrap?: boolean;
}

const indent = 2;
/** Values keep this much room on the narrowest terminals: the terminal wraps them then. */
const minValueWidth = 20;

export function fittingTable(
  { columns, groups, wordWrap = false }: FittingTable,
  width = terminalWidth(process.stdout),
): string {
  const table = new Table({
    head: columns.map(({ head }) => head),
    style: { head: [], border: [], compact: true },
    colAligns: columns.map(({ align = 'left' }) => align),
    colWidths: columns.map(({ width: columnWidth = null }) => columnWidth),
    wordWrap,
  });
  for (const row of groups.flat()) table.push([...row]);
  const text = table.toString();
  // The border has one character per column of the terminal, whatever the cells hold.
  if (text.indexOf('\n') <= width) return text;
  return groups.map((rows) => block(columns, rows, width)).join('\n\n');
}

function block(columns: readonly Column[], rows: FittingTable['groups'][number], width: number): string {
  const [heading = ''] = rows[0] ?? [];
  const labelWidth = Math.max(...columns.slice(1).map(({ head }) => head.length)) + indent;
  const valueWidth = Math.max(width - indent - labelWidth, minValueWidth);
  const fields = rows.flatMap((cells) =>
    columns.slice(1).map(({ head }, index) => ({ head, value: (cells[index + 1] ?? '').replaceAll('\n', ' ') })),
  );
  const lines = fields
    .filter(({ value }) => value !== '')
    .flatMap(({ head, value }) =>
      wrap(value, valueWidth).map(
        (text, line) => `${' '.repeat(indent)}${(line === 0 ? head : '').padEnd(labelWidth)}${text}`,
      ),
    );
  return [heading, ...lines].join('\n');
}

/** Lines of at most `width` characters, broken between words; a longer word, such as a URL, stays whole. */
export function wrap(text: string, width: number): string[] {
  if (text.length <= width) return [text];
  return text.match(new RegExp(`(?=\\S).{1,${width}}(?=\\s|$)|\\S+`, 'g')) ?? [];
}

/** Columns of the terminal behind a stream; no limit for a pipe or file. A terminal that does not say has 80. */
export function terminalWidth({ isTTY = false, columns = 0 }: Partial<Pick<WriteStream, 'isTTY' | 'columns'>>): number {
  if (!isTTY) return Infinity;
  return columns > 0 ? columns : 80;
}
