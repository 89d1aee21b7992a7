/**
 * The soak: many petitions through sixty simulated days, a fifth of all calls failing, through the real handler in a
 * process of its own. Figures come out, and whether what was told is what was to be told.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import pMap from 'p-map';
import * as z from 'zod/mini';
import { mainAlerts, type Alert } from '../../src/domain/alerts.ts';
import { factOf } from '../../src/domain/flapping.ts';
import { newLoadedPetition } from '../../src/storage/petition-item.ts';
import { AlertLog } from '../../src/storage/alert-log.ts';
import type { ConfigInput } from '../../src/config/config.ts';
import { checkConfig } from '../../src/config/read-config.ts';
import { PetitionRepository } from '../../src/storage/petition-repository.ts';
import type { MetricName } from '../../src/runtime/metrics.ts';
import { startEmulator, type Emulator } from '../../emulator/emulator.ts';
import { setEnvironment } from '../../local/process-environment.ts';
import { startWire, type Fate } from '../wire.ts';
import { result, type Result } from './protocol.ts';
import {
  petitionOf,
  randomFrom,
  responseWindow,
  startPlatform,
  stormMinutes,
  stormPetitionOf,
  type ShownPetition,
  type SoakPetition,
  type StormPetition,
} from './world.ts';

export interface SoakSettings {
  readonly petitions: number;
  readonly days: number;
  /** Petitions that go through a storm at the end. */
  readonly storms: number;
  /** Every so many days all petitions are looked at; in between the monitor is down. */
  readonly every: number;
  /** Ticks in a row, a minute apart, that make a round. */
  readonly round: number;
  /** The share of calls that fail: to the platforms, the table and SNS. */
  readonly failing: number;
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
  /** Of the petitions in a storm, those of which what was told last is not what holds when it is calm. */
  readonly wrongAfterStorm: readonly string[];
  /** The most alerts of one petition within an hour. */
  readonly mostInAnHour: number;
  /** What was told of storms, and what in them was flapping. */
  readonly stormAlerts: number;
  readonly flapping: number;
  /** Alerts that still wait when all is done. */
  readonly waiting: number;
  /** The largest write to the table, in bytes. */
  readonly largestWrite: number;
  /** Of the function, in MB: at the first fifth of the ticks, and at the last. */
  readonly heap: readonly [number, number];
  /** The most petitions that had to be left to another tick, and after each round of ticks: those left at its end. */
  readonly backlog: number;
  readonly leftByRound: readonly number[];
}

const start = Date.parse('2016-01-01T00:00:00Z');
const minute = 60_000;
/** Milliseconds. A tick takes seconds, on a busy machine a minute. */
const hangsAfter = 10 * minute;
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
  storms,
  days,
  every,
  round,
  failing,
  say,
}: SoakSettings): Promise<Figures> {
  const random = randomFrom(0);
  let now = start;
  const petitions = new Map<string, SoakPetition>();
  for (let index = 0; index < count; index++) {
    const petition = petitionOf(index, start);
    petitions.set(petition.id, petition);
  }
  // After two days in which the last responses are told, and some minutes of calm.
  const stormBegins = start + (days + 2) * 24 * 60 * minute;
  const inStorm = Array.from({ length: storms }, (_, index) => stormPetitionOf(index, start, stormBegins));
  const served = new Map<string, ShownPetition>([...petitions, ...inStorm.map((one) => [one.id, one] as const)]);
  const platforms = await Promise.all(
    Array.from({ length: hosts }, () => startPlatform(served, () => now, failing, random)),
  );
  const watching = (ids: readonly string[]): ConfigInput => ({
    watch: ids.map((petition, index) => ({
      source: 'us-we-the-people',
      petition,
      baseUrl: platforms[index % hosts]?.url,
      responseWindow,
    })),
    subscribers: [],
    allowPrivateSources: true,
    warnBefore: [],
    forecasts: false,
  });
  const config = watching([...petitions.keys()]);
  const publications = new Map<string, number>();
  const alerts = new Map<string, string[]>();
  const firstRead = new Map<string, number>();
  const published = new Map<string, Alert[]>();
  const cloud = await startEmulator({
    config: checkConfig(config, 'soak'),
    now: () => new Date(now).toISOString(),
    onDelivery: () => undefined,
    onAlert: (message) => {
      const { id, alert, petition, detectedAt } = message;
      if (alert === 'watch-started') firstRead.set(petition, detectedAt.epochMilliseconds);
      const times = (publications.get(id) ?? 0) + 1;
      publications.set(id, times);
      if (times === 1) published.set(petition, [...(published.get(petition) ?? []), message]);
      if (times === 1 && told.includes(alert)) alerts.set(petition, [...(alerts.get(petition) ?? []), alert]);
    },
  });
  const { AWS_ENDPOINT_URL_DYNAMODB: table = '', AWS_ENDPOINT_URL_SNS: sns = '' } = cloud.awsEnvironment;
  const wire = await startWire({ table, sns, source: platforms[0]?.url ?? '' });
  let largestWrite = 0;
  wire.decide(({ to, operation, content }) => {
    if (operation === 'PutItem') largestWrite = Math.max(largestWrite, Buffer.byteLength(content));
    if (to === 'sns' && isSnsDown(now - stormBegins)) return { instead: { status: 503, headers: {}, body: '' } };
    return random() < failing ? mishap(random, to) : undefined;
  });

  const folder = mkdtempSync(join(tmpdir(), 'soak-'));
  const PETITIONS_FILE = join(folder, 'petitions.json');
  const startFunction = (watched: ConfigInput): ChildProcess => {
    writeFileSync(PETITIONS_FILE, JSON.stringify(checkConfig(watched, 'soak')));
    return fork(fileURLToPath(new URL('function.ts', import.meta.url)), {
      execArgv: ['--expose-gc', '--import', 'tsx'],
      env: {
        PATH: process.env.PATH,
        ...cloud.functionEnvironment(PETITIONS_FILE),
        ...cloud.awsEnvironment,
        AWS_ENDPOINT_URL_DYNAMODB: wire.addresses.table,
        AWS_ENDPOINT_URL_SNS: wire.addresses.sns,
      },
    });
  };
  let child = startFunction(config);
  const ticks: Result[] = [];
  const tick = async (): Promise<Result> => {
    child.send({ now });
    const [message]: unknown[] = await once(child, 'message', { signal: AbortSignal.timeout(hangsAfter) });
    const done = z.parse(result, message);
    ticks.push(done);
    now += minute;
    return done;
  };

  /** Until no run has had anything to publish for as long as an outbox can be held. */
  const untilQuiet = async (): Promise<void> => {
    for (let more = 0, quiet = 0; more < mostAtTheEnd && quiet < 5; more++) {
      const { AlertsPublished, PublishErrors } = (await tick()).counted;
      quiet = AlertsPublished === 0 && PublishErrors === 0 ? quiet + 1 : 0;
    }
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
    await untilQuiet();
    const course = {
      ...sumUp(ticks, wire.calls.length, wire.struck()),
      ...(await compare(cloud, petitions, publications, alerts, firstRead)),
      backlog: Math.max(...ticks.map((one) => leftBy(one, count))),
      leftByRound,
    };

    // Then the storm. What is in it is polled every minute.
    child.kill();
    child = startFunction({ ...watching(inStorm.map(({ id }) => id)), longestSilence: 'PT1M' });
    now = stormBegins - 3 * minute;
    for (let passed = -3; passed < stormMinutes; passed++) await tick();
    // One whose deadline seemed to be over is polled once an hour. What flaps is told when it has been the same for one.
    for (let hours = 0; hours < 8; hours++) {
      for (let again = 0; again < 2; again++) await tick();
      now += 60 * minute;
    }
    await untilQuiet();
    return { ...course, ...(await compareStorms(cloud, inStorm, published)), largestWrite };
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

/** SNS is down twice during a storm. */
const isSnsDown = (sinceStorm: number): boolean =>
  [
    [5, 12],
    [22, 26],
  ].some(([from = 0, until = 0]) => sinceStorm >= from * minute && sinceStorm < until * minute);

/** Holds what was told of the petitions in a storm against what holds now that it is calm. */
async function compareStorms(
  cloud: Emulator,
  petitions: readonly StormPetition[],
  published: ReadonlyMap<string, readonly Alert[]>,
): Promise<Pick<Figures, 'wrongAfterStorm' | 'mostInAnHour' | 'stormAlerts' | 'flapping' | 'waiting'>> {
  const restore = setEnvironment(cloud.awsEnvironment);
  const client = new DynamoDBClient({});
  const store = new PetitionRepository(client, cloud.tableName);
  const log = new AlertLog(client, cloud.tableName);
  const wrongAfterStorm: string[] = [];
  let [stormAlerts, flapping, waiting, mostInAnHour] = [0, 0, 0, 0];
  for (const { id, isMet } of petitions) {
    const name = `us-we-the-people/${id}`;
    const { petition, outbox } = (await store.load(name)) ?? newLoadedPetition(name);
    const alerts = [...(published.get(name) ?? [])].sort((one, other) => numberIn(one.id) - numberIn(other.id));
    const lastOf = (fact: string): Alert | undefined => alerts.findLast((one) => factOf(one) === fact);
    const [verdict, moved] = [lastOf('verdict response'), lastOf('deadline-changed') ?? lastOf('watch-started')];
    const isToldMet = (verdict?.alert === 'threshold-met') === (verdict?.flapping?.state !== 'withdrawn');
    const ids = new Set(alerts.map((one) => one.id));
    const unpublished = (await log.forPetition(name)).filter(
      (one) => mainAlerts.some((main) => main === one.alert) && !ids.has(one.id),
    );
    const deadline = String(petition.deadline?.at);
    const stored = petition.thresholds.response?.verdict;
    const faults = [
      ...(isMet && stored !== 'met' ? [`is ${stored}`] : []),
      ...(isToldMet === (stored === 'met') ? [] : [`told ${verdict?.alert} ${verdict?.flapping?.state}`]),
      ...(String(moved?.deadline) === deadline ? [] : [`told ${String(moved?.deadline)} instead of ${deadline}`]),
      ...unpublished.map((one) => `${one.alert} ${one.id} was not published`),
      ...alerts.filter((one) => numberIn(one.id) > petition.alerts).map((one) => `${one.id} was not committed`),
    ];
    wrongAfterStorm.push(...faults.map((fault) => `${id}: ${fault}`));
    const times = alerts.map(({ detectedAt }) => detectedAt.epochMilliseconds);
    const within = (from: number): number => times.filter((time) => time >= from && time < from + 60 * minute).length;
    mostInAnHour = Math.max(mostInAnHour, ...times.map(within));
    stormAlerts += alerts.length;
    flapping += alerts.filter((one) => one.flapping !== undefined).length;
    waiting += outbox.length;
  }
  client.destroy();
  restore();
  return { wrongAfterStorm, mostInAnHour, stormAlerts, flapping, waiting };
}

const numberIn = (id: string): number => Number(id.split('#').at(-1));

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
