/** A second run, by a process with a memory of its own, while a call of the first is on its way. */
import type { FaultClass } from '../cells.ts';
import { onCall, stepsOf, struck } from '../cells.ts';

const overlapping =
  (moment: 'before' | 'after'): FaultClass['cells'] =>
  ({ calls }) =>
    stepsOf(calls).map((call) => ({
      name: `${call.operation}, call ${call.n}`,
      happen: async (world) => {
        const [first, second] = [world.process('over the wire'), world.process('beside it')];
        // So late that the second finds all that the first has done, and the first can go on to its end.
        const another = (): Promise<unknown> => second(world.now.add({ seconds: 30 }));
        await struck(world, onCall(call, { [moment]: another }), () => first(world.now));
        return { processes: [first, second], from: world.now };
      },
    }));

export const anotherBeforeCarriedOut: FaultClass = {
  name: 'second run completes before call n is executed',
  cells: overlapping('before'),
};

export const anotherBeforeAnswered: FaultClass = {
  name: 'second run completes before call n is answered',
  cells: overlapping('after'),
};
