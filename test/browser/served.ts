/** The site for tests in a browser: made by the real run from what a real table holds, and served as a laptop serves it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { S3SiteStore } from '../../lambda/site/s3-site-store.ts';
import { sitePrefix } from '../../lambda/site/bucket-keys.ts';
import { loadAssets } from '../../lambda/site/handler.ts';
import { generateSite } from '../../lambda/site/generate.ts';
import type { SiteStore } from '../../lambda/site/site-store.ts';
import { builtInRules } from '../../src/status/petition-status.ts';
import { DueIndex } from '../../src/storage/due-index.ts';
import { AlertLog } from '../../src/storage/alert-log.ts';
import { PetitionRepository } from '../../src/storage/petition-repository.ts';
import { siteAssets } from '../../lib/site-assets.ts';
import { ObjectStore } from '../../emulator/s3/objects.ts';
import { startS3 } from '../../emulator/s3/server.ts';
import { startSiteServer } from '../../emulator/site-server.ts';
import type { Browser } from 'playwright-core';
import { startEngine } from '../engine.ts';
import { now, sample, site as sampleSite } from '../site/sample.ts';
import { launch } from './chromium.ts';
import { visit, type Looks, type Visit } from './visit.ts';

export interface Served {
  /** With a slash at the end. */
  readonly url: string;
  /** The paths of all files. */
  readonly paths: () => string[];
  /** What time it is for the server: three minutes after the site was made, unless told otherwise. */
  readonly setClock: (at: string) => void;
  /** Puts files there beside those of the run, or in their place. */
  readonly put: SiteStore['put'];
  /** What pages are dressed with. */
  readonly site: typeof sampleSite;
  readonly close: () => Promise<void>;
}

const soon = now.add({ minutes: 3 }).toString();

/** Of all kinds of petitions. */
export async function serveSample(): Promise<Served> {
  const engine = await startEngine();
  const objects = new ObjectStore();
  let clock = soon;
  const [s3, served] = [await startS3('site', objects), await startSiteServer(objects, () => clock)];
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new S3Client({ endpoint: s3.url, region: 'us-east-1', credentials });
  const folder = mkdtempSync(join(tmpdir(), 'site-'));
  for (const [name, text] of Object.entries(siteAssets())) writeFileSync(join(folder, name), text);
  const { assets, files } = loadAssets(folder);
  const site = { ...sampleSite, url: `${served.url}/`, assets };
  const table = await engine.table();
  const [store, alertLog, shelf] = [
    new PetitionRepository(engine.client, table),
    new AlertLog(engine.client, table),
    new S3SiteStore(client, 'site'),
  ];
  for (const { petition, alerts } of sample().records) {
    const place = { bucket: '60#0', sortKey: '0007' };
    await store.save(
      { petition, sourceState: undefined, failures: 0, outbox: [], lockedUntil: undefined, dueKey: place },
      0,
    );
    await alertLog.record(alerts);
  }
  const quiet = (): void => undefined;
  await generateSite({
    site,
    every: 'PT15M',
    assets: files,
    fingerprint: 'test',
    named: [],
    rulesOf: builtInRules,
    dueIndex: new DueIndex(engine.client, table),
    table: { client: engine.client, name: table },
    petitionRepository: store,
    alertLog,
    siteStore: shelf,
    now: () => now,
    ends: now.add({ minutes: 10 }),
    telemetry: { info: quiet, warn: quiet, error: quiet, count: quiet },
  });
  return {
    url: site.url,
    paths: () =>
      objects
        .keys()
        .filter((key) => key.startsWith(sitePrefix))
        .map((key) => key.slice(sitePrefix.length)),
    setClock: (at) => {
      clock = at;
    },
    put: (file) => shelf.put(file),
    site,
    close: async () => {
      client.destroy();
      rmSync(folder, { recursive: true });
      await Promise.all([engine.close(), s3.close(), served.close()]);
    },
  };
}

/** A browser, and the site in it, for the tests of a file. */
export class Here {
  #browser: Browser | undefined;
  #served: Served | undefined;

  get browser(): Browser {
    if (this.#browser === undefined) throw new Error('the tests have not begun');
    return this.#browser;
  }

  get served(): Served {
    if (this.#served === undefined) throw new Error('the tests have not begun');
    return this.#served;
  }

  /** Three minutes after the site was made. */
  readonly soon = soon;

  /** The page at a path of the site. */
  visit(path = '', looks: Looks = {}): Promise<Visit> {
    return visit(this.browser, `${this.served.url}${path}`, { at: soon, ...looks });
  }

  async open(): Promise<void> {
    [this.#browser, this.#served] = await Promise.all([launch(), serveSample()]);
  }

  async close(): Promise<void> {
    await this.#browser?.close();
    await this.#served?.close();
  }
}

export function setUp(): Here {
  const here = new Here();
  beforeAll(() => here.open());
  afterAll(() => here.close());
  return here;
}
