/** The whole monitor for a test: the real handler over the embedded cloud, on a clock that the test moves. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { checkConfig, type ConfigInput } from '../lambda/config/config.ts';
import type { Alert } from '../lambda/petition/alerts.ts';
import type { Instant } from '../lambda/petition/time.ts';
import { createHandler, type Handler } from '../lambda/poll/handler.ts';
import { Store } from '../lambda/store/store.ts';
import type { Fields, Telemetry } from '../lambda/telemetry/telemetry.ts';
import { startCloud } from '../local/cloud/cloud.ts';
import type { Delivery } from '../local/sns/topics.ts';
import { at } from './petition/story.ts';

type Summary = Awaited<ReturnType<Handler>>;

export interface Monitor {
  /** A tick at that instant. */
  readonly tick: (now: string) => Promise<Summary>;
  /** What was delivered since this was last asked. */
  readonly deliveries: () => Promise<Delivery[]>;
  /** The alerts that were published since this was last asked. */
  readonly alerts: () => Alert[];
  readonly log: { readonly level: string; readonly message: string; readonly fields: Fields }[];
  readonly counted: Readonly<Record<string, number>>[];
  readonly store: Store;
  readonly client: DynamoDBClient;
  readonly table: string;
  /** The same cloud and clock, in another process: nothing is remembered outside of the table. */
  readonly another: (config?: ConfigInput) => Handler;
  readonly context: { getRemainingTimeInMillis: () => number };
  setClock: (now: string) => void;
  readonly close: () => Promise<void>;
}

export async function startMonitor(input: ConfigInput): Promise<Monitor> {
  const folder = mkdtempSync(join(tmpdir(), 'petitions-'));
  const config = checkConfig(input, 'test');
  let clock: Instant = at('2026-01-01T00:00:00Z');
  const delivered: Delivery[] = [];
  const log: Monitor['log'] = [];
  const counted: Record<string, number>[] = [];
  const published: Alert[] = [];
  const cloud = await startCloud({
    config,
    now: () => clock.toString(),
    onDelivery: (delivery) => void delivered.push(delivery),
    onAlert: (alert) => void published.push(alert),
  });
  const before = { ...process.env };
  Object.assign(process.env, cloud.awsEnvironment);
  const say =
    (level: string) =>
    (message: string, fields: Fields = {}) =>
      void log.push({ level, message, fields });
  const telemetry: Telemetry = {
    info: say('info'),
    warn: say('warn'),
    error: say('error'),
    count: (one) => void counted.push({ ...one }),
  };
  let files = 0;
  const handlerOf = (config: ConfigInput): Handler => {
    const file = join(folder, `petitions-${(files += 1)}.json`);
    writeFileSync(file, JSON.stringify(config));
    const environment = { TABLE_NAME: cloud.tableName, ALERT_TOPIC_ARN: cloud.alertTopicArn, PETITIONS_FILE: file };
    return createHandler({ environment, now: () => clock, telemetry });
  };
  const handler = handlerOf(input);
  const context = { getRemainingTimeInMillis: () => 50_000 };
  const client = new DynamoDBClient({});
  return {
    tick: (now) => {
      clock = at(now);
      return handler({}, context);
    },
    deliveries: async () => {
      await cloud.settled();
      return delivered.splice(0);
    },
    alerts: () => published.splice(0),
    log,
    counted,
    store: new Store(client, cloud.tableName),
    client,
    table: cloud.tableName,
    another: (other = input) => handlerOf(other),
    context,
    setClock: (now) => {
      clock = at(now);
    },
    close: async () => {
      process.env = before;
      client.destroy();
      await cloud.close();
      rmSync(folder, { recursive: true });
    },
  };
}
