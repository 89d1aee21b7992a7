/** The monitor on this machine: the real handlers on the emulator, with any clock. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { ConfigInput } from '../src/config/config.ts';
import { checkConfig } from '../src/config/read-config.ts';
import { publicPlaces } from '../src/config/public-places.ts';
import { namedPetitions } from '../src/config/watched-petition.ts';
import { rulesLookup, createWatchList } from '../src/config/watch-list.ts';
import type { DeliverSummary } from '../lambda/deliver/serve-channels.ts';
import { createHandler as createDeliverHandler, type Handler as DeliverHandler } from '../lambda/deliver/handler.ts';
import type { Send } from '../lambda/deliver/sender.ts';
import { createHandler as createDigestHandler } from '../lambda/digest/handler.ts';
import type { DiscoverySummary } from '../lambda/discovery/discover.ts';
import { createHandler as createDiscoveryHandler } from '../lambda/discovery/handler.ts';
import type { DigestRunSummary } from '../lambda/digest/send-digests.ts';
import type { Instant } from '../src/domain/time.ts';
import { createHandlers } from '../lambda/poll/handler.ts';
import type { TickSummary } from '../lambda/poll/run-tick.ts';
import { placesFile } from '../lambda/site/environment.ts';
import type { Handler as SiteHandler } from '../lambda/site/handler.ts';
import type { Handler as SignUpHandler } from '../lambda/sign-up/handler.ts';
import type { SiteSummary } from '../lambda/site/generate.ts';
import type { RulesLookup } from '../src/status/petition-status.ts';
import { DueIndex } from '../src/storage/due-index.ts';
import type { LoadedDelivery } from '../src/storage/delivery-item.ts';
import { DeliveryRepository } from '../src/storage/delivery-repository.ts';
import type { LoadedPetition } from '../src/storage/petition-item.ts';
import { PetitionRepository } from '../src/storage/petition-repository.ts';
import type { Clock, WaitingRuntime } from '../src/runtime/runtime.ts';
import type { Telemetry } from '../src/runtime/telemetry.ts';
import { startEmulator, type Emulator, type EmulatorSettings } from '../emulator/emulator.ts';
import { limited, type Run } from './limited-run.ts';
import { setEnvironment } from './process-environment.ts';
import { loadSiteAssets } from './site-assets.ts';
import { drainQueue } from '../emulator/sqs/event-source.ts';

export interface LocalMonitorSettings extends Pick<
  EmulatorSettings,
  'onDelivery' | 'onNote' | 'onAlert' | 'onNotice' | 'onDigest' | 'folder' | 'parameters' | 'sitePort' | 'mailsConfirm'
> {
  readonly config: ConfigInput;
  readonly now: () => Instant;
  /** Absent: at once, for on this machine no message is too much. */
  readonly waitUntil?: Clock['waitUntil'];
  readonly telemetry: Telemetry;
  /** Generates the site at each alert, with this way to wait. Absent: only when it is asked for. */
  readonly siteWaits?: Clock['waitUntil'] | undefined;
  /** Takes what would be sent to channels. Absent: it is really sent. */
  readonly rehearse?: Send | undefined;
}

export interface LocalMonitor {
  readonly emulator: Emulator;
  readonly dueIndex: DueIndex;
  readonly petitionRepository: PetitionRepository;
  /** The poll function. */
  readonly tick: TickRun;
  /** A new instance of the poll function, as in another process: it shares nothing but the table. */
  readonly anotherProcess: (config?: ConfigInput) => TickRun;
  /** The discovery function. */
  readonly discover: DiscoveryRun;
  /** The digest function. */
  readonly sendDigests: DigestRun;
  /** A new instance of the digest function, possibly with another config. */
  readonly anotherDigestProcess: (config?: ConfigInput) => DigestRun;
  /** The deliver function, as its schedule runs it. */
  readonly deliver: DeliverRun;
  /** A new instance of the deliver function, possibly with another config. */
  readonly anotherDeliverProcess: (config?: ConfigInput) => DeliverRun;
  /** The site function. */
  readonly generateSite: SiteRun;
  /** The URL of the site, with a slash at the end. */
  readonly siteUrl: string;
  /** The stored petitions: those that the config names, in its order, then those that its queries found. */
  readonly petitions: () => Promise<LoadedPetition[]>;
  /** What waits for channels. */
  readonly channelQueues: () => Promise<LoadedDelivery[]>;
  /** The rules of each petition. */
  readonly rulesOf: RulesLookup;
  readonly close: () => Promise<void>;
}

export type TickRun = Run<TickSummary>;
export type DiscoveryRun = Run<DiscoverySummary>;
export type DigestRun = Run<DigestRunSummary>;
export type DeliverRun = Run<DeliverSummary>;
/** Undefined if another run has its turn. */
export type SiteRun = Run<SiteSummary | undefined>;

const siteLimitMs = 890_000;

export async function startLocalMonitor({
  config: input,
  now,
  waitUntil = () => Promise.resolve(),
  telemetry,
  siteWaits,
  rehearse,
  ...settings
}: LocalMonitorSettings): Promise<LocalMonitor> {
  const config = checkConfig(input, 'petitions.json');
  let onDeliverEvent = (_event: object): Promise<unknown> => Promise.resolve();
  let onSiteEvent = (_event: object): Promise<unknown> => Promise.resolve();
  let onSignUp: SignUpHandler = () => Promise.reject(new Error('the monitor has not started yet'));
  const emulator = await startEmulator({
    ...settings,
    config,
    now: () => now().toString(),
    onDeliverEvent: (event) => onDeliverEvent(event),
    ...(siteWaits && { onSiteEvent: (event: object) => onSiteEvent(event) }),
    ...(config.site?.signUp && { onSignUp: (event: unknown) => onSignUp(event) }),
  });
  const restoreEnvironment = setEnvironment(emulator.awsEnvironment);
  const folder = mkdtempSync(join(tmpdir(), 'petition-threshold-monitor-'));
  const client = new DynamoDBClient({});
  const dueIndex = new DueIndex(client, emulator.tableName);
  const petitionRepository = new PetitionRepository(client, emulator.tableName);
  const runtime = { now, waitUntil, telemetry };
  const { poll, discovery, digest, deliver, site, signUp } = localFunctions(
    emulator,
    folder,
    runtime,
    rehearse,
    siteWaits,
  );
  const deliverHandler = deliver(input);
  // No time to send: what is stored is sent by the next run of the schedule, so no slow channel delays a poll here.
  onDeliverEvent = (event) => deliverHandler(event, { getRemainingTimeInMillis: () => 0 });
  const siteHandler = site(input);
  onSignUp = signUp(input);
  const siteRuns = new Set<Promise<unknown>>();
  // In the background, as on AWS: no page delays an alert.
  onSiteEvent = (event) => {
    const run = siteHandler(event, { getRemainingTimeInMillis: () => siteLimitMs })
      .catch((error: unknown) => telemetry.error('site not generated', { reason: String(error) }))
      .finally(() => siteRuns.delete(run));
    siteRuns.add(run);
    return Promise.resolve();
  };
  return {
    emulator,
    dueIndex,
    petitionRepository,
    tick: poll(input),
    anotherProcess: (other = input) => poll(other),
    discover: discovery(input),
    sendDigests: digest(input),
    anotherDigestProcess: (other = input) => digest(other),
    deliver: limited(deliverHandler, 50_000),
    anotherDeliverProcess: (other = input) => limited(deliver(other), 50_000),
    generateSite: limited(siteHandler, siteLimitMs),
    siteUrl: emulator.siteUrl,
    petitions: async () => {
      const named = namedPetitions(config).map(({ petition }) => petition);
      const { buckets } = await dueIndex.findAll();
      const names = [...new Set([...named, ...buckets.keys()])];
      const loaded = await Promise.all(names.map((name) => petitionRepository.load(name)));
      return loaded.filter((petition) => petition !== undefined);
    },
    channelQueues: () => new DeliveryRepository(client, emulator.tableName).all((reason) => telemetry.error(reason)),
    rulesOf: rulesLookup(createWatchList(config)),
    close: async () => {
      await Promise.all(siteRuns);
      client.destroy();
      await emulator.close();
      rmSync(folder, { recursive: true });
      restoreEnvironment();
    },
  };
}

interface LocalFunctions {
  readonly poll: (config: ConfigInput) => TickRun;
  readonly discovery: (config: ConfigInput) => DiscoveryRun;
  readonly digest: (config: ConfigInput) => DigestRun;
  readonly deliver: (config: ConfigInput) => DeliverHandler;
  readonly site: (config: ConfigInput) => SiteHandler;
  readonly signUp: (config: ConfigInput) => SignUpHandler;
}

/** For messages: the site of this machine is of no use to readers elsewhere. */
const withoutSite = ({ environment, ...rest }: WaitingRuntime): WaitingRuntime => ({
  ...rest,
  environment: { ...environment, SITE_URL: undefined },
});

/** How to create instances of the functions. Each has its petitions.json in a folder of its own, below `folder`. */
function localFunctions(
  emulator: Emulator,
  folder: string,
  runtime: Omit<WaitingRuntime, 'environment'>,
  rehearse: Send | undefined,
  siteWaits: Clock['waitUntil'] = runtime.waitUntil,
): LocalFunctions {
  return {
    poll: (config) => {
      const { environment } = withoutSite(runtimeFor(configFile(config)));
      const withQueue = { ...environment, BATCH_QUEUE_URL: emulator.batchQueueUrl };
      const { tick, batches } = createHandlers({ ...runtime, environment: withQueue });
      return limited(async (_, context) => {
        const summary = await tick(context);
        await drainQueue(emulator.batches, (records) => batches(records, context));
        return summary;
      }, 50_000);
    },
    discovery: (config) => limited(createDiscoveryHandler(withoutSite(runtimeFor(configFile(config)))), 890_000),
    digest: (config) => limited(createDigestHandler(runtimeFor(configFile(config))), 50_000),
    deliver: (config) => {
      return createDeliverHandler(withoutSite(runtimeFor(configFile(config))), rehearse);
    },
    site: (config) => {
      let handler: Promise<SiteHandler> | undefined;
      return async (event, context) => (await (handler ??= siteHandler(config)))(event, context);
    },
    signUp: (config) => {
      let handler: Promise<SignUpHandler> | undefined;
      return async (event) => (await (handler ??= signUpHandler(config)))(event);
    },
  };

  /** Loads the renderer of the pages at the first run: most who start a monitor never generate a site. */
  async function siteHandler(config: ConfigInput): Promise<SiteHandler> {
    const { createHandler } = await import('../lambda/site/handler.ts');
    const file = await configWithAssets(config);
    const places = JSON.stringify(publicPlaces(checkConfig(config, 'petitions.json')));
    writeFileSync(join(dirname(file), placesFile), places);
    return createHandler({ ...runtimeFor(file), waitUntil: siteWaits });
  }

  async function signUpHandler(config: ConfigInput): Promise<SignUpHandler> {
    const { createHandler } = await import('../lambda/sign-up/handler.ts');
    return createHandler(runtimeFor(await configWithAssets(config)));
  }

  async function configWithAssets(config: ConfigInput): Promise<string> {
    const file = configFile(config);
    for (const [name, text] of Object.entries(await loadSiteAssets())) writeFileSync(join(dirname(file), name), text);
    return file;
  }

  function configFile(config: ConfigInput): string {
    const file = join(mkdtempSync(join(folder, 'function-')), 'petitions.json');
    writeFileSync(file, JSON.stringify(checkConfig(config, 'petitions.json')));
    return file;
  }

  function runtimeFor(file: string): WaitingRuntime {
    return { ...runtime, environment: emulator.functionEnvironment(file) };
  }
}
