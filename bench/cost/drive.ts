/** Drives the real handler, in a process of its own, minute by minute over petitions of a loopback platform. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';
import type { ConfigInput } from '../../lambda/config/config.ts';
import { checkConfig } from '../../lambda/config/read.ts';
import { startCloud } from '../../local/cloud/cloud.ts';
import { startPlatform } from '../../test/deploy/platform.ts';
import { result } from '../../test/soak/protocol.ts';
import { startMeter, type Consumed } from './meter.ts';

/** What is watched: how many petitions, and how their counts go, by the minutes that have passed. */
export interface Scene {
  readonly petitions: number;
  readonly countAfter: (minutes: number) => number;
}

export interface Tick extends Consumed {
  readonly looks: number;
  /** From the invocation to its answer, on this machine. */
  readonly milliseconds: number;
}

const minute = 60_000;

/** Ticks that put the petitions on the agenda and look at all of them for the first time: not measured. */
const beginning = 4;

/** Each tick, when all petitions have been seen. */
export async function drive({ petitions: many, countAfter }: Scene, ticks: number): Promise<Tick[]> {
  const platform = await startPlatform(0);
  const ids = Array.from({ length: many }, (_, index) => String(index + 1));
  const config: ConfigInput = {
    watch: ids.map((petition) => ({ source: 'uk-parliament', petition, baseUrl: platform.url })),
    allowPrivateSources: true,
  };
  let now = Math.ceil(Date.now() / minute) * minute;
  const cloud = await startCloud({
    config: checkConfig(config, 'bench'),
    now: () => new Date(now).toISOString(),
    onDelivery: () => undefined,
    onAlert: () => undefined,
  });
  const { AWS_ENDPOINT_URL_DYNAMODB: table = '' } = cloud.awsEnvironment;
  const meter = await startMeter(table);
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const PETITIONS_FILE = join(folder, 'petitions.json');
  writeFileSync(PETITIONS_FILE, JSON.stringify(checkConfig(config, 'bench')));
  const child = fork(fileURLToPath(new URL('../../test/soak/function.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
    env: {
      ...process.env,
      ...cloud.functionEnvironment(PETITIONS_FILE),
      ...cloud.awsEnvironment,
      AWS_ENDPOINT_URL_DYNAMODB: meter.url,
    },
  });

  async function tick(after: number): Promise<Tick> {
    for (const id of ids) platform.shows(id, countAfter(after));
    const started = performance.now();
    child.send({ now });
    const messages: unknown[] = await once(child, 'message');
    const milliseconds = performance.now() - started;
    const { counted, error } = z.parse(result, messages[0]);
    if (error !== undefined) throw new Error(`the poll function failed: ${error}`);
    now += minute;
    return { ...meter.take(), looks: counted.Looks ?? 0, milliseconds };
  }

  try {
    const all: Tick[] = [];
    for (let after = 0; after < beginning + ticks; after += 1) all.push(await tick(after));
    return all.slice(beginning);
  } finally {
    child.kill();
    await Promise.all([meter.close(), cloud.close(), platform.close()]);
    rmSync(folder, { recursive: true });
  }
}
