/** Runs the poll function, and a fixed poller, minute by minute over petitions of a loopback platform. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as z from 'zod/mini';
import { parse } from '../../src/validation.ts';
import { checkConfig } from '../../src/config/read-config.ts';
import { alertMessage } from '../../src/notifications/alert-message.ts';
import { sample } from '../../test/notifications/samples.ts';
import { cloudStarted, ran } from '../parts/protocol.ts';
import { startPart } from '../processes.ts';
import { bundled } from '../world.ts';
import { startMeter, type Consumed } from './meter.ts';
import { populationOf, type Kind } from './population.ts';
import { asked, delivered, listed, opened, polled, type Asked } from './protocol.ts';
import { seed } from './seeded.ts';

/** What is watched: how many petitions, and how their counts go. */
export interface Scene {
  readonly petitions: number;
  readonly kind: Kind;
  /** The platform has no list of them. */
  readonly alone?: true;
}

/** One run of the function, or of the poller: what it took of the table, of the platform, and of the processor. */
export interface Tick extends Consumed, Asked {
  /** Milliseconds. */
  readonly cpu: number;
}

type Listed = z.output<typeof listed>;

const minute = 60_000;
const start = Date.parse('2026-01-20T12:00:30Z');

/** Long enough for any: what a run has time for in Lambda is reckoned. */
const timeLimit = 3_600_000;

const file = (path: string): URL => new URL(path, import.meta.url);

/** Ticks of the monitor, after `unmeasured` ones in which Node learns which code is used often. */
export async function drive({ petitions, kind, alone }: Scene, ticks: number, unmeasured: number): Promise<Tick[]> {
  const world = await startWorld({ petitions, kind, ...(alone && { alone }) });
  const population = populationOf(petitions, kind);
  const config = checkConfig(
    {
      watch: population.map(({ id }) => ({ source: 'uk-parliament', petition: id, baseUrl: world.url })),
      allowPrivateSources: true,
    },
    'bench',
  );
  const PETITIONS_FILE = join(world.folder, 'petitions.json');
  writeFileSync(PETITIONS_FILE, JSON.stringify(config));
  const running = world.run('../parts/function.ts', { PETITIONS_FILE });
  try {
    const { engine, table } = world.cloud;
    world.meter.holds(await seed({ engine, table, config, population, start }));
    const all: Tick[] = [];
    for (let tick = 1; tick <= unmeasured + ticks; tick++) {
      const now = start + tick * minute;
      await world.later(now);
      const { run } = parse(ran, await running.ask({ now, timeLimit }), 'run');
      all.push({ ...(await world.later(now)), ...world.meter.take(), cpu: run.cpu });
    }
    return all.slice(unmeasured);
  } finally {
    await world.close();
  }
}

/** Runs of the function that reads lists, an hour apart, after one that is not measured: all are found by a query. */
export async function driveDiscovery({ petitions, kind }: Scene, runs: number): Promise<(Tick & Listed)[]> {
  const world = await startWorld({ petitions, kind });
  const population = populationOf(petitions, kind);
  const [named, query] = [population.map(({ id }) => ({ petition: id })), [{ all: 'open' as const }]].map((watch) =>
    checkConfig(
      {
        watch: watch.map((one) => ({ source: 'uk-parliament', baseUrl: world.url, ...one })),
        allowPrivateSources: true,
      },
      'bench',
    ),
  );
  const PETITIONS_FILE = join(world.folder, 'petitions.json');
  writeFileSync(PETITIONS_FILE, JSON.stringify(query));
  const running = world.run('discovery.ts', { PETITIONS_FILE });
  try {
    const { engine, table } = world.cloud;
    if (named !== undefined) world.meter.holds(await seed({ engine, table, config: named, population, start }));
    const all: (Tick & Listed)[] = [];
    for (let run = 0; run <= runs; run++) {
      const now = start + run * 60 * minute;
      await world.later(now);
      const done = parse(listed, await running.ask({ now, timeLimit }), 'run');
      all.push({ ...(await world.later(now)), ...world.meter.take(), ...done });
    }
    return all.slice(1);
  } finally {
    await world.close();
  }
}

/** Runs of a fixed poller, so many at each of these intervals (minutes), after two that are not measured. */
export async function driveFixed(
  { petitions, kind }: Scene,
  intervals: readonly number[],
  runs: number,
): Promise<ReadonlyMap<number, readonly Tick[]>> {
  const world = await startWorld({ petitions, kind });
  const running = world.run('fixed.ts', {});
  let now = start;
  async function poll(every: number): Promise<Tick> {
    await world.later((now += every * minute));
    const done = await running.ask({ url: world.url, petitions, table: world.cloud.table });
    const { cpu } = parse(polled, done, 'run');
    return { ...(await world.later(now)), ...world.meter.take(), cpu };
  }
  try {
    const measured = new Map<number, readonly Tick[]>();
    for (const every of [1, 1, ...intervals.flatMap((one) => Array.from({ length: runs }, () => one))]) {
      measured.set(every, [...(measured.get(every) ?? []), await poll(every)]);
    }
    return new Map([...measured].map(([every, all]) => [every, all.slice(-runs)]));
  } finally {
    await world.close();
  }
}

/** Runs of the function that delivers to channels, each in a new process, while so many alerts wait for the first of them. */
export async function driveDelivery(
  channels: number,
  waiting: number,
  runs: number,
): Promise<(Consumed & z.output<typeof delivered>)[]> {
  const world = await startWorld({ petitions: 1, kind: 'quiet' });
  const config = checkConfig(
    {
      watch: [{ source: 'uk-parliament', petition: '1', baseUrl: world.url }],
      // Nobody is there.
      subscribers: Array.from({ length: channels }, (_, n) => ({ ntfy: { topic: `http://127.0.0.1:1/topic-${n}` } })),
      allowPrivateSources: true,
    },
    'bench',
  );
  const PETITIONS_FILE = join(world.folder, 'petitions.json');
  writeFileSync(PETITIONS_FILE, JSON.stringify(config));
  const run = async (now: number, event: object): Promise<Consumed & z.output<typeof delivered>> => {
    const part = world.run('delivery.ts', { PETITIONS_FILE });
    const { start: starting, cpu } = parse(delivered, await part.ask({ now, timeLimit, event }), 'run');
    return { ...world.meter.take(), start: starting, cpu };
  };
  try {
    const Records = Array.from({ length: waiting }, (_, n) => ({
      Sns: { Message: alertMessage({ ...sample('threshold-met'), id: `uk-parliament/1#${n}` }).event },
    }));
    if (waiting > 0) await run(start, { Records });
    const all = [];
    for (let n = 1; n <= runs; n++) all.push(await run(start + n * 60 * minute, {}));
    return all;
  } finally {
    await world.close();
  }
}

/** The cloud, the meter before its table, and the platform, each in a process of its own but for the meter. */
async function startWorld({ petitions, kind, alone }: Scene) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const cloudPart = startPart(file('../parts/cloud.ts'), { cores: 'others' });
  const platform = startPart(file('source.ts'), { cores: 'others' });
  const parts = [cloudPart, platform];
  const cloud = parse(cloudStarted, await cloudPart.ask({ want: 'start' }), 'cloud');
  const meter = await startMeter(cloud.engine.endpoint);
  const { url } = parse(opened, await platform.ask({ petitions, kind, start, hasList: alone !== true }), 'platform');
  return {
    folder,
    cloud,
    meter,
    url,
    /** A module as one file, like a function's, beside the meter. */
    run: (path: string, more: Readonly<Record<string, string>>) => {
      const code = bundled(path.startsWith('..') ? path.slice(3) : `cost/${path}`, folder);
      const environment = { ...cloud.environment, AWS_ENDPOINT_URL_DYNAMODB: meter.url, ...more };
      const part = startPart(code, { cores: 'measured', node: ['--expose-gc'], environment });
      parts.push(part);
      return part;
    },
    later: async (now: number): Promise<Asked> => parse(asked, await platform.ask({ now }), 'platform'),
    close: async () => {
      for (const part of parts) part.close();
      await meter.close();
      rmSync(folder, { recursive: true });
    },
  };
}
