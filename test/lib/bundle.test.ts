/** The bundle that synth produces, not the sources: in a process of its own, against the embedded cloud. */
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Stack } from 'aws-cdk-lib';
import type { ConfigInput } from '../../src/config/config.ts';
import { checkConfig } from '../../src/config/read-config.ts';
import type { Digest } from '../../src/domain/digest.ts';
import type { Alert } from '../../src/domain/alerts.ts';
import { assetFiles, pictureFiles, placesFile, proofFile } from '../../lambda/site/environment.ts';
import { DigestRepository } from '../../src/storage/digest-repository.ts';
import { startEmulator, type Emulator } from '../../emulator/emulator.ts';
import { localClient } from '../../emulator/dynamodb.ts';
import { json, serve } from '../loopback.ts';
import { startPlatform, type Platform } from '../test-platform.ts';
import { PetitionMonitor } from '../../lib/petition-monitor.ts';
import { appFor, stackOf, synthesise } from './synth-monitor.ts';

const folder = mkdtempSync(join(tmpdir(), 'synth-'));
let platform: Platform;
let cloud: Emulator;
/** The folders of the functions' code. */
let bundle: string;
let digestBundle: string;
let reportBundle: string;
const published: Alert[] = [];
const sent: Digest[] = [];

beforeAll(async () => {
  platform = await startPlatform();
  const config: ConfigInput = {
    watch: [{ source: 'us-we-the-people', petition: '1', baseUrl: platform.url }],
    subscribers: [{ email: 'desk@example.org' }],
    digests: [
      { name: 'daily', every: 'day', at: '00:00', timeZone: 'UTC', subscribers: [{ email: 'desk@example.org' }] },
    ],
    site: { signUp: {} },
    allowPrivateSources: true,
  };
  cloud = await startEmulator({
    config: checkConfig(config, 'test'),
    now: () => new Date().toISOString(),
    onDelivery: () => undefined,
    onAlert: (alert) => void published.push(alert),
    onDigest: (digest) => void sent.push(digest),
  });
  synthesise(stackOf(config, { folder, bundled: true }));
  const bundles = readdirSync(folder)
    .filter((name) => name.startsWith('asset.'))
    .map((name) => join(folder, name));
  const hasDigests = (path: string): boolean => codeOf(path).includes('petitions.digest');
  const hasStyle = (path: string): boolean => readdirSync(path).includes(assetFiles.style);
  bundle = bundles.find((path) => !hasDigests(path) && !hasStyle(path)) ?? '';
  digestBundle = bundles.find(hasDigests) ?? '';
  // The function that takes sign-ups has the style too.
  reportBundle = bundles.find((path) => readdirSync(path).includes(pictureFiles.font)) ?? '';
});
afterAll(async () => {
  await cloud.close();
  await platform.close();
  rmSync(folder, { recursive: true });
});

/** All of its code: what a start loads, and the parts beside it. */
const codeOf = (path: string): string =>
  readdirSync(path)
    .filter((name) => name.endsWith('.js'))
    .map((name) => readFileSync(join(path, name), 'utf8'))
    .join('\n');

/** Invokes the bundle as Lambda does: its folder is the working directory, and all it knows is its environment. */
function invoke(cwd = bundle, around = cloud): Promise<string> {
  const script = `require('./index.js').handler({}, { getRemainingTimeInMillis: () => 50000 }).then((summary) => process.stdout.write('\\n' + JSON.stringify(summary)))`;
  const env = {
    ...around.awsEnvironment,
    PATH: process.env.PATH,
    ...around.functionEnvironment('petitions.json'),
    AWS_LAMBDA_FUNCTION_NAME: 'the-function',
  };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, ['-e', script], { cwd, env }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(stderr, { cause: error }));
    });
  });
}

test('holds the code and the config, and nobody who subscribes', () => {
  for (const [one, assets] of [
    [bundle, ['recipients.json']],
    [digestBundle, []],
    [reportBundle, [...Object.values(assetFiles), ...Object.values(pictureFiles), placesFile]],
  ] as const) {
    const others = readdirSync(one).filter((name) => !/^[A-Z0-9]{8}\.js$/.test(name));
    expect(others.sort()).toEqual(['index.js', 'petitions.json', ...assets].sort());
    for (const file of others.filter((name) => name.endsWith('.json')))
      expect(readFileSync(join(one, file), 'utf8')).not.toMatch(/desk@example\.org/);
  }
  // A digest or a site that changes is no reason to deploy the poll function anew.
  const told = readFileSync(join(bundle, 'petitions.json'), 'utf8');
  expect(told).toContain('"digests":[]');
  expect(told).not.toContain('"site"');
  expect(readFileSync(join(digestBundle, 'petitions.json'), 'utf8')).not.toContain('"site"');
  expect(readFileSync(join(reportBundle, 'petitions.json'), 'utf8')).toContain('"site"');
});

test('has the script of the proof of work where the form needs one, beside both functions that make pages', () => {
  const proven = mkdtempSync(join(tmpdir(), 'synth-'));
  const watch: ConfigInput['watch'] = [{ source: 'us-we-the-people', petition: '1' }];
  synthesise(
    stackOf({ watch, subscribers: [], site: { signUp: { proofOfWork: true } } }, { folder: proven, bundled: true }),
  );
  const having = (name: string): string[] =>
    readdirSync(proven).filter(
      (asset) => asset.startsWith('asset.') && readdirSync(join(proven, asset)).includes(name),
    );
  expect(having(proofFile)).toHaveLength(2);
  expect(having(proofFile)).toEqual(having(assetFiles.chart));
  rmSync(proven, { recursive: true });
});

test('each of two monitors in one app has its own petitions', () => {
  const both = mkdtempSync(join(tmpdir(), 'synth-'));
  const app = appFor({ folder: both, bundled: true });
  for (const petition of ['1', '2']) {
    const watch: ConfigInput['watch'] = [{ source: 'us-we-the-people', petition }];
    new PetitionMonitor(new Stack(app, `Petition${petition}`), 'Monitor', { watch, subscribers: [] });
  }
  app.synth();
  const assets = readdirSync(both).filter((name) => name.startsWith('asset.'));
  const watched = assets.map(
    (asset) => /"petition":"(\d)"/.exec(readFileSync(join(both, asset, 'petitions.json'), 'utf8'))?.[1],
  );
  expect(watched.sort()).toEqual(['1', '2']);
  rmSync(both, { recursive: true });
});

test('holds no numbering plans: a function has no telephone to check', () => {
  const plans = 'country_calling_codes';
  const library = new URL('../../node_modules/libphonenumber-js/metadata.min.json', import.meta.url);
  expect(readFileSync(library, 'utf8')).toContain(plans);
  for (const one of [bundle, digestBundle, reportBundle]) expect(codeOf(one)).not.toContain(plans);
});

test('loads nothing at its start that reads keys', () => {
  for (const one of [bundle, digestBundle, reportBundle]) {
    expect(readFileSync(join(one, 'index.js'), 'utf8').includes('AmazonSSM')).toBe(false);
  }
});

test('reads a key, where a petition needs one', async () => {
  const key = { parameter: '/petitions/action-network' };
  const petition = 'd32fcdd6-7366-466d-a3b8-7e0d87c3cd8b';
  const network = await serve(json({ title: 'Save the green', total_signatures: 999 }));
  const config: ConfigInput = {
    watch: [{ source: 'action-network', petition, baseUrl: network.url, key }],
    subscribers: [],
    allowPrivateSources: true,
  };
  const beside = await startEmulator({
    config: checkConfig(config, 'test'),
    now: () => new Date().toISOString(),
    onDelivery: () => undefined,
    onAlert: () => undefined,
    parameters: new Map([[key.parameter, 'the-key']]),
  });
  const keyed = mkdtempSync(join(tmpdir(), 'synth-'));
  synthesise(stackOf(config, { folder: keyed, bundled: true }));
  const [asset = ''] = readdirSync(keyed).filter((name) => name.startsWith('asset.'));
  const summary = (await invoke(join(keyed, asset), beside)).trim().split('\n').at(-1) ?? '';
  expect(JSON.parse(summary)).toMatchObject({ polls: 1, readings: 1 });
  expect(network.requests.map(({ headers }) => headers['osdi-api-token'])).toEqual(['the-key']);
  await beside.close();
  await network.close();
  rmSync(keyed, { recursive: true });
});

test('looks, commits and publishes; what it says of itself is structured', async () => {
  const now = Math.floor(Date.now() / 1000);
  platform.shows('1', { signatureCount: 99_990, created: now - 86_400, deadline: now + 864_000 });
  const lines = (await invoke()).split('\n').filter((line) => line !== '');
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ polls: 1, readings: 1, committed: 1, published: 1 });
  expect(published.map(({ alert }) => alert)).toEqual(['watch-started']);
  const [log, usual, metrics] = lines.slice(0, -1).map((line): unknown => JSON.parse(line));
  expect(log).toMatchObject({
    level: 'INFO',
    message: 'alert published',
    petition: 'us-we-the-people/1',
    alert: 'us-we-the-people/1#1',
  });
  expect(usual).toMatchObject({ level: 'INFO', Looks: 1, Readings: 1 });
  expect(metrics).toMatchObject({ service: 'the-function', AlertsPublished: 1 });
  expect(metrics).toMatchObject({
    PublishDelay: expect.any(Number),
    _aws: { CloudWatchMetrics: [{ Dimensions: [['service']] }] },
  });
  expect(JSON.stringify(metrics)).toContain('{"Name":"PublishDelay","Unit":"Seconds"}');
  expect(metrics).not.toHaveProperty('SourceErrors');
});

test('the digest function begins, sends what is due, and says so', async () => {
  expect(JSON.parse((await invoke(digestBundle)).trim())).toEqual({ published: 0, failures: 0 });
  const client = new DynamoDBClient({ ...localClient, endpoint: cloud.awsEnvironment.AWS_ENDPOINT_URL_DYNAMODB });
  const store = new DigestRepository(client, cloud.tableName);
  const begun = await store.load('daily');
  if (begun === undefined) throw new Error('it has not begun');
  const from = begun.until.subtract({ hours: 48 });
  await store.save('daily', { ...begun, until: from }, begun);
  client.destroy();
  const lines = (await invoke(digestBundle)).split('\n').filter((line) => line !== '');
  const [log, metrics, summary] = lines.map((line): unknown => JSON.parse(line));
  expect(summary).toEqual({ published: 1, failures: 0 });
  expect(sent).toMatchObject([{ id: expect.stringMatching(/^digest\/daily#.*T00:00:00Z$/), from }]);
  expect(log).toMatchObject({ level: 'INFO', message: 'digest published', digest: sent[0]?.id });
  expect(metrics).toMatchObject({ service: 'the-function', DigestsPublished: 1 });
});

test('the function that makes the site puts it into the bucket, and says so', async () => {
  const lines = (await invoke(reportBundle)).split('\n').filter((line) => line !== '');
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ petitions: 1, left: 0 });
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'INFO', message: 'site generated' });
  expect(cloud.siteObjects.keys()).toEqual(expect.arrayContaining(['state.json', 'site/status.json']));
});

describe('when it starts', () => {
  // What it has read by then.
  const script = `require('./index.js'); for (const file in require.cache) process.stdout.write(fs.readFileSync(file));`;
  const start = (env: Record<string, string>, cwd = bundle): string =>
    execFileSync(process.execPath, ['-e', script], { cwd, env, encoding: 'utf8', stdio: 'pipe' });

  test('in Lambda it is wired at once; elsewhere it wants no environment', () => {
    expect(start({})).toContain('TABLE_NAME');
    expect(() => start({ AWS_LAMBDA_FUNCTION_NAME: 'the-function' })).toThrow(/environment: .*TABLE_NAME/s);
  });

  test('so is the function that makes the site, which reads no platform', () => {
    const loaded = start({}, reportBundle);
    expect(loaded).toContain('SITE_BUCKET');
    expect(loaded).not.toContain('government_response');
    expect(() => start({ AWS_LAMBDA_FUNCTION_NAME: 'the-function' }, reportBundle)).toThrow(
      /environment: .*SITE_BUCKET/s,
    );
  });

  test('it reads no platform, nothing that publishes, and no way to credentials that a function never goes', () => {
    const loaded = start({});
    for (const later of ['government_response', 'specversion', 'sso_account_id']) {
      expect(codeOf(bundle)).toContain(later);
      expect(loaded).not.toContain(later);
    }
  });
});
