/** The whole matrix: every fault in every scenario, and the table of what was counted. */
import pMap from 'p-map';
import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../../lambda/petition/time.ts';
import { find, noTally, prepare, sum, type FaultClass, type Found, type Prepared, type Tally } from './cells.ts';
import { crashes } from './classes/crashes.ts';
import { overlaps } from './classes/overlaps.ts';
import { snsFaults } from './classes/sns.ts';
import { tableFaults } from './classes/table.ts';
import { timeFaults } from './classes/time.ts';
import { scenarios, type Scenario } from './scenarios.ts';
import { simulatedNow } from './world.ts';

export interface Row {
  readonly fault: string;
  readonly scenario: string;
  readonly tally: Tally;
  /** Cells in which the guarantee did not hold. */
  readonly broken: readonly string[];
}

interface Group {
  readonly classes: readonly FaultClass[];
  readonly scenarios: readonly Scenario[];
  /** Hours between the look before the transition and the one that reads it. */
  readonly gap: number;
  readonly now: Instant;
  readonly atATime: number;
}

const { met, twoMet, missed } = scenarios;

/** Processes of their own are expensive, and are in some of the scenarios; everything else is in all. */
function groups(bundle: string): Group[] {
  const { killed, killedBesideAnother } = crashes(bundle);
  // Longer than a day, so that the run asks for each lane as a whole whatever the time of day.
  const onRealClock = { now: Temporal.Now.instant(), gap: 25 };
  return [
    { ...onRealClock, classes: killed, scenarios: [met, twoMet, missed], atATime: 2 },
    { ...onRealClock, classes: killedBesideAnother, scenarios: [twoMet], atATime: 1 },
    {
      classes: [...overlaps, ...tableFaults, ...snsFaults, ...timeFaults],
      scenarios: Object.values(scenarios),
      gap: 2,
      now: simulatedNow,
      atATime: 8,
    },
  ];
}

export async function matrixOf(bundle: string): Promise<Row[]> {
  const rows = await Promise.all(groups(bundle).map(measure));
  return rows.flat();
}

async function measure({ classes, scenarios, gap, now, atATime }: Group): Promise<Row[]> {
  const prepared = new Map<string, Promise<Prepared>>();
  const ready = (scenario: Scenario, petitions: number): Promise<Prepared> => {
    const key = `${scenario.name} ${petitions}`;
    const ids = Array.from({ length: petitions }, (_, i) => String(i + 1));
    const known = prepared.get(key) ?? prepare(scenario, now, gap, ids);
    prepared.set(key, known);
    return known;
  };
  const rows: Row[] = [];
  for (const { name: fault, petitions = 1, cells } of classes) {
    for (const scenario of scenarios) {
      const start = await ready(scenario, petitions);
      const found = await pMap(cells(start), (cell) => find(start, cell), { concurrency: atATime });
      if (found.length > 0) rows.push(rowOf(fault, scenario, found));
    }
  }
  return rows;
}

const rowOf = (fault: string, { name }: Scenario, found: readonly Found[]): Row => ({
  fault,
  scenario: name,
  tally: found.map(({ tally }) => tally).reduce(sum, noTally),
  broken: found.flatMap(({ broken }) => broken.map((how) => `${fault}, ${name}, ${how}`)),
});

const heads = ['cells', 'committed', 'published', 'repeated', 'lost', 'false', 'contradictory'] as const;

/** In Markdown, as prettier would write it. */
export function tableOf(rows: readonly Row[]): string {
  const numbers = (tally: Tally): string[] => heads.map((head) => String(tally[head]));
  const total = rows.map(({ tally }) => tally).reduce(sum, noTally);
  const lines = [
    ['fault', 'scenario', ...heads],
    ...rows.map(({ fault, scenario, tally }) => [fault, scenario, ...numbers(tally)]),
    ['**all**', '', ...numbers(total)],
  ];
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const isNumber = (column: number): boolean => column > 1;
  const written = lines.map((line) =>
    line.map((cell, i) => (isNumber(i) ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0))),
  );
  const rule = widths.map((width, i) => (isNumber(i) ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)));
  return [...written.slice(0, 1), rule, ...written.slice(1)].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
