/** Steps that are taken one after the other, and the one table of what was seen. */
import Table from 'cli-table3';

export interface Step {
  readonly name: string;
  /** What was seen. @throws when it is not what it has to be. */
  readonly take: () => Promise<string>;
}

export interface Taken {
  readonly name: string;
  readonly seen: string;
  readonly seconds: number;
  readonly failed: boolean;
}

/** Takes a step; one that fails is one that was taken. */
export async function taken({ name, take }: Step): Promise<Taken> {
  process.stderr.write(`${name} …\n`);
  const started = performance.now();
  const outcome = await take().then(
    (seen) => ({ seen, failed: false }),
    (error: unknown) => ({ seen: error instanceof Error ? error.message : String(error), failed: true }),
  );
  return { name, ...outcome, seconds: (performance.now() - started) / 1000 };
}

/** Takes steps up to the first that fails, or before which it is told to end. */
export async function takenUntilFailure(steps: readonly Step[], ending: AbortSignal): Promise<Taken[]> {
  const all: Taken[] = [];
  for (const step of steps) {
    const one = ending.aborted
      ? { name: step.name, seen: 'ended by a signal', seconds: 0, failed: true }
      : await taken(step);
    all.push(one);
    if (one.failed) break;
  }
  return all;
}

export function tableOf(steps: readonly Taken[]): string {
  const table = new Table({
    head: ['step', 'what was seen', 'seconds'],
    style: { head: [], border: [], compact: true },
    colAligns: ['left', 'left', 'right'],
    colWidths: [null, 84],
    wordWrap: true,
  });
  for (const { name, seen, failed, seconds } of steps) {
    table.push([name, failed ? `FAILED: ${seen.split('\n')[0] ?? ''}` : seen, seconds.toFixed(1)]);
  }
  return table.toString();
}

/** @throws when the two differ, as JSON. */
export function same(what: string, found: unknown, expected: unknown): void {
  const [one, other] = [JSON.stringify(found), JSON.stringify(expected)];
  if (one !== other) throw new Error(`${what}: ${one}, and not ${other}`);
}

/** @throws when it does not hold. */
export function holds(what: string, found: boolean): void {
  if (!found) throw new Error(what);
}
