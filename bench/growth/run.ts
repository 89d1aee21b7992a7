/**
 * `npm run bench:growth`: an hour of ticks over ever more petitions, none of which has anything new, and what a tick takes
 * that finds one more petition in its config. `--petitions 1000,10000` and `--ticks 60` say how many.
 */
import { parseArgs } from 'node:util';
import type { Ran, Used } from '../parts/protocol.ts';
import { whole } from '../numbers.ts';
import { print, type Row } from '../table.ts';
import { startWorld } from '../world.ts';
import { seed } from './seeded.ts';

const { values } = parseArgs({
  options: {
    petitions: { type: 'string', default: '1000,10000,100000' },
    /** Absent: as many as there are minutes to an hour; a tenth of it beyond twenty thousand petitions. */
    ticks: { type: 'string' },
  },
});

const minute = 60_000;
const seen = Date.parse('2026-01-20T12:00:30Z');

const rows: Row[] = [];
for (const petitions of values.petitions.split(',').map(Number)) rows.push(...(await grow(petitions)));
print(
  'npm run bench:growth',
  [
    'petitions',
    'ticks',
    'looks',
    'seconds',
    'CPU ms a look',
    'requests',
    'a look',
    'read units',
    'a look',
    'write units',
    'wiring, CPU s',
    'heap MB',
    'most MB',
  ],
  rows,
);

async function grow(petitions: number): Promise<Row[]> {
  const ticks = Number(values.ticks ?? (petitions > 20_000 ? 6 : 60));
  const world = await startWorld({ petitions, hosts: 1, latency: 0, metered: true });
  try {
    await seed(world, seen);
    await world.used();
    const runs: Ran[] = [];
    for (let tick = 1; tick <= ticks; tick++) runs.push(await world.tick(seen + tick * minute));
    const quiet = rowOf(whole(petitions), runs, await world.used());
    const another = { source: 'uk-parliament' as const, petition: String(petitions + 1), baseUrl: world.urls[0] };
    world.anew({ ...world.config, watch: [...world.config.watch, another] });
    const added = await world.tick(seen + (ticks + 1) * minute);
    return [quiet, rowOf(`${whole(petitions)}, and one more`, [added], await world.used())];
  } finally {
    world.close();
  }
}

function rowOf(petitions: string, runs: readonly Ran[], { requests, reads, writes, onAgenda }: Used): Row {
  const sum = (figure: (one: Ran) => number): number => runs.reduce((total, one) => total + figure(one), 0);
  const looks = sum((one) => one.looks);
  const asked = Object.values(requests).reduce((total, one) => total + one, 0);
  const last = runs.at(-1);
  return [
    petitions,
    runs.length,
    whole(looks),
    (sum(({ run }) => run.ms) / 1000).toFixed(1),
    (sum(({ run }) => run.cpu) / looks).toFixed(2),
    whole(asked),
    (asked / looks).toFixed(2),
    whole(reads),
    (reads / looks).toFixed(2),
    // Two for each write of what is on the agenda, as if its place had changed.
    whole(writes + 2 * onAgenda),
    ((runs[0]?.wiring.cpu ?? 0) / 1000).toFixed(2),
    (last?.heap ?? 0).toFixed(0),
    (last?.most ?? 0).toFixed(0),
  ];
}
