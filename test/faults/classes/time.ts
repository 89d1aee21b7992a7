/** The clock steps back; the time of a run runs out. */
import type { Cell, FaultClass, Prepared } from '../cells.ts';
import { onCall, struck } from '../cells.ts';
import { untouched } from '../../wire.ts';
import type { Process, World } from '../world.ts';

/** From so many minutes before to five after: the clock was set back once the transition had been read. */
async function livesThroughItAgain(world: World, tick: Process, minutes = 5) {
  world.wire.decide(untouched);
  for (let minute = -minutes; minute <= 5; minute += minutes / 5) await tick(world.now.add({ minutes: minute }));
  return { processes: [tick], from: world.now.add({ minutes: 5 }) };
}

const clockStepsBack = ({ calls }: Prepared): Cell[] => [
  {
    name: 'after the run',
    happen: async (world) => {
      const tick = world.process('over the wire');
      await tick(world.now);
      return livesThroughItAgain(world, tick);
    },
  },
  {
    name: 'with all of it in the outbox',
    happen: async (world) => {
      const tick = world.process('over the wire', { AWS_MAX_ATTEMPTS: '1' });
      await struck(
        world,
        ({ to }) => (to === 'sns' ? { instead: 'reset' } : undefined),
        () => tick(world.now),
      );
      return livesThroughItAgain(world, tick);
    },
  },
  // The same stretch is asked for again, so that there are looks before the last one; and before a deadline.
  ...calls.slice(-1).map((last) => ({
    name: 'by an hour, with the tick unfinished',
    happen: async (world: World) => {
      const tick = world.process('over the wire', { AWS_MAX_ATTEMPTS: '1' });
      await struck(world, onCall(last, { instead: 'reset' }), () => tick(world.now).catch(() => undefined));
      return livesThroughItAgain(world, tick, 60);
    },
  })),
];

/** Each answer of the platform takes six seconds, and the run may take twenty. */
const timeRunsOut = (): Cell[] => [
  {
    name: 'in the middle of a batch',
    happen: async (world) => {
      const tick = world.process('over the wire');
      const slow = (): void => {
        world.clock.now = world.clock.now.add({ seconds: 6 });
      };
      world.platform.beforeAnswer.add(slow);
      const { deferred, unpublished } = await tick(world.now, 20_000);
      world.platform.beforeAnswer.delete(slow);
      if (deferred === 0 || unpublished === 0) throw new Error('there was time for everything');
      return { processes: [tick], from: world.now };
    },
  },
];

export const timeFaults: readonly FaultClass[] = [
  { name: 'the clock is set back', cells: clockStepsBack },
  { name: 'time runs out in the middle of a batch', petitions: 10, cells: timeRunsOut },
];
