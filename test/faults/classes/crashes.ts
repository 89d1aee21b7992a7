/** The process is killed, at every call of the run: the bundle, in a process of its own, on the real clock. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Temporal } from 'temporal-polyfill';
import type { Cell, FaultClass } from '../cells.ts';
import { acceptedAfter, onCall } from '../cells.ts';
import type { Call, Fate } from '../../wire.ts';
import type { World } from '../world.ts';

const script = "require('./index.js').handler({}, { getRemainingTimeInMillis: () => 50000 })";

/** Invokes the bundle as Lambda does. `over` is the end of its process: the signal, or null when it ended by itself. */
export function invoke(bundle: string, world: World): { kill: () => Promise<unknown>; over: Promise<unknown> } {
  const env = { ...world.environment, PATH: process.env.PATH };
  const child = spawn(process.execPath, ['-e', script], { cwd: bundle, env, stdio: 'ignore', timeout: 20_000 });
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
  (bundle: string, moment: Moment, meanwhile: (world: World) => Promise<unknown>): FaultClass['cells'] =>
  ({ calls }) =>
    stepsOf(calls).map(({ n, operation }): Cell => ({
      name: `${operation}, call ${n}`,
      happen: async (world) => {
        const end = async (): Promise<void> => {
          await meanwhile(world);
          await child.kill();
        };
        const fate: Fate = moment === 'before' ? { before: end, instead: 'reset' } : { after: end, answerLost: true };
        world.wire.decide(onCall(n, fate));
        const child = invoke(bundle, world);
        if ((await child.over) !== 'SIGKILL') throw new Error(`the run ended before call ${n}`);
        const carriedOut = moment === 'before' ? n - 1 : n;
        return {
          processes: [world.process('beside it')],
          from: Temporal.Now.instant(),
          repeatsAllowed: acceptedAfter(carriedOut, calls),
        };
      },
    }));

/** The queries of the agenda are asked side by side, before anything is written: the first and the last stand for all. */
function stepsOf(calls: readonly Call[]): Call[] {
  const queries = calls.filter(({ operation }) => operation === 'Query');
  const between = new Set(queries.slice(1, -1));
  return calls.filter((call) => !between.has(call));
}

const alone = (): Promise<unknown> => Promise.resolve();
/** So late that it finds all that the other has done, while the outbox is still in the hands of that. */
const beside = (world: World): Promise<unknown> =>
  world.process('beside it')(Temporal.Now.instant().add({ seconds: 20 }));

export const crashes = (bundle: string): Readonly<Record<'killed' | 'killedBesideAnother', readonly FaultClass[]>> => ({
  killed: [
    { name: 'killed before call n is carried out', cells: killed(bundle, 'before', alone) },
    { name: 'killed before call n is answered', cells: killed(bundle, 'after', alone) },
  ],
  killedBesideAnother: [
    { name: 'another run, whole, then killed before call n is carried out', cells: killed(bundle, 'before', beside) },
    { name: 'another run, whole, then killed before call n is answered', cells: killed(bundle, 'after', beside) },
  ],
});

/** The operations of a run of the bundle that nothing befalls. */
export async function operationsOf(bundle: string, world: World): Promise<string[]> {
  await invoke(bundle, world).over;
  return world.wire.calls.map(({ operation }) => operation);
}
