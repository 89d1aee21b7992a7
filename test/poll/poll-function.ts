/** The real handler over the embedded cloud and a loopback platform, anew for each test of a file. */
import type { ConfigInput } from '../../src/config/config.ts';
import { startMonitor, type Monitor } from '../test-monitor.ts';
import { startPlatform, type Platform } from '../test-platform.ts';

export class Here {
  #platform: Platform | undefined;
  #monitor: Monitor | undefined;

  get platform(): Platform {
    if (this.#platform === undefined) throw new Error('the test has not begun');
    return this.#platform;
  }

  get monitor(): Monitor {
    if (this.#monitor === undefined) throw new Error('start() comes first');
    return this.#monitor;
  }

  configFor(...ids: string[]): ConfigInput {
    return {
      watch: ids.map((petition) => ({ source: 'us-we-the-people', petition, baseUrl: this.platform.url })),
      subscribers: [{ email: 'desk@example.org' }],
      allowPrivateSources: true,
      contact: 'https://example.org/us',
    };
  }

  /** Watches petitions of the platform, which has one, `1`, with 19,000 signatures. */
  async start(...ids: string[]): Promise<void> {
    this.#monitor = await startMonitor(this.configFor(...ids));
  }

  /** The alerts since this was last asked, as name and id. */
  told(): string[] {
    return this.monitor.alerts().map(({ alert, petition }) => `${alert} ${petition.split('/')[1] ?? ''}`);
  }

  /** The petitions that the platform was asked for since this was last asked. */
  requests(): string[] {
    return this.platform.requests.splice(0).map(({ url }) => url?.replace(/.*\/(.*)\.json/, '$1') ?? '');
  }

  async open(): Promise<void> {
    this.#platform = await startPlatform();
    this.#platform.shows('1', { signatureCount: 19_000 });
  }

  async close(): Promise<void> {
    await this.#monitor?.close();
    await this.#platform?.close();
  }
}

export function setUp(): Here {
  const here = new Here();
  beforeEach(() => here.open());
  afterEach(() => here.close());
  return here;
}
