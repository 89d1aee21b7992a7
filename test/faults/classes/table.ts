/** The table throttles, is not there, hangs, or does what it is asked and is not heard. */
import type { Cell, FaultClass, Prepared } from '../cells.ts';
import { acceptedAfter, onCall, oneTry, stepsOf, struck } from '../cells.ts';
import type { Call, Fate, Fates } from '../../wire.ts';

const throttled: Fate = {
  instead: {
    status: 400,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: '{"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException","message":"-"}',
  },
};
const reset: Fate = { instead: 'reset' };

const toTable = ({ calls }: Prepared): Call[] => stepsOf(calls).filter(({ to }) => to === 'table');

/** A cell for every step, that this befalls once: the SDK tries again. */
const eachOnce =
  (fate: Fate) =>
  (prepared: Prepared): Cell[] =>
    toTable(prepared).map((call) => ({
      name: `${call.operation}, call ${call.n}`,
      happen: async (world) => {
        const tick = world.process('over the wire');
        await struck(world, onCall(call, fate), () => tick(world.now));
        return { processes: [tick], from: world.now };
      },
    }));

/** A run may fail when its table does; the next one has to make up for it. */
const failing = (run: Promise<unknown>): Promise<unknown> => run.catch(() => undefined);

const downFrom = ({ n, operation }: Call, { calls }: Prepared, fate: Fate): Cell => ({
  name: `${operation}, call ${n}`,
  happen: async (world) => {
    const tick = world.process('over the wire', oneTry);
    const fates: Fates = (call) => (call.to === 'table' && call.n >= n ? fate : undefined);
    await struck(world, fates, () => failing(tick(world.now)));
    return { processes: [tick], from: world.now, repeatsAllowed: acceptedAfter(n - 1, calls) };
  },
});

const downForAWholeRun =
  (fate: Fate) =>
  (prepared: Prepared): Cell[] =>
    toTable(prepared)
      .slice(0, 1)
      .map((call) => downFrom(call, prepared, fate));

const downFromEach = (prepared: Prepared): Cell[] => toTable(prepared).map((call) => downFrom(call, prepared, reset));

const never = (): Promise<unknown> => new Promise(() => undefined);

/** The write that commits the alerts is carried out, and the client waits for the answer until its time limit. */
const hangs = (prepared: Prepared): Cell[] =>
  prepared.scenario.alerts.length > 1
    ? eachOnce({ after: never })(prepared).filter((_, i) => toTable(prepared)[i]?.n === committing(prepared))
    : [];

const committing = (prepared: Prepared): number | undefined =>
  toTable(prepared).find(({ operation }) => operation === 'PutItem')?.n;

export const tableFaults: readonly FaultClass[] = [
  { name: 'DynamoDB throttles call n once', cells: eachOnce(throttled) },
  { name: 'DynamoDB throttles for a whole run', cells: downForAWholeRun(throttled) },
  { name: 'DynamoDB resets call n without executing it', cells: eachOnce(reset) },
  { name: 'DynamoDB executes call n, and the answer is lost', cells: eachOnce({ answerLost: true }) },
  { name: 'DynamoDB is down for a whole run', cells: downForAWholeRun(reset) },
  { name: 'DynamoDB is down from call n to the end of the run', cells: downFromEach },
  { name: 'DynamoDB commits, and does not answer in time', cells: hangs },
];
