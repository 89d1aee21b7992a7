/** So many alerts that people get summaries, and a fault when SNS has accepted one. */
import type { Cell, FaultClass } from '../cells.ts';
import { oneTry, struck } from '../cells.ts';
import type { Fate, Fates, Sent } from '../../wire.ts';

const isSummary = ({ to, content }: Sent): boolean => to === 'sns' && content.includes('petitions.summary');

/** From the first summary on, this befalls the calls of the run that are meant. */
function afterSummary(fate: Fate, isMeant: (call: Sent) => boolean, ofSummary?: Fate): Fates {
  let isSent = false;
  return (call) => {
    if (isSent && isMeant(call)) return fate;
    if (!isSummary(call)) return undefined;
    isSent = true;
    return ofSummary;
  };
}

const cell =
  (fates: () => Fates, repeated: (publications: number) => number = () => 0): (() => Cell[]) =>
  () => [
    {
      name: 'the first summary',
      happen: async (world) => {
        const tick = world.process('over the wire', oneTry);
        let lost = 0;
        const befalls = fates();
        const counted: Fates = (call) => {
          const fate = befalls(call);
          if (fate?.answerLost === true && !isSummary(call)) lost += 1;
          return fate;
        };
        await struck(world, counted, () => tick(world.now).catch(() => undefined));
        return { processes: [tick], from: world.now, repeatsAllowed: repeated(lost) };
      },
    },
  ];

const petitions = 20;

export const burstFaults: readonly FaultClass[] = [
  {
    name: 'the run ends when SNS has accepted a summary',
    petitions,
    cells: cell(() => afterSummary({ instead: 'reset' }, () => true)),
  },
  {
    name: 'SNS accepts a summary, and its answer is lost',
    petitions,
    cells: cell(() => afterSummary({}, () => false, { answerLost: true })),
  },
  {
    name: 'SNS accepts what a summary has for machines, and is not heard',
    petitions,
    cells: cell(
      () => afterSummary({ answerLost: true }, (call) => call.to === 'sns' && !isSummary(call)),
      (publications) => publications,
    ),
  },
];
