/**
 * A run that generates the site, with an embedded table and bucket: what it writes, what it keeps, and how it fails.
 */
import { CreateTableCommand, PutItemCommand, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod/mini';
import { S3SiteStore } from '../../lambda/site/s3-site-store.ts';
import { stateKey } from '../../lambda/site/bucket-keys.ts';
import { createPictures, type Pictures } from '../../lambda/site/render-picture.ts';
import { generateSite, type SiteSummary } from '../../lambda/site/generate.ts';
import { petitionFileSchema, petitionsFileSchema } from '../../lambda/site/feeds/schema.ts';
import type { SiteStore } from '../../lambda/site/site-store.ts';
import { petitionKey } from '../../src/storage/petition-item.ts';
import { DueIndex } from '../../src/storage/due-index.ts';
import { AlertLog } from '../../src/storage/alert-log.ts';
import { PetitionRepository } from '../../src/storage/petition-repository.ts';
import { tableKeys } from '../../src/storage/table-keys.ts';
import { parseJson } from '../../src/validation.ts';
import { builtInRules } from '../../src/status/petition-status.ts';
import { ObjectStore } from '../../emulator/s3/objects.ts';
import { startS3 } from '../../emulator/s3/server.ts';
import { accessKey, type LoopbackServer } from '../../emulator/listen.ts';
import { siteAssets } from '../../lib/site-assets.ts';
import { startEngine, type Engine } from '../engine.ts';
import { at, weThePeople, type Story } from '../domain/story.ts';

const opened = at('2015-12-20T17:00:00Z');
const noon = '2016-01-03T12:00:00Z';

let engine: Engine;
let s3: LoopbackServer;
let client: S3Client;
let objects: ObjectStore;
let table: string;
/** Seconds that pass during a run. */
let passed = 0;
let log: { message: string; reason: string | undefined }[];

beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.close());
beforeEach(async () => {
  objects = new ObjectStore();
  s3 = await startS3('site', objects);
  const credentials = { accessKeyId: accessKey, secretAccessKey: 'local' };
  client = new S3Client({ endpoint: s3.url, region: 'us-east-1', credentials });
  table = await engine.table();
  log = [];
  passed = 0;
});
afterEach(async () => {
  client.destroy();
  await s3.close();
});

/** Stores a petition and its alerts under this id. */
async function stored(id: string, { petition, alerts }: Story): Promise<void> {
  const store = new PetitionRepository(engine.client, table);
  const name = `us-we-the-people/${id}`;
  const before = await store.load(name);
  const dueKey = { bucket: '60#0', sortKey: '0007' };
  const next = { sourceState: undefined, failures: 0, outbox: [], lockedUntil: undefined, dueKey };
  await store.save({ ...next, petition: { ...petition, petition: name } }, before?.version ?? 0);
  const logged = alerts.map((alert) => ({ ...alert, petition: name, id: alert.id.replace('test/1', name) }));
  await new AlertLog(engine.client, table).record(logged);
}

interface Changes {
  readonly now?: string;
  readonly siteStore?: SiteStore;
  readonly minutes?: number;
  readonly fingerprint?: string;
  readonly title?: string;
  readonly to?: string;
  readonly pictures?: Pictures;
}

function run({
  now = noon,
  siteStore,
  minutes = 10,
  fingerprint = 'one',
  title = 'Petitions',
  to = table,
  pictures,
}: Changes = {}): Promise<SiteSummary> {
  const note = (message: string, { reason }: { readonly reason?: string } = {}): void =>
    void log.push({ message, reason });
  const assets = { style: 'assets/a.css', script: 'assets/b.js', chart: 'assets/c.js', icon: 'assets/d.svg' };
  return generateSite({
    site: {
      title,
      locale: 'en-GB',
      timeZone: 'UTC',
      url: 'https://example.org/',
      contact: undefined,
      places: [],
      assets,
    },
    every: 'PT15M',
    assets: Object.values(assets).map((path) => ({ path, body: path })),
    ...(pictures && { pictures }),
    fingerprint,
    named: [],
    rulesOf: builtInRules,
    dueIndex: new DueIndex(engine.client, to),
    table: { client: engine.client, name: to },
    petitionRepository: new PetitionRepository(engine.client, to),
    alertLog: new AlertLog(engine.client, to),
    siteStore: siteStore ?? new S3SiteStore(client, 'site'),
    now: () => at(now).add({ seconds: passed }),
    ends: at(now).add({ seconds: Math.round(60 * minutes) }),
    telemetry: { info: () => undefined, warn: note, error: note, count: () => undefined },
  });
}

const started = (signatures = 10_000): Story =>
  weThePeople({ announceStart: true })
    .sees('2016-01-02T10:00:00Z', 9_000, { opened, title: 'A title' })
    .sees('2016-01-03T10:00:00Z', signatures);

/** The paths of the files of the site. */
const files = (): string[] =>
  objects
    .keys()
    .filter((key) => key.startsWith('site/'))
    .map((key) => key.slice('site/'.length))
    .sort();
const body = (path: string): string => objects.get(`site/${path}`).body.toString();
const page = (id: string): string => `petitions/us-we-the-people/${id}.html`;

/** The bucket, which fails to write this path. */
const failing = (path: string): SiteStore => {
  const bucket = new S3SiteStore(client, 'site');
  return {
    loadManifest: () => bucket.loadManifest(),
    saveManifest: (text, tag) => bucket.saveManifest(text, tag),
    remove: (one) => bucket.remove(one),
    put: (file) => (file.path === path ? Promise.reject(new Error('SlowDown')) : bucket.put(file)),
  };
};

test('the first run writes the whole site: each petition, the overview, the feeds and the assets', async () => {
  await stored('1', started());
  await stored('2', started());
  const { petitions, written, left } = await run();
  expect({ petitions, left }).toEqual({ petitions: 2, left: 0 });
  expect(files()).toEqual([
    '404.html',
    'alerts.atom',
    'answers.csv',
    'answers.html',
    'answers.json',
    'assets/a.css',
    'assets/b.js',
    'assets/c.js',
    'assets/d.svg',
    'deadlines.ics',
    'forecasts.csv',
    'forecasts.html',
    'forecasts.json',
    'index.html',
    // Short addresses for SMS, which never change.
    'p/s4lejegc.html',
    'p/u1236pfs.html',
    'petitions.json',
    ...['1', '2'].flatMap((id) =>
      ['atom', 'csv', 'embed.html', 'feed.json', 'html', 'ics', 'json', 'svg'].map(
        (kind) => `petitions/us-we-the-people/${id}.${kind}`,
      ),
    ),
    'robots.txt',
    'sitemap.xml',
    'status.json',
    'subscribe.html',
  ]);
  // Without status.json, which every run writes.
  expect(written).toBe(files().length - 1);
  expect(body('alerts.atom')).toContain('us-we-the-people');
});

test('a run without changes writes only its own time, also on the next day if no threshold is open', async () => {
  const missed = weThePeople().sees('2016-01-02T10:00:00Z', 9_000, { opened }).sees('2016-01-20T10:00:00Z', 9_000);
  await stored('1', missed);
  await run({ now: '2016-01-20T11:00:00Z' });
  expect(await run({ now: '2016-01-20T11:15:00Z' })).toMatchObject({ written: 0, removed: 0 });
  expect(await run({ now: '2016-01-21T11:15:00Z' })).toMatchObject({ written: 0, removed: 0 });
  expect(JSON.parse(body('status.json'))).toEqual({
    at: '2016-01-21T11:15:00Z',
    lastTick: null,
    every: 'PT15M',
    petitions: 1,
    failed: 0,
  });
});

test('a run without changes does not write what it remembers', async () => {
  await stored('1', started());
  await run();
  const before = objects.get(stateKey);
  expect(before).toBeDefined();
  await run({ now: '2016-01-03T12:15:00Z' });
  expect(objects.get(stateKey)).toBe(before);
  await stored('1', started().sees('2016-01-03T12:20:00Z', 100_001, { answer: null }));
  await run({ now: '2016-01-03T12:30:00Z' });
  expect(objects.get(stateKey)).not.toBe(before);
});

test('an event of one petition changes its own files and the shared ones, and no file of another petition', async () => {
  await stored('1', started());
  await stored('2', started());
  await run();
  const before = objects.get(`site/${page('2')}`);
  await stored('1', started().sees('2016-01-03T12:05:00Z', 100_001, { answer: null }));
  await run({ now: '2016-01-03T12:15:00Z' });
  expect(body(page('1'))).toContain('100,001');
  expect(body('index.html')).toContain('100,001');
  expect(objects.get(`site/${page('2')}`)).toBe(before);
});

test('a count that changed by less than 1% is on the overview at once, and on the page from the next day', async () => {
  await stored('1', started());
  await run();
  await stored('1', started().sees('2016-01-03T12:05:00Z', 10_050));
  await run({ now: '2016-01-03T12:15:00Z' });
  expect([body('index.html').includes('10,050'), body(page('1')).includes('10,050')]).toEqual([true, false]);
  await run({ now: '2016-01-04T00:05:00Z' });
  expect(body(page('1'))).toContain('10,050');
});

test('the JSON of a petition leaves out the signatures needed per day, which change every day', async () => {
  await stored('1', started());
  await run();
  const { next } = parseJson(petitionFileSchema, body('petitions/us-we-the-people/1.json'), 'feed');
  expect(next).toMatchObject({ threshold: 'response', aDay: null });
  const { petitions } = parseJson(petitionsFileSchema, body('petitions.json'), 'feed');
  expect(petitions[0]?.next?.aDay).toBeGreaterThan(0);
});

test('another version of the pages or of the config generates all files again, and writes those that differ', async () => {
  await stored('1', started());
  await run();
  expect((await run({ fingerprint: 'two' })).written).toBe(0);
  await run({ fingerprint: 'two', title: 'Another title' });
  expect(body(page('1'))).not.toContain('Another title');
  await run({ fingerprint: 'three', title: 'Another title' });
  expect(body(page('1'))).toContain('Another title');
  objects.put(stateKey, Buffer.from(JSON.stringify({ version: 0 })), {}, {});
  expect((await run()).written).toBe(files().length - 1);
});

describe('a petition that is no longer watched', () => {
  const former = 'not watched any more';

  async function unwatched(): Promise<string[]> {
    await stored('1', started());
    await stored('2', started());
    await run();
    await new PetitionRepository(engine.client, table).unwatch('us-we-the-people/2');
    return files();
  }

  test('keeps its files, which say so once, and its alerts; it is on no list', async () => {
    const before = await unwatched();
    const [alert] = /<id>urn:uuid:[^<]+<\/id>\n {8}<link/.exec(body('petitions/us-we-the-people/2.atom')) ?? [];
    // Its page, and the two lists that it was on. Nothing else says that it is watched.
    expect(await run({ now: '2016-01-03T12:15:00Z' })).toMatchObject({ petitions: 1, removed: 0, written: 4 });
    expect(files()).toEqual(before);
    expect([body(page('1')), body(page('2'))].map((text) => text.includes(former))).toEqual([false, true]);
    expect(body('petitions.json')).not.toContain('us-we-the-people/2');
    expect(body('alerts.atom')).toContain('us-we-the-people/2.html');
    expect(body('petitions/us-we-the-people/2.atom')).toContain(alert ?? '');
    expect(await run({ now: '2016-01-03T12:30:00Z' })).toMatchObject({ written: 0, removed: 0 });
  });

  test('is generated again with another version of the pages, and when it is watched again', async () => {
    await unwatched();
    await run({ now: '2016-01-03T12:15:00Z' });
    await run({ now: '2016-01-03T12:30:00Z', fingerprint: 'two', title: 'Another title' });
    expect(body(page('2'))).toContain('Another title');
    expect(body(page('2'))).toContain(former);
    await stored('2', started());
    await run({ now: '2016-01-03T12:45:00Z', fingerprint: 'two', title: 'Another title' });
    expect(body(page('2'))).not.toContain(former);
  });

  test('stays in the sitemap, which names each page once', async () => {
    await unwatched();
    for (const now of ['2016-01-03T12:15:00Z', '2016-01-03T12:30:00Z']) {
      await run({ now });
      expect([...body('sitemap.xml').matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, at]) => at)).toEqual([
        'https://example.org/',
        'https://example.org/answers.html',
        'https://example.org/forecasts.html',
        'https://example.org/subscribe.html',
        `https://example.org/${page('1')}`,
        `https://example.org/${page('2')}`,
      ]);
    }
    expect(body('robots.txt')).toContain('Sitemap: https://example.org/sitemap.xml');
  });

  test('loses the files of a petition that was never read', async () => {
    await stored('1', started());
    await stored('2', weThePeople());
    await run();
    expect(files()).toContain(page('2'));
    await new PetitionRepository(engine.client, table).unwatch('us-we-the-people/2');
    expect(await run({ now: '2016-01-03T12:15:00Z' })).toMatchObject({ removed: 9 });
    expect(files()).not.toContain(page('2'));
  });
});

describe('the pictures for chats', () => {
  const shipped = siteAssets();
  const pictures = createPictures((name) => Buffer.from(shipped[name] ?? ''));
  const png = (id: string): string => `petitions/us-we-the-people/${id}.png`;
  /** What was rendered. */
  let rendered: string[];
  const counted: Pictures = {
    ...pictures,
    render: (svg) => {
      rendered.push(svg);
      return pictures.render(svg);
    },
  };
  beforeEach(() => void (rendered = []));

  test('are made once, and again when what they show has changed', async () => {
    await stored('1', started());
    await stored('2', started());
    await run({ pictures: counted });
    const { body: first, headers } = objects.get(`site/${png('1')}`);
    expect([first.subarray(1, 4).toString(), headers['content-type']]).toEqual(['PNG', 'image/png']);
    expect(body(page('1'))).toMatch(/og:image" content="https:\/\/example.org\/petitions\/us-we-the-people\/1.png\?v=/);
    // Everything is generated again, and looks the same.
    await run({ now: '2016-01-03T12:15:00Z', pictures: counted, fingerprint: 'two' });
    expect(rendered).toHaveLength(2);
    await stored('1', started().sees('2016-01-03T12:20:00Z', 100_001, { answer: null }));
    await run({ now: '2016-01-03T12:30:00Z', pictures: counted, fingerprint: 'two' });
    expect(rendered).toHaveLength(3);
    expect(rendered.at(-1)).toContain('100,001');
    expect(objects.get(`site/${png('1')}`).body.equals(first)).toBe(false);
  });

  test('take twenty seconds of a run at most, after the pages; the next run makes the rest, and knows of it', async () => {
    await stored('1', started());
    await stored('2', started());
    await stored('3', started());
    const slow: Pictures = {
      ...counted,
      render: (svg) => {
        passed += 11;
        return counted.render(svg);
      },
    };
    expect(await run({ pictures: slow })).toMatchObject({ left: 1 });
    expect(files()).toEqual(expect.arrayContaining(['1', '2', '3'].map(page)));
    expect(rendered).toHaveLength(2);
    expect(await run({ now: '2016-01-03T12:15:00Z', pictures: slow })).toMatchObject({ left: 0, written: 1 });
    expect(files()).toEqual(expect.arrayContaining(['1', '2', '3'].map(png)));
    expect(await run({ now: '2016-01-03T12:30:00Z', pictures: slow })).toMatchObject({ left: 0, written: 0 });
  });

  test('that cannot be written fail the run, and stay with their petition', async () => {
    await stored('1', started());
    await expect(run({ pictures: counted, siteStore: failing(png('1')) })).rejects.toThrow('1 part of the site');
    expect(files()).toContain(page('1'));
    await run({ now: '2016-01-03T12:15:00Z', pictures: counted });
    expect(files()).toContain(png('1'));
  });
});

test('alerts of the same time are listed in the same order, whichever petition was built first', async () => {
  await stored('1', started());
  await stored('2', started());
  await run();
  const feed = body('alerts.atom');
  const manifest = z.looseObject({ alerts: z.array(z.looseObject({ detectedAt: z.string() })) });
  const { alerts, ...rest } = parseJson(manifest, objects.get(stateKey).body.toString(), stateKey);
  expect(new Set(alerts.map(({ detectedAt }) => detectedAt)).size).toBeLessThan(alerts.length);
  objects.put(stateKey, Buffer.from(JSON.stringify({ ...rest, alerts: alerts.reverse() })), {}, {});
  expect(await run()).toMatchObject({ written: 0 });
  expect(body('alerts.atom')).toBe(feed);
});

test('the first run lists alerts of any age', async () => {
  await stored('1', started());
  await run({ now: '2026-01-03T12:15:00Z' });
  expect(body('alerts.atom')).toContain('us-we-the-people/1.html#alert-');
});

test('a file that could not be written fails the run after all others are written, and the next run writes it', async () => {
  await stored('1', started());
  await stored('2', started());
  await expect(run({ siteStore: failing(page('1')) })).rejects.toThrow('1 part of the site could not be generated');
  expect(log).toContainEqual({ message: 'missing from the site', reason: `${page('1')}: SlowDown` });
  expect(files()).toContain(page('2'));
  expect(JSON.parse(body('status.json'))).toMatchObject({ failed: 1 });
  expect((await run({ now: '2016-01-03T12:15:00Z' })).written).toBe(1);
  expect(files()).toContain(page('1'));
});

test('an unreadable petition is named, keeps its page, and fails the run', async () => {
  await stored('1', started());
  await stored('2', started());
  await run();
  const broken = { ...petitionKey('us-we-the-people/2'), version: { N: '9' }, petition: { S: '{' } };
  const due = { lane: { S: '60#0' }, slot: { S: '0007' } };
  await engine.client.send(new PutItemCommand({ TableName: table, Item: { ...broken, ...due } }));
  await expect(run({ now: '2016-01-03T12:15:00Z' })).rejects.toThrow('1 part of the site');
  expect(files()).toContain(page('2'));
  expect(body('index.html')).toContain('us-we-the-people/2');
});

test('if the due index cannot be read, nothing is written, because it is unknown what is watched', async () => {
  await stored('1', started());
  await run();
  const before = files().map((path) => [path, body(path)]);
  const to = 'table-without-due-index';
  const [pk, sk] = [tableKeys.partition, tableKeys.sort];
  await engine.client.send(
    new CreateTableCommand({
      TableName: to,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [pk, sk].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: [
        { AttributeName: pk, KeyType: 'HASH' },
        { AttributeName: sk, KeyType: 'RANGE' },
      ],
    }),
  );
  await waitUntilTableExists({ client: engine.client, maxWaitTime: 10, minDelay: 0.05 }, { TableName: to });
  await expect(run({ to })).rejects.toThrow('the due index could not be read');
  expect(files().map((path) => [path, body(path)])).toEqual(before);
});

test('when a run has no time left, the next run generates the remaining petitions', async () => {
  await stored('1', started());
  await stored('2', started());
  expect(await run({ minutes: 0.1 })).toMatchObject({ left: 2 });
  expect(files()).toContain('index.html');
  expect(files().filter((path) => path.startsWith('petitions/'))).toEqual([]);
  // With them come the two lists of alerts.
  expect(await run()).toMatchObject({ left: 0, written: 20 });
});

test('of two runs at once the one that ends last fails, and the next run generates again what both have written', async () => {
  await stored('1', started());
  const bucket = new S3SiteStore(client, 'site');
  let isFirst = true;
  const overtaken: SiteStore = {
    loadManifest: () => bucket.loadManifest(),
    saveManifest: (text, tag) => bucket.saveManifest(text, tag),
    remove: (path) => bucket.remove(path),
    put: async (file) => {
      if (file.path === page('1') && isFirst) {
        isFirst = false;
        // Meanwhile the petition meets its threshold, and another run shows that.
        await stored('1', started().sees('2016-01-03T12:05:00Z', 100_001, { answer: null }));
        await run({ now: '2016-01-03T12:10:00Z' });
      }
      await bucket.put(file);
    },
  };
  await expect(run({ siteStore: overtaken })).rejects.toThrow('at the same time');
  expect(body(page('1'))).not.toContain('100,001');
  await run({ now: '2016-01-03T12:15:00Z' });
  expect(body(page('1'))).toContain('100,001');
});

test('the manifest keeps the newest hundred alerts, and the log adds those since', async () => {
  await stored('1', started());
  await run();
  const met = started().sees('2016-01-03T12:05:00Z', 100_001, { answer: null });
  await stored('1', met);
  await run({ now: '2016-01-03T12:15:00Z' });
  expect(body('alerts.atom').match(/<entry>/g)).toHaveLength(met.alerts.length);
});
