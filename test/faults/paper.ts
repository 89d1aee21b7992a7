/** The table of docs/guarantee.md: read, and written again. */
import { readFileSync, writeFileSync } from 'node:fs';
import { noTally, sum, type Tally } from './cells.ts';
import type { ChannelRow } from './channels.ts';
import { parts, type Row } from './matrix.ts';
import { scenarios } from './scenarios.ts';

const file = new URL('../../docs/guarantee.md', import.meta.url);
const heads = ['cells', 'committed', 'published', 'repeated', 'lost', 'false', 'contradictory'] as const;
const totalName = '**all**';

/** The rows of the page, and the last one with the totals. */
export function tableOnPaper(): { readonly rows: Row[]; readonly total: Tally } {
  const lines = /^\| fault .*\n(?:\|.*\n)+/m.exec(readFileSync(file, 'utf8'))?.[0].trim().split('\n').slice(2) ?? [];
  const all = lines.map((line): Row => {
    const [fault = '', scenario = '', ...numbers] = line
      .split('|')
      .map((cell) => cell.trim())
      .slice(1, -1);
    const tally = Object.fromEntries(heads.map((head, index) => [head, Number(numbers[index])]));
    return { fault, scenario, tally: { ...noTally, ...tally } };
  });
  const rows = all.filter(({ fault }) => fault !== totalName);
  return { rows, total: all.find(({ fault }) => fault === totalName)?.tally ?? noTally };
}

/** Replaces the rows of the same fault and scenario, and others that `isOurs` finds. */
export function writeRows(rows: readonly Row[], isOurs: (row: Row) => boolean): void {
  const faults = Object.values(parts).flatMap((some) => some.flatMap(({ classes }) => classes.map(({ name }) => name)));
  const order = Object.values(scenarios).map(({ name }) => name);
  const rank = ({ fault, scenario }: Row): number => faults.indexOf(fault) * order.length + order.indexOf(scenario);
  const others = tableOnPaper().rows.filter((row) => !isOurs(row) && faults.includes(row.fault));
  const table = tableOf([...others, ...rows].sort((a, b) => rank(a) - rank(b)));
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^\| fault .*\n(\|.*\n)+/m, `${table}\n`));
}

export const totalOf = (rows: readonly Row[]): Tally => rows.map(({ tally }) => tally).reduce(sum, noTally);

function tableOf(rows: readonly Row[]): string {
  const numbers = (tally: Tally): string[] => heads.map((head) => String(tally[head]));
  return asMarkdown(2, [
    ['fault', 'scenario', ...heads],
    ...rows.map(({ fault, scenario, tally }) => [fault, scenario, ...numbers(tally)]),
    [totalName, '', ...numbers(totalOf(rows))],
  ]);
}

const channelHeads = ['cells', 'alerts', 'taken', 'repeated', 'dropped', 'lost', 'minutes'] as const;
const channelTable = /^\| what befalls the channels .*\n(\|.*\n)+/m;

/** The rows of the table of channels. */
export function channelsOnPaper(): Pick<ChannelRow, 'fault' | 'tally'>[] {
  const lines = channelTable.exec(readFileSync(file, 'utf8'))?.[0].trim().split('\n').slice(2) ?? [];
  return lines.map((line) => {
    const [fault = '', ...numbers] = line
      .split('|')
      .map((cell) => cell.trim())
      .slice(1, -1);
    const [cells = 0, alerts = 0, taken = 0, repeated = 0, dropped = 0, lost = 0, minutes = 0] = numbers.map(Number);
    return { fault, tally: { cells, alerts, taken, repeated, dropped, lost, minutes } };
  });
}

/** Replaces the rows of the same faults. `order` has the names of all. */
export function writeChannels(rows: readonly ChannelRow[], order: readonly string[]): void {
  const measured = new Map([...channelsOnPaper(), ...rows].map((row) => [row.fault, row.tally]));
  const lines = order.flatMap((fault) => {
    const tally = measured.get(fault);
    return tally === undefined ? [] : [[fault, ...channelHeads.map((head) => String(tally[head]))]];
  });
  const table = asMarkdown(1, [['what befalls the channels', ...channelHeads], ...lines]);
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace(channelTable, () => `${table}\n`),
  );
}

/** Formatted as oxfmt does; the columns from that one on are numbers. */
function asMarkdown(firstNumber: number, lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const isNumber = (column: number): boolean => column >= firstNumber;
  const written = lines.map((line) =>
    line.map((cell, i) => (isNumber(i) ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0))),
  );
  const rule = widths.map((width, i) => (isNumber(i) ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)));
  return [...written.slice(0, 1), rule, ...written.slice(1)].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
