/** The matrix: every fault in the scenarios that a suite takes on, and what was counted. */
import pMap from 'p-map';
import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../../src/domain/time.ts';
import { find, noTally, prepare, sum, type FaultClass, type Found, type Prepared, type Tally } from './cells.ts';
import { killedBeforeAnswered, killedBeforeCarriedOut } from './classes/crashes.ts';
import { burstFaults } from './classes/bursts.ts';
import { anotherBeforeAnswered, anotherBeforeCarriedOut } from './classes/overlaps.ts';
import { snsFaults } from './classes/sns.ts';
import { tableFaults } from './classes/table.ts';
import { timeFaults } from './classes/time.ts';
import { scenarios, type Scenario } from './scenarios.ts';
import { simulatedNow } from './world.ts';

export interface Row {
  readonly fault: string;
  readonly scenario: string;
  readonly tally: Tally;
}

export interface Measured extends Row {
  /** Cells in which the guarantee did not hold. */
  readonly broken: readonly string[];
}

export type ScenarioName = keyof typeof scenarios;

interface Part {
  readonly classes: readonly FaultClass[];
  /** Where a class of it is not in all scenarios: those that it is in. */
  readonly only?: readonly ScenarioName[];
  /** Hours between the look before the transition and the one that reads it. */
  readonly gap: number;
  readonly now: () => Instant;
  readonly atATime: number;
}

// Longer than a day, so that the run asks for each lane as a whole whatever the time of day.
const onRealClock = { now: () => Temporal.Now.instant(), gap: 25 };
const inProcess = { now: () => simulatedNow, gap: 2, atATime: 8 };

/** Processes of their own are expensive, and are in some of the scenarios. */
const crashes = ({ alone, besideAnother }: typeof killedBeforeAnswered): Part[] => [
  { ...onRealClock, classes: [alone], only: ['met', 'twoMet', 'followed', 'missed'], atATime: 2 },
  { ...onRealClock, classes: [besideAnother], only: ['twoMet'], atATime: 1 },
];

/**
 * By the file that tries it. A run makes one call after the other: what befalls it before call n is carried out finds the same as what
 * befalls it before the call in front of that is answered. `npm test` tries the latter, which stands for both.
 */
export const parts = {
  crashesBefore: crashes(killedBeforeCarriedOut),
  crashes: crashes(killedBeforeAnswered),
  overlapsBefore: [{ ...inProcess, classes: [anotherBeforeCarriedOut] }],
  overlaps: [{ ...inProcess, classes: [anotherBeforeAnswered] }],
  table: [{ ...inProcess, classes: tableFaults }],
  sns: [
    { ...inProcess, classes: [...snsFaults, ...timeFaults] },
    { ...inProcess, classes: burstFaults, only: ['twoMet', 'followed'] },
  ],
} satisfies Readonly<Record<string, readonly Part[]>>;
export type PartName = keyof typeof parts;

export async function measure(part: PartName, names: readonly ScenarioName[]): Promise<Measured[]> {
  const rows: Measured[] = [];
  for (const one of parts[part]) rows.push(...(await measureIn(one, names)));
  return rows;
}

async function measureIn(
  { classes, only, gap, now, atATime }: Part,
  names: readonly ScenarioName[],
): Promise<Measured[]> {
  const prepared = new Map<string, Promise<Prepared>>();
  const ready = (scenario: Scenario, petitions: number): Promise<Prepared> => {
    const key = `${scenario.name} ${petitions}`;
    const ids = Array.from({ length: petitions }, (_, i) => String(i + 1));
    const known = prepared.get(key) ?? prepare(scenario, now(), gap, ids);
    prepared.set(key, known);
    return known;
  };
  const rows: Measured[] = [];
  for (const { name: fault, petitions = 1, cells } of classes) {
    for (const name of names.filter((one) => only?.includes(one) !== false)) {
      const start = await ready(scenarios[name], petitions);
      const found = await pMap(cells(start), (cell) => find(start, cell), { concurrency: atATime });
      if (found.length > 0) rows.push(rowOf(fault, scenarios[name], found));
    }
  }
  return rows;
}

const rowOf = (fault: string, { name }: Scenario, found: readonly Found[]): Measured => ({
  fault,
  scenario: name,
  tally: found.map(({ tally }) => tally).reduce(sum, noTally),
  broken: found.flatMap(({ broken }) => broken.map((how) => `${fault}, ${name}, ${how}`)),
});
