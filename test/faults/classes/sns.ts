/** SNS throttles, refuses, fails, is not there, or accepts and is not heard. */
import type { Cell, FaultClass, Prepared } from '../cells.ts';
import { onCall, oneTry, struck } from '../cells.ts';
import type { Answer, Fate, Fates } from '../../wire.ts';

const refusal = (status: number, code: string): Answer => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>-</Message></Error></ErrorResponse>`,
});
const throttled = refusal(400, 'Throttling');

const everyPublish =
  (fate: Fate): Fates =>
  ({ to }) =>
    to === 'sns' ? fate : undefined;

/** A cell for every alert, whose publication this befalls, once. */
const eachOnce =
  (fate: Fate, repeatsAllowed = 0) =>
  ({ calls }: Prepared): Cell[] =>
    calls
      .filter(({ to }) => to === 'sns')
      .map((call) => ({
        name: `call ${call.n}`,
        happen: async (world) => {
          const tick = world.process('over the wire');
          await struck(world, onCall(call, fate), () => tick(world.now));
          return { processes: [tick], from: world.now, repeatsAllowed };
        },
      }));

/** One cell: all publications of the ticks of so many minutes. */
const allOf =
  (minutes: number, fate: Fate) =>
  ({ scenario }: Prepared): Cell[] => [
    {
      name: 'all',
      happen: async (world) => {
        const tick = world.process('over the wire', oneTry);
        // In one scenario all ticks of an hour are tried. They find the same, and in the others each fifth is enough.
        const apart = scenario.name === 'threshold-met' ? 1 : 5;
        let from = world.now;
        for (let minute = 0; minute < minutes; minute += apart) {
          from = world.now.add({ minutes: minute });
          await struck(world, everyPublish(fate), () => tick(from));
        }
        return { processes: [tick], from };
      },
    },
  ];

const refusedForTwoTicks = ({ alertsBefore, beginning, scenario }: Prepared): Cell[] =>
  beginning.ids.flatMap((petition) =>
    scenario.alerts.map((_, i) => {
      const name = `${scenario.source}/${petition}`;
      const id = `${name}#${(alertsBefore.get(name) ?? 0) + i + 1}`;
      return {
        name: id,
        happen: async (world) => {
          const tick = world.process('over the wire');
          const from = world.now.add({ minutes: 1 });
          const fates: Fates = ({ to, content }) =>
            to === 'sns' && content.includes(`${id}\\"`) ? { instead: refusal(400, 'InvalidParameter') } : undefined;
          await struck(world, fates, () => tick(world.now));
          await struck(world, fates, () => tick(from));
          return { processes: [tick], from };
        },
      };
    }),
  );

/** One topic of several refuses: the other must not get again what it has accepted. */
const oneTopicRefuses = ({ calls }: Prepared): Cell[] => {
  const topics = [...new Set(calls.filter(({ to }) => to === 'sns').map(({ topic }) => topic))];
  if (topics.length < 2) return [];
  return topics.map((refusing) => ({
    name: refusing,
    happen: async (world) => {
      const fates: Fates = ({ to, topic }) =>
        to === 'sns' && topic === refusing ? { instead: refusal(403, 'AuthorizationError') } : undefined;
      // Each time another process: what it knows is what is stored.
      for (const minutes of [0, 1]) {
        await struck(world, fates, () => world.process('over the wire')(world.now.add({ minutes })));
      }
      return { processes: [world.process('over the wire')], from: world.now.add({ minutes: 1 }) };
    },
  }));
};

const failsThreeTimes = (): Cell[] => [
  {
    name: 'the first three calls',
    happen: async (world) => {
      const tick = world.process('over the wire');
      let failures = 0;
      const fates: Fates = ({ to }) =>
        to === 'sns' && ++failures <= 3 ? { instead: refusal(500, 'InternalError') } : undefined;
      await struck(world, fates, () => tick(world.now));
      return { processes: [tick], from: world.now };
    },
  },
];

/** However often the SDK tries: each time the message is accepted, and once more at the next tick. */
const neverHeard = (): Cell[] => [
  {
    name: 'all',
    happen: async (world) => {
      const tick = world.process('over the wire');
      await struck(world, everyPublish({ answerLost: true }), () => tick(world.now));
      const accepted = world.published.length;
      return { processes: [tick], from: world.now, repeatsAllowed: accepted };
    },
  },
];

export const snsFaults: readonly FaultClass[] = [
  { name: 'SNS throttles one publication once', cells: eachOnce({ instead: throttled }) },
  { name: 'SNS throttles for a whole run', cells: allOf(1, { instead: throttled }) },
  { name: 'SNS refuses one alert for two ticks', cells: refusedForTwoTicks },
  { name: 'SNS refuses one topic of two for two ticks', cells: oneTopicRefuses },
  { name: 'SNS answers 500 three times', cells: failsThreeTimes },
  { name: 'SNS is down for an hour of ticks', cells: allOf(60, { instead: 'reset' }) },
  { name: 'SNS accepts, and one answer is lost', cells: eachOnce({ answerLost: true }, 1) },
  { name: 'SNS accepts, and no answer arrives for a whole run', cells: neverHeard },
];
