/**
 * `npm run bench:memory`: how long a run takes by the memory of the function, and what a month of runs costs. Measured is the
 * processor's time of a run; the rest is reckoned: Lambda gives the processor by the memory, all of one at 1,769 MB, and
 * everything else is waiting.
 */
import { median } from '../numbers.ts';
import type { Ran } from '../parts/protocol.ts';
import { print, type Row } from '../table.ts';
import { startWorld } from '../world.ts';

const sizes = [128, 256, 512, 1024, 1769];
const wholeProcessor = 1769;

/** Lambda on arm64 in us-east-1, at list price (2025): dollars a GB-second, and a run. */
const price = { gbSecond: 0.0000133334, run: 0.2 / 1e6 };
const runsAMonth = 43_800;

/** A round trip to DynamoDB, and an answer of a platform: milliseconds, assumed. */
const waits = { table: 5, platform: 200 };
/** Of a tick: the last one, the agenda, the end, the health. Of a look: the petition. */
const roundTrips = { tick: 4, look: 1 };
const mostPerHost = 8;

const looks = 100;
const processes = 5;
const warmRuns = 20;
const minute = 60_000;
const start = Date.parse('2026-01-20T12:00:30Z');

interface Kind {
  readonly name: string;
  /** Milliseconds. */
  readonly cpu: number;
  readonly waiting: number;
}

const quiet = await measure(1, minute);
const busy = await measure(looks, 61 * minute);
const quietWaits = roundTrips.tick * waits.table;
const busyWaits = quietWaits + (looks / mostPerHost) * (roundTrips.look * waits.table + waits.platform);
const kinds: readonly Kind[] = [
  { name: 'nothing due', cpu: quiet.warm, waiting: quietWaits },
  { name: `${looks} due, of one host`, cpu: busy.warm, waiting: busyWaits },
  { name: 'nothing due, the first of a process', cpu: quiet.first, waiting: quietWaits },
  { name: `${looks} due, the first of a process`, cpu: busy.first, waiting: busyWaits },
];

const rows = kinds.flatMap(({ name, cpu, waiting }) =>
  sizes.map((size): Row => {
    const ms = waiting + cpu * Math.max(1, wholeProcessor / size);
    const dollars = runsAMonth * ((ms / 1000) * (size / 1024) * price.gbSecond + price.run);
    return [name, cpu.toFixed(0), waiting.toFixed(0), size, (ms / 1000).toFixed(2), dollars.toFixed(2)];
  }),
);
print(
  'npm run bench:memory',
  ['a run with', 'CPU ms', 'waiting ms', 'memory MB', 'seconds', 'dollars a month, all runs like it'],
  rows,
);
process.stdout.write(`\nThe most memory that a process had: ${Math.max(quiet.most, busy.most).toFixed(0)} MB.\n`);

/** Medians of processes: of their first run after all petitions were seen, and of those that follow it. */
async function measure(petitions: number, apart: number): Promise<{ first: number; warm: number; most: number }> {
  const world = await startWorld({ petitions, hosts: 1, latency: 0 });
  try {
    let now = start;
    await world.tick(now);
    const [firsts, warm]: [Ran[], Ran[]] = [[], []];
    for (let run = 0; run < processes; run++) {
      world.anew();
      firsts.push(await world.tick((now += apart)));
      // Not those in which Node is still learning which code is used often.
      for (let again = 0; again < warmRuns; again++) {
        const ran = await world.tick((now += apart));
        if (again >= warmRuns / 2) warm.push(ran);
      }
    }
    return {
      first: median(firsts.map(({ wiring, run }) => wiring.cpu + run.cpu)),
      warm: median(warm.map(({ run }) => run.cpu)),
      most: Math.max(...warm.map(({ most }) => most)),
    };
  } finally {
    world.close();
  }
}
