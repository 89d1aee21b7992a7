/** The process is killed, at every call of the run: the bundle, in a process of its own, on the real clock. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Temporal } from 'temporal-polyfill';
import { bundleFunction } from '../../../lib/bundle.ts';
import type { Cell, FaultClass } from '../cells.ts';
import { acceptedAfter, onCall, stepsOf } from '../cells.ts';
import type { Fate } from '../../wire.ts';
import type { World } from '../world.ts';

const script = "require('./index.js').handler({}, { getRemainingTimeInMillis: () => 50000 })";

let folder: string | undefined;
/** The code of the poll function as synth has it, bundled once for a suite. */
function pollBundle(): string {
  if (folder === undefined) {
    folder = mkdtempSync(join(tmpdir(), 'faults-'));
    bundleFunction(fileURLToPath(new URL('../../../lambda/poll/handler.ts', import.meta.url)), folder);
  }
  return folder;
}
afterAll(() => {
  if (folder !== undefined) rmSync(folder, { recursive: true });
});

/** Invokes the bundle as Lambda does. `over` is the end of its process: the signal, or null when it ended by itself. */
function invoke(world: World): { kill: () => Promise<unknown>; over: Promise<unknown> } {
  const env = { ...world.environment, PATH: process.env.PATH };
  const child = spawn(process.execPath, ['-e', script], { cwd: pollBundle(), env, stdio: 'ignore' });
  const over = once(child, 'exit').then(([, signal]: unknown[]) => signal);
  return {
    kill: () => {
      child.kill('SIGKILL');
      return over;
    },
    over,
  };
}

type Moment = 'before' | 'after';

/** `meanwhile` is what happens at that call before the process is killed. */
const killed =
  (moment: Moment, meanwhile: (world: World) => Promise<unknown>): FaultClass['cells'] =>
  ({ calls }) =>
    stepsOf(calls).map((call): Cell => ({
      name: `${call.operation}, call ${call.n}`,
      happen: async (world) => {
        const end = async (): Promise<void> => {
          await meanwhile(world);
          await child.kill();
        };
        const fate: Fate = moment === 'before' ? { before: end, instead: 'reset' } : { after: end, answerLost: true };
        world.wire.decide(onCall(call, fate));
        const child = invoke(world);
        if ((await child.over) !== 'SIGKILL') throw new Error(`the run ended before call ${call.n}`);
        const carriedOut = moment === 'before' ? call.n - 1 : call.n;
        const repeatsAllowed = acceptedAfter(carriedOut, calls);
        const told = calls.filter(({ n, operation }) => n <= carriedOut && operation === 'Publish').length;
        return {
          processes: [world.process('beside it')],
          from: Temporal.Now.instant(),
          repeatsAllowed,
          // Once the outbox is cleared, nothing may be repeated in any order.
          ...(told === repeatsAllowed && { accepted: world.published.length }),
        };
      },
    }));

const alone = (): Promise<unknown> => Promise.resolve();
/** So late that it finds all that the other has done, while the outbox is still in the hands of that. */
const beside = (world: World): Promise<unknown> =>
  world.process('beside it')(Temporal.Now.instant().add({ seconds: 20 }));

interface Killed {
  readonly alone: FaultClass;
  readonly besideAnother: FaultClass;
}

export const killedBeforeCarriedOut: Killed = {
  alone: { name: 'process killed before call n is executed', cells: killed('before', alone) },
  besideAnother: {
    name: 'second run completes, then process killed before call n is executed',
    cells: killed('before', beside),
  },
};

export const killedBeforeAnswered: Killed = {
  alone: { name: 'process killed before call n is answered', cells: killed('after', alone) },
  besideAnother: {
    name: 'second run completes, then process killed before call n is answered',
    cells: killed('after', beside),
  },
};

/** The operations of a run of the bundle that nothing befalls. */
export async function operationsOf(world: World): Promise<string[]> {
  await invoke(world).over;
  return world.wire.calls.map(({ operation }) => operation);
}
