/** The bundle that synth produces, not the sources: in a process of its own, against the embedded cloud. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import type { ConfigInput } from '../../lambda/config/config.ts';
import { checkConfig } from '../../lambda/config/read.ts';
import type { Alert } from '../../lambda/petition/alerts.ts';
import { startCloud, type Cloud } from '../../local/cloud/cloud.ts';
import { startPlatform, type Platform } from '../platform.ts';
import { stackOf } from './monitor.ts';

const folder = mkdtempSync(join(tmpdir(), 'synth-'));
let platform: Platform;
let cloud: Cloud;
let bundle: string;
const published: Alert[] = [];

beforeAll(async () => {
  platform = await startPlatform();
  const config: ConfigInput = {
    watch: [{ source: 'us-we-the-people', petition: '1', baseUrl: platform.url }],
    subscribers: [{ email: 'desk@example.org' }],
    allowPrivateSources: true,
  };
  cloud = await startCloud({
    config: checkConfig(config, 'test'),
    now: () => new Date().toISOString(),
    onDelivery: () => undefined,
    onAlert: (alert) => void published.push(alert),
  });
  const app = stackOf(config, folder).node.root;
  if (!App.isApp(app)) throw new Error('the root is no app');
  app.synth();
  bundle = join(folder, readdirSync(folder).find((name) => name.startsWith('asset.')) ?? '');
});
afterAll(async () => {
  await cloud.close();
  await platform.close();
  rmSync(folder, { recursive: true });
});

/** Invokes the bundle as Lambda does: its folder is the working directory, and all it knows is its environment. */
function invoke(): Promise<string> {
  const script = `require('./index.js').handler({}, { getRemainingTimeInMillis: () => 50000 }).then((summary) => process.stdout.write('\\n' + JSON.stringify(summary)))`;
  const env = {
    ...cloud.awsEnvironment,
    PATH: process.env.PATH,
    TABLE_NAME: cloud.tableName,
    ALERT_TOPIC_ARN: cloud.alertTopicArn,
    OPERATOR_TOPIC_ARN: cloud.operatorTopicArn,
    PETITIONS_FILE: 'petitions.json',
    AWS_LAMBDA_FUNCTION_NAME: 'the-poll-function',
  };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, ['-e', script], { cwd: bundle, env }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(stderr, { cause: error }));
    });
  });
}

test('holds the code and the config, and nobody who subscribes', () => {
  expect(readdirSync(bundle).sort()).toEqual(['index.js', 'petitions.json']);
  expect(readFileSync(join(bundle, 'petitions.json'), 'utf8')).not.toMatch(/desk@example\.org/);
});

test('holds no numbering plans: a function has no telephone to check', () => {
  const plans = 'country_calling_codes';
  const library = new URL('../../node_modules/libphonenumber-js/metadata.min.json', import.meta.url);
  expect(readFileSync(library, 'utf8')).toContain(plans);
  expect(readFileSync(join(bundle, 'index.js'), 'utf8')).not.toContain(plans);
});

test('looks, commits and publishes; what it says of itself is structured', async () => {
  const now = Math.floor(Date.now() / 1000);
  platform.shows('1', { signatureCount: 99_990, created: now - 86_400, deadline: now + 864_000 });
  const lines = (await invoke()).split('\n').filter((line) => line !== '');
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ looks: 1, readings: 1, committed: 1, published: 1 });
  expect(published.map(({ alert }) => alert)).toEqual(['watch-started']);
  const [log, metrics] = lines.slice(0, -1).map((line): unknown => JSON.parse(line));
  expect(log).toMatchObject({
    level: 'INFO',
    message: 'alert published',
    petition: 'us-we-the-people/1',
    alert: 'us-we-the-people/1#1',
  });
  expect(metrics).toMatchObject({ service: 'the-poll-function', Looks: 1, Readings: 1, AlertsPublished: 1 });
  expect(metrics).toMatchObject({ PublishDelay: 1, _aws: { CloudWatchMetrics: [{ Dimensions: [['service']] }] } });
  expect(JSON.stringify(metrics)).toContain('{"Name":"PublishDelay","Unit":"Seconds"}');
  expect(metrics).not.toHaveProperty('SourceErrors');
});
