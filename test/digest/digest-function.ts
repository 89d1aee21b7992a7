/** The real handlers over the embedded cloud, with a list that gets a digest each day at eight, anew for each test. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { ConfigInput } from '../../src/config/config.ts';
import type { Digest } from '../../src/domain/digest.ts';
import type { LoadedDigest } from '../../src/storage/digest-item.ts';
import { DigestRepository } from '../../src/storage/digest-repository.ts';
import { setEnvironment } from '../../local/process-environment.ts';
import { startMonitor, type Monitor } from '../test-monitor.ts';
import { startPlatform, type Platform } from '../test-platform.ts';
import { startWire, type Fates } from '../wire.ts';

type Lists = NonNullable<ConfigInput['digests']>;

export const newsdesk = { name: 'newsdesk', every: 'day', at: '08:00', timeZone: 'Europe/London' } as const;

export class Here {
  platform: Platform;
  monitor: Monitor;
  table = new DynamoDBClient({});

  constructor(platform: Platform, monitor: Monitor) {
    this.platform = platform;
    this.monitor = monitor;
  }

  /** The same with other lists, and nothing of it remembered. */
  async beginAnew(digests: Lists): Promise<void> {
    this.table.destroy();
    await this.monitor.close();
    this.monitor = await startMonitor(configFor(this.platform, digests));
    this.table = new DynamoDBClient({});
  }

  /** The digest function as of another deployment. */
  deployed(digests: Lists): (now: string) => Promise<unknown> {
    const run = this.monitor.anotherDigestProcess(configFor(this.platform, digests));
    return (now) => {
      this.monitor.setClock(now);
      return run();
    };
  }

  /** A run over a wire on which that happens; the SDK finds its endpoints at the first request. */
  async over(fates: Fates, now: string): Promise<unknown> {
    const { AWS_ENDPOINT_URL_DYNAMODB = '', AWS_ENDPOINT_URL_SNS = '' } = this.monitor.emulator.awsEnvironment;
    const targets = { table: AWS_ENDPOINT_URL_DYNAMODB, sns: AWS_ENDPOINT_URL_SNS, source: this.platform.url };
    const wire = await startWire(targets);
    wire.decide(fates);
    const run = this.monitor.anotherDigestProcess();
    const { table, sns } = wire.addresses;
    const restore = setEnvironment({ AWS_ENDPOINT_URL_DYNAMODB: table, AWS_ENDPOINT_URL_SNS: sns });
    this.monitor.setClock(now);
    try {
      return await run();
    } finally {
      restore();
      await wire.close();
    }
  }

  /** What is remembered of the list. */
  stored(): Promise<LoadedDigest | undefined> {
    return new DigestRepository(this.table, this.monitor.emulator.tableName).load('newsdesk');
  }

  /** The digests since this was last asked, as name, beginning and end. */
  spans(): string[] {
    return this.monitor.digests().map(spanOf);
  }

  /** The only digest since this was last asked. */
  only(): Digest {
    const [digest, ...others] = this.monitor.digests();
    if (digest === undefined || others.length > 0) throw new Error(`${others.length + 1} digests, not one`);
    return digest;
  }

  async close(): Promise<void> {
    this.table.destroy();
    await this.monitor.close();
    await this.platform.close();
  }
}

/** The platform has two petitions, `1` with 19,000 signatures and `2` with 500. */
export async function start(): Promise<Here> {
  const platform = await startPlatform();
  platform.shows('1', { signatureCount: 19_000 });
  platform.shows('2', { signatureCount: 500, title: 'Another' });
  const monitor = await startMonitor(
    configFor(platform, [{ ...newsdesk, subscribers: [{ email: 'desk@example.org' }] }]),
  );
  return new Here(platform, monitor);
}

const configFor = (platform: Platform, digests: Lists): ConfigInput => ({
  watch: ['1', '2'].map((petition) => ({ source: 'us-we-the-people', petition, baseUrl: platform.url })),
  digests,
  allowPrivateSources: true,
});

export const spanOf = ({ digest, from, until }: Digest): string => `${digest} ${from.toString()} ${until.toString()}`;
export const toldIn = ({ alerts }: Digest): string[] =>
  alerts.map(({ alert, petition }) => `${alert} ${petition.slice(-1)}`);
