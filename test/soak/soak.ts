/**
 * The soak: many petitions through sixty simulated days, a fifth of all calls failing, through the real handler in a
 * process of its own. Figures come out, and whether what was told is what was to be told.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import pMap from 'p-map';
import * as z from 'zod/mini';
import { checkConfig } from '../../src/config/read-config.ts';
import { PetitionRepository } from '../../src/storage/petition-repository.ts';
import type { MetricName } from '../../src/runtime/metrics.ts';
import { startEmulator, type Emulator } from '../../emulator/emulator.ts';
import { setEnvironment } from '../../local/process-environment.ts';
import { startWire, type Fate } from '../wire.ts';
import { result, type Result } from './protocol.ts';
import { petitionOf, randomFrom, responseWindow, startPlatform, type SoakPetition } from './world.ts';

export interface SoakSettings {
  readonly petitions: number;
  readonly days: number;
  /** Every so many days all petitions are looked at; in between the monitor is down. */
  readonly every: number;
  /** Ticks in a row, a minute apart, that make a round. */
  readonly round: number;
  /** The share of calls that fail: to the platforms, the table and SNS. */
  readonly failing: number;
  /** Real minutes after which it is given up. */
  readonly minutes: number;
  readonly say: (line: string) => void;
}

export interface Figures {
  readonly ticks: number;
  readonly failedTicks: number;
  readonly looks: number;
  readonly readings: number;
  readonly calls: number;
  readonly failedCalls: number;
  readonly committed: number;
  readonly published: number;
  /** Publications beyond the first of one alert. */
  readonly repeated: number;
  /** Committed and never published. */
  readonly lost: number;
  /** Published and never committed. */
  readonly uncommitted: number;
  /** Petitions that were first read when their fate was sealed: what had happened is recorded, and not told. */
  readonly readTooLate: number;
  /** Other petitions of which something else was told than was to be told. */
  readonly wrong: readonly string[];
  /** Of the function, in MB: at the first fifth of the ticks, and at the last. */
  readonly heap: readonly [number, number];
  /** The most petitions that had to be left to another tick, and after each round of ticks: those left at its end. */
  readonly backlog: number;
  readonly leftByRound: readonly number[];
}

const start = Date.parse('2016-01-01T00:00:00Z');
const minute = 60_000;
const hosts = 8;
const mostAtTheEnd = 60;

const told = ['threshold-met', 'threshold-missed', 'response-met', 'response-missed', 'response-late'];

/** A wrong answer, or none: before or after the call was carried out. */
function mishap(random: () => number, to: string): Fate {
  const kind = random();
  if (kind < 0.25) return { instead: 'reset' };
  if (kind < 0.5) return { answerLost: true };
  if (kind < 0.75 || to === 'sns') return { instead: { status: 503, headers: {}, body: '' } };
  const throttled = '{"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException"}';
  return { instead: { status: 400, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: throttled } };
}

export async function soak({
  petitions: count,
  days,
  every,
  round,
  failing,
  minutes,
  say,
}: SoakSettings): Promise<Figures> {
  const until = Date.now() + minutes * minute;
  const random = randomFrom(0);
  let now = start;
  const petitions = new Map<string, SoakPetition>();
  for (let index = 0; index < count; index++) {
    const petition = petitionOf(index, start);
    petitions.set(petition.id, petition);
  }
  const platforms = await Promise.all(
    Array.from({ length: hosts }, () => startPlatform(petitions, () => now, failing, random)),
  );
  const watch = [...petitions.keys()].map((petition, index) => ({
    source: 'us-we-the-people' as const,
    petition,
    baseUrl: platforms[index % hosts]?.url,
    responseWindow,
  }));
  const config = { watch, allowPrivateSources: true, warnBefore: [], forecasts: false };
  const publications = new Map<string, number>();
  const alerts = new Map<string, string[]>();
  const firstRead = new Map<string, number>();
  const cloud = await startEmulator({
    config: checkConfig(config, 'soak'),
    now: () => new Date(now).toISOString(),
    onDelivery: () => undefined,
    onAlert: ({ id, alert, petition, detectedAt }) => {
      if (alert === 'watch-started') firstRead.set(petition, detectedAt.epochMilliseconds);
      const times = (publications.get(id) ?? 0) + 1;
      publications.set(id, times);
      if (times === 1 && told.includes(alert)) alerts.set(petition, [...(alerts.get(petition) ?? []), alert]);
    },
  });
  const { AWS_ENDPOINT_URL_DYNAMODB: table = '', AWS_ENDPOINT_URL_SNS: sns = '' } = cloud.awsEnvironment;
  const wire = await startWire({ table, sns, source: platforms[0]?.url ?? '' });
  wire.decide(({ to }) => (random() < failing ? mishap(random, to) : undefined));

  const folder = mkdtempSync(join(tmpdir(), 'soak-'));
  const PETITIONS_FILE = join(folder, 'petitions.json');
  writeFileSync(PETITIONS_FILE, JSON.stringify(checkConfig(config, 'soak')));
  const child = fork(fileURLToPath(new URL('function.ts', import.meta.url)), {
    execArgv: ['--expose-gc', '--import', 'tsx'],
    env: {
      PATH: process.env.PATH,
      ...cloud.functionEnvironment(PETITIONS_FILE),
      ...cloud.awsEnvironment,
      AWS_ENDPOINT_URL_DYNAMODB: wire.addresses.table,
      AWS_ENDPOINT_URL_SNS: wire.addresses.sns,
    },
  });
  const ticks: Result[] = [];
  const tick = async (): Promise<Result> => {
    if (Date.now() > until) throw new Error(`not done after ${minutes} minutes`);
    child.send({ now });
    const [message]: unknown[] = await once(child, 'message');
    const done = z.parse(result, message);
    ticks.push(done);
    now += minute;
    return done;
  };

  try {
    const leftByRound: number[] = [];
    for (let passed = 0; passed <= days; passed += every) {
      now = start + passed * 24 * 60 * minute;
      let last = await tick();
      for (let again = 1; again < round; again++) last = await tick();
      leftByRound.push(leftBy(last, count));
      const sofar = `${publications.size} alerts, ${leftBy(last, count)} left`;
      say(`day ${passed}: ${ticks.length} ticks, heap ${Math.round(last.heap / 1e6)} MB, ${sofar}`);
    }
    // Until no run has had anything to publish for as long as an outbox can be held.
    for (let more = 0, quiet = 0; more < mostAtTheEnd && quiet < 5; more++) {
      const { AlertsPublished, PublishErrors } = (await tick()).counted;
      quiet = AlertsPublished === 0 && PublishErrors === 0 ? quiet + 1 : 0;
    }
    return {
      ...sumUp(ticks, wire.calls.length, wire.struck()),
      ...(await compare(cloud, petitions, publications, alerts, firstRead)),
      backlog: Math.max(...ticks.map((one) => leftBy(one, count))),
      leftByRound,
    };
  } finally {
    child.kill();
    await Promise.all([wire.close(), cloud.close(), ...platforms.map((platform) => platform.close())]);
    rmSync(folder, { recursive: true });
  }
}

/** How many petitions a tick left to the next: all that there are, where it did not get to them. */
const leftBy = ({ counted: { Failures, Deferred } }: Result, all: number): number =>
  Failures === undefined || Deferred === undefined ? all : Failures + Deferred;

function sumUp(
  ticks: readonly Result[],
  calls: number,
  failedCalls: number,
): Pick<Figures, 'ticks' | 'failedTicks' | 'looks' | 'readings' | 'calls' | 'failedCalls' | 'heap'> {
  const sum = (name: MetricName): number => ticks.reduce((total, { counted }) => total + (counted[name] ?? 0), 0);
  const fifth = Math.ceil(ticks.length / 5);
  const mean = (some: readonly Result[]): number =>
    Math.round(some.reduce((total, { heap }) => total + heap, 0) / some.length / 1e6);
  return {
    ticks: ticks.length,
    failedTicks: ticks.filter(({ error }) => error !== undefined).length,
    looks: sum('Looks'),
    readings: sum('Readings'),
    calls,
    failedCalls,
    heap: [mean(ticks.slice(0, fifth)), mean(ticks.slice(-fifth))],
  };
}

/** Holds what was told against what is stored, and against what was to be told. */
async function compare(
  cloud: Emulator,
  petitions: ReadonlyMap<string, SoakPetition>,
  publications: ReadonlyMap<string, number>,
  alerts: ReadonlyMap<string, readonly string[]>,
  firstRead: ReadonlyMap<string, number>,
): Promise<Pick<Figures, 'committed' | 'published' | 'repeated' | 'lost' | 'uncommitted' | 'readTooLate' | 'wrong'>> {
  const restore = setEnvironment(cloud.awsEnvironment);
  const client = new DynamoDBClient({});
  const store = new PetitionRepository(client, cloud.tableName);
  const committed = new Set<string>();
  const names = [...petitions.keys()].map((id) => `us-we-the-people/${id}`);
  await pMap(
    names,
    async (name) => {
      const number = (await store.load(name))?.petition.alerts ?? 0;
      for (let n = 1; n <= number; n++) committed.add(`${name}#${n}`);
    },
    { concurrency: 32 },
  );
  client.destroy();
  restore();
  const all = [...petitions.values()];
  const inTime = all.filter(
    ({ id, deadline, crossed }) => (firstRead.get(`us-we-the-people/${id}`) ?? Infinity) < Math.min(deadline, crossed),
  );
  const wrong = inTime.flatMap(({ id, expected }) => {
    const got = alerts.get(`us-we-the-people/${id}`) ?? [];
    // In any order: an alert that SNS refuses does not keep back those after it.
    return [...got].sort().join() === [...expected].sort().join()
      ? []
      : [`${id}: ${got.join()} instead of ${expected.join()}`];
  });
  return {
    committed: committed.size,
    published: publications.size,
    repeated: [...publications.values()].reduce((total, times) => total + times - 1, 0),
    lost: [...committed].filter((id) => !publications.has(id)).length,
    uncommitted: [...publications.keys()].filter((id) => !committed.has(id)).length,
    readTooLate: all.length - inTime.length,
    wrong,
  };
}
