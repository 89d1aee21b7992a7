/**
 * One cell's world: an embedded cloud and a platform of its own, in the state in which a transition is about to be read,
 * and processes of the real handler in it, behind the wire or beside it.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import type { ConfigInput } from '../../src/config/config.ts';
import { checkConfig } from '../../src/config/read-config.ts';
import type { Notice } from '../../src/domain/source-health.ts';
import { alertSchema, type Alert } from '../../src/domain/alerts.ts';
import type { Instant } from '../../src/domain/time.ts';
import { createHandlers } from '../../lambda/poll/handler.ts';
import type { TickSummary } from '../../lambda/poll/run-tick.ts';
import type { LoadedPetition } from '../../src/storage/petition-item.ts';
import type { Item } from '../../src/storage/table-keys.ts';
import { PetitionRepository } from '../../src/storage/petition-repository.ts';
import { startEmulator } from '../../emulator/emulator.ts';
import { serve } from '../loopback.ts';
import { visitorsOf } from '../sign-up.ts';
import { parseJson } from '../../src/validation.ts';
import { within } from './environment.ts';
import type { Scenario, Shown } from './scenarios.ts';
import { startWire, type Addresses, type Wire } from '../wire.ts';
import { accessKey } from '../../emulator/listen.ts';

/** A run of one process of the poll function at an instant. */
export type Process = (at: Instant, timeLimit?: number) => Promise<TickSummary>;

/** Where a world begins. */
export interface Beginning {
  readonly scenario: Scenario;
  /** When the transition can be read. */
  readonly now: Instant;
  readonly ids: readonly string[];
  readonly items: readonly Item[];
}

/** An alert that SNS accepted, on the topic of alerts or on that of a petition's followers. */
export interface Publication {
  readonly topic: 'alerts' | 'followers';
  readonly alert: Alert;
}

export interface World extends Beginning {
  readonly wire: Wire;
  /** A new process, whose calls go over the wire; or beside it, undisturbed. */
  readonly process: (where: 'over the wire' | 'beside it', environment?: Readonly<Record<string, string>>) => Process;
  /** What a process of its own is started with: over the wire. */
  readonly environment: Readonly<Record<string, string>>;
  readonly clock: { now: Instant };
  readonly platform: { shown: Shown; down: boolean; readonly beforeAnswer: Set<() => void> };
  readonly petitions: () => Promise<LoadedPetition[]>;
  /** Everything that SNS accepted, in order. */
  readonly published: readonly Publication[];
  /** The notices to the operators that SNS accepted, in order. */
  readonly noticed: readonly Notice[];
  /** How many of the alerts the table did not hold when SNS accepted them. */
  readonly premature: () => Promise<number>;
  readonly scan: () => Promise<Item[]>;
  readonly close: () => Promise<void>;
}

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined, count: () => undefined };

export async function openWorld(beginning: Beginning): Promise<World> {
  const { scenario, ids, now, items } = beginning;
  const clock = { now };
  const platform = { shown: showing(ids, now, scenario.then), down: false, beforeAnswer: new Set<() => void>() };
  const server = await serve((request, response) => {
    for (const happen of platform.beforeAnswer) happen();
    const body = platform.shown[request.url ?? ''];
    if (platform.down) response.writeHead(503).end();
    else response.writeHead(body === undefined ? 404 : 200).end(JSON.stringify(body));
  });
  const configAt = (baseUrl: string): ConfigInput => ({
    watch: ids.map((petition) => ({ source: scenario.source, petition, baseUrl })),
    warnBefore: [],
    allowPrivateSources: true,
    ...(scenario.isFollowed && { site: { signUp: {} } }),
  });
  const published: Publication[] = [];
  const noticed: Notice[] = [];
  const committed: Promise<boolean>[] = [];
  const isCommitted = async ({ id, petition }: Alert): Promise<boolean> =>
    Number(id.split('#')[1]) <= ((await store.load(petition))?.petition.alerts ?? 0);
  const accept = (topic: Publication['topic'], alert: Alert): void => {
    published.push({ topic, alert });
    committed.push(isCommitted(alert));
  };
  const cloud = await startEmulator({
    config: checkConfig(configAt(server.url), 'world'),
    now: () => clock.now.toString(),
    onDelivery: () => undefined,
    onAlert: (alert) => accept('alerts', alert),
    onFollowed: ({ message }) => accept('followers', alertIn(message)),
    onNotice: (notice) => void noticed.push(notice),
  });
  const { AWS_ENDPOINT_URL_DYNAMODB: table = '', AWS_ENDPOINT_URL_SNS: sns = '' } = cloud.awsEnvironment;
  const beside: Addresses = { table, sns, source: server.url };
  const wire = await startWire(beside);
  const folder = mkdtempSync(join(tmpdir(), 'faults-'));
  const client = new DynamoDBClient({
    endpoint: table,
    region: 'us-east-1',
    credentials: { accessKeyId: accessKey, secretAccessKey: 'local' },
  });
  const store = new PetitionRepository(client, cloud.tableName);
  if (scenario.isFollowed) {
    const visitors = visitorsOf(cloud);
    for (const id of ids) await visitors.signUp(`${scenario.source}/${id}`, 'reader@example.org');
    visitors.close();
  }
  await Promise.all(items.map((Item) => client.send(new PutItemCommand({ TableName: cloud.tableName, Item }))));

  function environmentOf(addresses: Addresses, file: string): Record<string, string> {
    writeFileSync(join(folder, file), JSON.stringify(checkConfig(configAt(addresses.source), 'world')));
    return {
      ...cloud.awsEnvironment,
      AWS_ENDPOINT_URL_DYNAMODB: addresses.table,
      AWS_ENDPOINT_URL_SNS: addresses.sns,
      ...cloud.functionEnvironment(join(folder, file)),
    };
  }
  const environments = {
    'over the wire': environmentOf(wire.addresses, 'wire.json'),
    'beside it': environmentOf(beside, 'beside.json'),
  };

  return {
    ...beginning,
    wire,
    process: (where, more = {}) => {
      const environment = { ...environments[where], ...more };
      const { tick } = createHandlers({
        environment,
        now: () => clock.now,
        waitUntil: () => Promise.resolve(),
        telemetry: silent,
      });
      return (at, timeLimit = 50_000) => {
        clock.now = at;
        return within(environment, () => tick({ getRemainingTimeInMillis: () => timeLimit }));
      };
    },
    environment: environments['over the wire'],
    clock,
    platform,
    petitions: async () => {
      const loaded = await Promise.all(ids.map((id) => store.load(`${scenario.source}/${id}`)));
      return loaded.filter((one) => one !== undefined);
    },
    published,
    noticed,
    premature: async () => (await Promise.all(committed)).filter((was) => !was).length,
    scan: async () => (await client.send(new ScanCommand({ TableName: cloud.tableName }))).Items ?? [],
    close: async () => {
      client.destroy();
      await Promise.all([wire.close(), cloud.close(), server.close()]);
      rmSync(folder, { recursive: true });
    },
  };
}

const published = z.object({ default: z.string() });
const event = z.object({ data: alertSchema });
const alertIn = (message: string): Alert => {
  const { default: text } = parseJson(published, message, 'message');
  return parseJson(event, text, 'event').data;
};

const showing = (ids: readonly string[], now: Instant, shows: Scenario['then']): Shown =>
  Object.fromEntries(ids.flatMap((id) => Object.entries(shows(id, now))));

/** Lives through what a scenario says was seen before, the last time so many hours before `now`. */
export async function beginningOf(
  scenario: Scenario,
  now: Instant,
  gap: number,
  ids: readonly string[] = ['1'],
): Promise<Beginning> {
  const beginning = { scenario, now, ids, items: [] };
  const world = await openWorld(beginning);
  try {
    const tick = world.process('beside it');
    for (const { hoursAgo, shows } of scenario.seen) {
      world.platform.shown = showing(ids, now, shows);
      await tick(now.subtract({ hours: hoursAgo }));
    }
    await tick(now.subtract({ hours: gap }));
    if (scenario.isFinal) {
      world.platform.shown = showing(ids, now, scenario.then);
      await tick(now.subtract({ minutes: 2 }));
    }
    return { ...beginning, items: await world.scan() };
  } finally {
    await world.close();
  }
}

/** In process the clock is ours: in winter, so that no day of the story is an hour longer, and far from midnight. */
export const simulatedNow = Temporal.Instant.from('2017-01-18T17:10:00Z');
