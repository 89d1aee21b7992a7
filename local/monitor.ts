/** The monitor on this machine: the real handlers over the embedded cloud, on whatever clock they are given. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { ConfigInput } from '../src/config/config.ts';
import { checkConfig } from '../src/config/read-config.ts';
import { namedPetitions } from '../src/config/watched-petition.ts';
import { rulesLookup, createWatchList } from '../src/config/watch-list.ts';
import { createHandler as createDigestHandler } from '../lambda/digest/handler.ts';
import type { DiscoverySummary } from '../lambda/discovery/discover.ts';
import { createHandler as createDiscoverHandler } from '../lambda/discovery/handler.ts';
import type { DigestRunSummary as DigestSummary } from '../lambda/digest/send-digests.ts';
import type { Instant } from '../src/domain/time.ts';
import { createHandlers } from '../lambda/poll/handler.ts';
import type { TickSummary } from '../lambda/poll/run-tick.ts';
import type { Handler as ReportHandler } from '../lambda/site/handler.ts';
import type { SiteSummary } from '../lambda/site/generate.ts';
import type { RulesLookup } from '../src/status/petition-status.ts';
import { DueIndex } from '../src/storage/due-index.ts';
import type { LoadedPetition } from '../src/storage/petition-item.ts';
import { PetitionRepository } from '../src/storage/petition-repository.ts';
import type { Telemetry } from '../src/runtime/telemetry.ts';
import { startEmulator, type Emulator, type EmulatorSettings } from '../emulator/emulator.ts';
import { setEnvironment } from './process-environment.ts';
import { buildAssetsOnce } from './site-assets.ts';
import { drainQueue } from '../emulator/sqs/event-source.ts';

export interface LocalMonitorSettings extends Pick<
  EmulatorSettings,
  'onDelivery' | 'onAlert' | 'onNotice' | 'onDigest' | 'folder' | 'parameters' | 'sitePort'
> {
  readonly config: ConfigInput;
  readonly now: () => Instant;
  readonly telemetry: Telemetry;
}

export interface LocalMonitor {
  readonly emulator: Emulator;
  readonly dueIndex: DueIndex;
  readonly petitionRepository: PetitionRepository;
  /** The poll function. */
  readonly tick: TickRun;
  /** The function as another process would have it, that remembers nothing outside of the table. */
  readonly anotherProcess: (config?: ConfigInput) => TickRun;
  /** The function that reads lists. */
  readonly discover: DiscoveryRun;
  /** The digest function. */
  readonly sendDigests: DigestRun;
  /** The digest function as another process would have it, perhaps of another config. */
  readonly anotherDigestProcess: (config?: ConfigInput) => DigestRun;
  /** The function that makes the site. */
  readonly generateSite: SiteRun;
  /** Where the site is served, with a slash at the end. */
  readonly siteUrl: string;
  /** What is known of the petitions that the config names, in its order, and then of those that its queries found. */
  readonly petitions: () => Promise<LoadedPetition[]>;
  /** By which rules. */
  readonly rulesOf: RulesLookup;
  readonly close: () => Promise<void>;
}

/** One run, that may take so many milliseconds: as many as the deployed function, unless told otherwise. */
export type TickRun = (timeLimit?: number) => Promise<TickSummary>;

export type DiscoveryRun = (timeLimit?: number) => Promise<DiscoverySummary>;

export type DigestRun = (timeLimit?: number) => Promise<DigestSummary>;

export type SiteRun = (timeLimit?: number) => Promise<SiteSummary>;

export async function startLocalMonitor({
  config: input,
  now,
  telemetry,
  ...settings
}: LocalMonitorSettings): Promise<LocalMonitor> {
  const config = checkConfig(input, 'petitions.json');
  const cloud = await startEmulator({ ...settings, config, now: () => now().toString() });
  const restoreEnvironment = setEnvironment(cloud.awsEnvironment);
  const files = mkdtempSync(join(tmpdir(), 'petition-threshold-monitor-'));
  const client = new DynamoDBClient({});
  const [agenda, store] = [new DueIndex(client, cloud.tableName), new PetitionRepository(client, cloud.tableName)];

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
    for (const [name, text] of Object.entries(await buildAssetsOnce())) writeFileSync(join(dirname(file), name), text);
    return createHandler({ environment: cloud.functionEnvironment(file), now, telemetry });
  }

  function handlerOf(bundled: ConfigInput): TickRun {
    const environment = { ...cloud.functionEnvironment(fileOf(bundled)), BATCH_QUEUE_URL: cloud.batchQueueUrl };
    const { tick, batches } = createHandlers({ environment, now, telemetry });
    return async (timeLimit = 50_000) => {
      const context = { getRemainingTimeInMillis: () => timeLimit };
      const summary = await tick(context);
      await drainQueue(cloud.batches, (records) => batches(records, context));
      return summary;
    };
  }

  return {
    emulator: cloud,
    dueIndex: agenda,
    petitionRepository: store,
    tick: handlerOf(input),
    anotherProcess: (other = input) => handlerOf(other),
    discover: (timeLimit = 890_000) => discoverHandler({}, { getRemainingTimeInMillis: () => timeLimit }),
    sendDigests: senderOf(input),
    anotherDigestProcess: (other = input) => senderOf(other),
    generateSite: async (timeLimit = 890_000) => {
      const handler = await (reporter ??= makeReporter());
      return handler({}, { getRemainingTimeInMillis: () => timeLimit });
    },
    siteUrl: cloud.siteUrl,
    petitions: async () => {
      const named = namedPetitions(config).map(({ petition }) => petition);
      const { buckets } = await agenda.findAll();
      const loaded = await Promise.all([...new Set([...named, ...buckets.keys()])].map((name) => store.load(name)));
      return loaded.filter((one) => one !== undefined);
    },
    rulesOf: rulesLookup(createWatchList(config)),
    close: async () => {
      client.destroy();
      await cloud.close();
      rmSync(files, { recursive: true });
      restoreEnvironment();
    },
  };
}
