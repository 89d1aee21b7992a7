/** What the checks of a platform saw, as a row of the table in docs/platforms.md. */
import { formatNumber } from '../../../src/format.ts';
import type { Petition } from '../../../src/domain/petition.ts';
import type { Reading } from '../../../src/domain/observation.ts';
import { explained, type Contract } from './contract.ts';
import type { Evidence } from './evidence.ts';

/** All of it by checks that passed: what is not here was not seen. */
export interface Shown {
  /** What was read of it, whatever its state. */
  readonly readings: Reading[];
  /** What the core made of it while it was open. */
  open?: Petition;
  closedEarly?: true;
  list?: 'pages' | 'at once';
  conditional?: true;
}

const columns: Readonly<Record<string, (shown: Shown) => string | undefined>> = {
  count: ({ open }) => (open?.last === undefined ? undefined : 'yes'),
  opened: ({ readings }) => (readings.some(({ opened }) => opened) ? 'yes' : undefined),
  deadline: ({ open, readings }) => {
    if (readings.some(({ deadline }) => deadline)) return "the platform's";
    return open?.deadline && 'worked out by the rules';
  },
  thresholds: ({ open, readings }) => thresholdsOf(open, readings),
  met: ({ readings }) => {
    const stamped = readings.some(({ stamps = {} }) => Object.values(stamps).some((at) => at !== null));
    if (stamped) return 'its stamp';
    return readings.some(({ met = [] }) => met.length > 0) ? 'its status' : undefined;
  },
  closed: ({ readings }) => {
    const ends = readings.flatMap(({ signing }) => (signing?.open === false ? [signing] : []));
    return ends.some(({ at }) => at) ? 'when' : ends.length > 0 ? 'that' : undefined;
  },
  'closed early': ({ closedEarly }) => closedEarly && 'told apart',
  answer: ({ readings }) => {
    const answers = readings.flatMap(({ answer }) => answer ?? []);
    return answers.some(({ at }) => at) ? 'when' : answers.length > 0 ? 'that' : undefined;
  },
  clock: ({ readings }) => (readings.some(({ clockStarted }) => clockStarted) ? 'when' : undefined),
  parts: ({ readings }) => (readings.some(({ parts }) => parts) ? 'yes' : undefined),
  list: ({ list }) => list,
  'conditional GET': ({ conditional }) => conditional && 'yes',
};

/** Where something was seen: a recorded answer, the platform's own software, a program of others, documentation. */
type Kind = 'R' | 'U' | 'C' | 'D';

/** What a platform shows by itself, not by its rules. */
const ownColumns: typeof columns = {
  ...columns,
  count: ({ readings }) => (readings.length > 0 ? 'yes' : undefined),
  deadline: ({ readings }) => (readings.some(({ deadline }) => deadline) ? 'yes' : undefined),
  thresholds: ({ readings }) => (readings.some(({ needed }) => needed) ? 'yes' : undefined),
};

/** What is known of a platform, and from where. */
export interface Known {
  readonly shown: Shown;
  readonly contract: Contract;
  /** By the answers of its own software, or of a program that checks their form. */
  readonly upstream?: { readonly shown: Shown; readonly by: string; readonly letter: 'U' | 'C' };
  /** By answers that it gave. */
  readonly recorded?: { readonly shown: Shown; readonly by: string };
  readonly evidence?: Evidence | undefined;
}

/** The letters of a cell. */
function kindsOf(column: string, { recorded, upstream, evidence }: Known): readonly Kind[] {
  const shows = (shown: Shown | undefined): boolean => shown !== undefined && ownColumns[column]?.(shown) !== undefined;
  const other = evidence?.columns.includes(column) === true ? ([letterOf(evidence)] as const) : [];
  return [
    ...(shows(recorded?.shown) ? (['R'] as const) : []),
    ...(upstream !== undefined && shows(upstream.shown) ? [upstream.letter] : []),
    ...other,
  ];
}

const letterOf = ({ kind }: Evidence): Kind => (kind === 'client' ? 'C' : 'D');

function sourcesOf({ recorded, upstream, evidence }: Known): string[] {
  return [
    ...(recorded === undefined ? [] : [`R: ${recorded.by}`]),
    ...(upstream === undefined ? [] : [`${upstream.letter}: ${upstream.by}`]),
    ...(evidence === undefined ? [] : [`${letterOf(evidence)}: ${evidence.by}`]),
  ];
}

/** What is known from others of cells that are empty, or of platforms that are not there. */
export const baseless = (all: Readonly<Record<string, Known>>, others: Readonly<Record<string, Evidence>>): string[] =>
  Object.entries(others).flatMap(([name, { columns: named }]) =>
    named
      .filter((column) => ownColumns[column]?.(all[name]?.shown ?? { readings: [] }) === undefined)
      .map((column) => `${name} ${column}`),
  );

/** By their names and numbers, with those marked that the platform gives itself. */
function thresholdsOf(open: Petition | undefined, readings: readonly Reading[]): string | undefined {
  const own = new Set(readings.flatMap(({ needed = {} }) => Object.keys(needed)));
  const shown = Object.entries(open?.thresholds ?? {}).map(
    ([name, { needed }]) => `${name} ${formatNumber(needed)}${own.has(name) ? ' \\*' : ''}`,
  );
  return shown.length === 0 ? undefined : shown.join(', ');
}

/** What the platform does not show though its contract has no reason for it, or has a reason that is none. */
export function unexplained(shown: Shown, { lacks = {} }: Contract): string[] {
  return explained.filter((column) => (columns[column]?.(shown) === undefined) !== (lacks[column] !== undefined));
}

const none = '—';

/** The table, and below it why cells are empty, and from where the others are known. */
export function tableOf(all: Readonly<Record<string, Known>>): string {
  const head = ['source', ...Object.keys(columns)];
  const rows = Object.entries(all).map(([name, known]) => [
    `\`${name}\``,
    ...Object.entries(columns).map(([column, cell]) => cellOf(cell(known.shown), kindsOf(column, known))),
  ]);
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`;
  const reasons = Object.entries(all).flatMap(([name, { contract }]) => {
    const said = Object.entries(contract.lacks ?? {}).map(([column, reason]) => `${column}: ${reason}`);
    return said.length === 0 ? [] : [`- \`${name}\`: ${said.join('; ')}.`];
  });
  const from = Object.entries(all).flatMap(([name, known]) => {
    const said = sourcesOf(known);
    return said.length === 0 ? [] : [`- \`${name}\`: ${said.join('; ')}.`];
  });
  const table = [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)];
  return [...table, '', ...reasons, '', 'Where it was seen:', '', ...from].join('\n');
}

const cellOf = (text: string | undefined, letters: readonly Kind[]): string =>
  text === undefined
    ? none
    : `${text}${letters.length === 0 ? '' : ' '}${letters.map((letter) => raised[letter]).join('')}`;

const raised: Readonly<Record<Kind, string>> = { R: 'ᴿ', U: 'ᵁ', C: 'ᶜ', D: 'ᴰ' };
