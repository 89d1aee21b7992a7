/** The tests of one part of the matrix, in some scenarios. `GUARANTEE=write` writes what they measure into docs/guarantee.md. */
import { measure, parts, type Measured, type PartName, type Row, type ScenarioName } from './matrix.ts';
import { tableOnPaper, writeRows } from './paper.ts';
import { scenarios } from './scenarios.ts';

/** `npm test` tries every fault in these: two alerts in one outbox, and a deadline. */
export const usual: readonly ScenarioName[] = ['twoMet', 'missed'];
/** `npm run test:slow` tries every fault in the others as well. */
export const others: readonly ScenarioName[] = ['met', 'followed', 'answered', 'unanswered'];

export function tried(part: PartName, names: readonly ScenarioName[]): void {
  const faults = parts[part].flatMap(({ classes }) => classes.map(({ name }) => name));
  const inThese = names.map((name) => scenarios[name].name);
  const isOurs = ({ fault, scenario }: Row): boolean => faults.includes(fault) && inThese.includes(scenario);
  let rows: Measured[];

  beforeAll(async () => {
    // In the order of the page.
    rows = await measure(
      part,
      Object.keys(scenarios).filter((name): name is ScenarioName => names.some((one) => one === name)),
    );
  });

  test('no alert is lost, false or contradictory, whatever happens; and none is repeated but where the guarantee says so', () => {
    expect(rows.flatMap(({ broken }) => broken)).toEqual([]);
  });

  test('docs/guarantee.md shows what was measured', () => {
    if (process.env.GUARANTEE === 'write') writeRows(rows, isOurs);
    expect(rows.map(({ fault, scenario, tally }) => ({ fault, scenario, tally }))).toEqual(
      tableOnPaper().rows.filter(isOurs),
    );
  });
}
