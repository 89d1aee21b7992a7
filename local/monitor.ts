/** The monitor on this machine: the real handlers over the embedded cloud, on whatever clock they are given. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { ConfigInput } from '../src/config/config.ts';
import { checkConfig } from '../src/config/read-config.ts';
import { watchedBy } from '../src/config/watched-petition.ts';
import { rulesIn, watchingOf } from '../src/config/watch-list.ts';
import { createHandler as createDigestHandler } from '../lambda/digest/handler.ts';
import type { DiscoverySummary } from '../lambda/discovery/discover.ts';
import { createHandler as createDiscoverHandler } from '../lambda/discovery/handler.ts';
import type { Summary as DigestSummary } from '../lambda/digest/send-digests.ts';
import type { Instant } from '../src/domain/time.ts';
import { createPoll } from '../lambda/poll/handler.ts';
import type { TickSummary } from '../lambda/poll/run-tick.ts';
import type { Handler as ReportHandler } from '../lambda/site/handler.ts';
import type { ReportSummary } from '../lambda/site/generate.ts';
import type { RulesOf } from '../src/status/petition-status.ts';
import { Agenda } from '../src/storage/due-index.ts';
import type { Loaded } from '../src/storage/petition-item.ts';
import { Store } from '../src/storage/petition-repository.ts';
import type { Telemetry } from '../src/runtime/telemetry.ts';
import { startCloud, type Cloud, type CloudSettings } from '../emulator/emulator.ts';
import { setEnvironment } from './process-environment.ts';
import { builtAssets } from './site-assets.ts';
import { drain } from '../emulator/sqs/event-source.ts';

export interface LocalSettings extends Pick<
  CloudSettings,
  'onDelivery' | 'onAlert' | 'onNotice' | 'onDigest' | 'folder' | 'parameters' | 'sitePort'
> {
  readonly config: ConfigInput;
  readonly now: () => Instant;
  readonly telemetry: Telemetry;
}

export interface LocalMonitor {
  readonly cloud: Cloud;
  readonly agenda: Agenda;
  readonly store: Store;
  /** The poll function. */
  readonly tick: Run;
  /** The function as another process would have it, that remembers nothing outside of the table. */
  readonly another: (config?: ConfigInput) => Run;
  /** The function that reads lists. */
  readonly discover: DiscoverRun;
  /** The digest function. */
  readonly sendDigests: DigestRun;
  /** The digest function as another process would have it, perhaps of another config. */
  readonly anotherSender: (config?: ConfigInput) => DigestRun;
  /** The function that makes the site. */
  readonly report: ReportRun;
  /** Where the site is served, with a slash at the end. */
  readonly siteUrl: string;
  /** What is known of the petitions that the config names, in its order, and then of those that its queries found. */
  readonly petitions: () => Promise<Loaded[]>;
  /** By which rules. */
  readonly rulesOf: RulesOf;
  readonly close: () => Promise<void>;
}

/** One run, that may take so many milliseconds: as many as the deployed function, unless told otherwise. */
export type Run = (timeLimit?: number) => Promise<TickSummary>;

export type DiscoverRun = (timeLimit?: number) => Promise<DiscoverySummary>;

export type DigestRun = (timeLimit?: number) => Promise<DigestSummary>;

export type ReportRun = (timeLimit?: number) => Promise<ReportSummary>;

export async function startMonitor({
  config: input,
  now,
  telemetry,
  ...settings
}: LocalSettings): Promise<LocalMonitor> {
  const config = checkConfig(input, 'petitions.json');
  const cloud = await startCloud({ ...settings, config, now: () => now().toString() });
  const restoreEnvironment = setEnvironment(cloud.awsEnvironment);
  const files = mkdtempSync(join(tmpdir(), 'petition-threshold-monitor-'));
  const client = new DynamoDBClient({});
  const [agenda, store] = [new Agenda(client, cloud.tableName), new Store(client, cloud.tableName)];

  function fileOf(bundled: ConfigInput): string {
    const file = join(mkdtempSync(join(files, 'function-')), 'petitions.json');
    writeFileSync(file, JSON.stringify(checkConfig(bundled, 'petitions.json')));
    return file;
  }

  const discoverHandler = createDiscoverHandler({
    environment: cloud.functionEnvironment(fileOf(input)),
    now,
    telemetry,
  });

  function senderOf(bundled: ConfigInput): DigestRun {
    const environment = cloud.functionEnvironment(fileOf(bundled));
    const handler = createDigestHandler({ environment, now, telemetry });
    return (timeLimit = 50_000) => handler({}, { getRemainingTimeInMillis: () => timeLimit });
  }

  let reporter: Promise<ReportHandler> | undefined;

  /** Loaded, with what it takes to write pages, when a site is first made: most of those who start a monitor make none. */
  async function makeReporter(): Promise<ReportHandler> {
    const { createHandler } = await import('../lambda/site/handler.ts');
    const file = fileOf(input);
    for (const [name, text] of Object.entries(await builtAssets())) writeFileSync(join(dirname(file), name), text);
    return createHandler({ environment: cloud.functionEnvironment(file), now, telemetry });
  }

  function handlerOf(bundled: ConfigInput): Run {
    const environment = { ...cloud.functionEnvironment(fileOf(bundled)), BATCH_QUEUE_URL: cloud.batchQueueUrl };
    const { tick, batches } = createPoll({ environment, now, telemetry });
    return async (timeLimit = 50_000) => {
      const context = { getRemainingTimeInMillis: () => timeLimit };
      const summary = await tick(context);
      await drain(cloud.batches, (records) => batches(records, context));
      return summary;
    };
  }

  return {
    cloud,
    agenda,
    store,
    tick: handlerOf(input),
    another: (other = input) => handlerOf(other),
    discover: (timeLimit = 890_000) => discoverHandler({}, { getRemainingTimeInMillis: () => timeLimit }),
    sendDigests: senderOf(input),
    anotherSender: (other = input) => senderOf(other),
    report: async (timeLimit = 890_000) => {
      const handler = await (reporter ??= makeReporter());
      return handler({}, { getRemainingTimeInMillis: () => timeLimit });
    },
    siteUrl: cloud.siteUrl,
    petitions: async () => {
      const named = watchedBy(config).map(({ petition }) => petition);
      const { lanes } = await agenda.all();
      const loaded = await Promise.all([...new Set([...named, ...lanes.keys()])].map((name) => store.load(name)));
      return loaded.filter((one) => one !== undefined);
    },
    rulesOf: rulesIn(watchingOf(config)),
    close: async () => {
      client.destroy();
      await cloud.close();
      rmSync(files, { recursive: true });
      restoreEnvironment();
    },
  };
}
