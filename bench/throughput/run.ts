/**
 * `npm run bench:throughput`: how many petitions a second the real handler polls on one core, beside nothing but HTTP on
 * Node's own client at the same concurrency, and beside urlwatch. The platform takes 50 ms, on one host and on more; it,
 * the table and SNS have the other cores. `--petitions`, `--hosts 1,4,16` and `--rounds` say how much.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from '../../src/validation.ts';
import { least, percent } from '../numbers.ts';
import { canPin, startPart } from '../processes.ts';
import { print, type Row } from '../table.ts';
import { bundled, startWorld, type World } from '../world.ts';
import { polled, type Polled } from './protocol.ts';
import { startUrlwatch } from './urlwatch.ts';

const { values } = parseArgs({
  options: {
    petitions: { type: 'string', default: '2000' },
    hosts: { type: 'string', default: '1,4,16' },
    rounds: { type: 'string', default: '2' },
  },
});
const petitions = Number(values.petitions);
const rounds = Number(values.rounds);

/** Every petition is due again after so long: milliseconds. */
const apart = 61 * 60_000;
const start = Date.parse('2026-01-20T12:00:30Z');

const pollers = ['this monitor', 'HTTP alone', 'urlwatch'] as const;
type Poller = (typeof pollers)[number];

/** The engine's is that of the table and SNS, where it was asked. */
interface Round extends Polled {
  readonly poller: Poller;
  readonly counts: 'none has changed' | 'all have changed';
  readonly engine?: number;
}

const folder = mkdtempSync(join(tmpdir(), 'throughput-'));
const bare = bundled('throughput/bare.ts', folder);
const rows: Row[] = [];
for (const hosts of values.hosts.split(',').map(Number)) rows.push(...(await measure(hosts)));
rmSync(folder, { recursive: true });
print(
  'npm run bench:throughput',
  [
    'counts',
    'hosts',
    'polled by',
    'petitions a second',
    'of HTTP alone',
    'CPU ms each',
    'of its core',
    'cloud, of its core',
  ],
  rows,
);
if (!canPin) process.stdout.write('\nNot pinned to cores: taskset is not there, or there is but one core.\n');

async function measure(hosts: number): Promise<Row[]> {
  const world = await startWorld({ petitions, hosts, latency: 50 });
  const http = startPart(bare, { cores: 'measured' });
  const addresses = world.urls.map((url, host) =>
    Array.from({ length: petitions }, (_, index) => index)
      .filter((index) => index % hosts === host)
      .map((index) => `${url}/petitions/${index + 1}/count.json`),
  );
  // It has ten workers in all, however many hosts there are.
  const urlwatch = hosts === 1 ? startUrlwatch(addresses.flat()) : undefined;
  const taken: Round[] = [];
  try {
    // The first looks, and the code compiled that is used often: not measured.
    let now = start;
    for (let first = 0; first < 2; first++) {
      await world.tick((now += apart));
      await http.ask({ hosts: addresses });
      urlwatch?.poll();
    }
    for (let round = 0; round < rounds; round++) {
      for (const counts of ['all have changed', 'none has changed'] as const) {
        if (counts === 'all have changed') await world.move(1);
        taken.push({ poller: 'this monitor', counts, ...(await tick(world, (now += apart))) });
        taken.push({
          poller: 'HTTP alone',
          counts,
          ...parse(polled, await http.ask({ hosts: addresses }), 'HTTP alone'),
        });
        if (urlwatch !== undefined) taken.push({ poller: 'urlwatch', counts, ...urlwatch.poll() });
      }
    }
  } finally {
    for (const one of [world, http, urlwatch]) one?.close();
  }
  return rowsOf(hosts, taken);
}

async function tick(world: World, now: number): Promise<Polled & { engine: number }> {
  await world.used();
  const { run, readings } = await world.tick(now);
  if (readings !== petitions) throw new Error(`read ${readings} of ${petitions} petitions`);
  return { ...run, engine: (await world.used()).cpu };
}

/** The quickest of each: whatever else a machine does only makes it slower. */
function rowsOf(hosts: number, taken: readonly Round[]): Row[] {
  return (['none has changed', 'all have changed'] as const).flatMap((counts) => {
    const quickest = (poller: Poller): Round | undefined => {
      const all = taken.filter((one) => one.poller === poller && one.counts === counts);
      return all.find(({ ms }) => ms === least(all.map((one) => one.ms)));
    };
    const base = quickest('HTTP alone')?.ms ?? Number.NaN;
    return pollers
      .filter((poller) => poller !== 'urlwatch' || hosts === 1)
      .map((poller): Row => {
        const round = quickest(poller);
        if (round === undefined) return [counts, hosts, poller, 'not installed', '–', '–', '–', '–'];
        const { ms, cpu, engine } = round;
        return [
          counts,
          hosts,
          poller === 'this monitor' ? `**${poller}**` : poller,
          ((1000 * petitions) / ms).toFixed(0),
          percent(base / ms),
          (cpu / petitions).toFixed(2),
          percent(cpu / ms),
          engine === undefined ? '–' : percent(engine / ms),
        ];
      });
  });
}
