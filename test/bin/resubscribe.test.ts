/** `npm run resubscribe`, with the embedded SNS, a CloudFormation that knows one stack, and a `cdk` that writes its arguments down. */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { program, ran, type Ended } from '../cli/cli.ts';
import { startPeople, type People } from '../cli/topic-fixture.ts';
import { signed } from '../loopback.ts';

const path = (file: string): string => fileURLToPath(new URL(`../../${file}`, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'resubscribe-'));
const log = join(folder, 'log');
const desk = 'desk@example.org';
let people: People;

beforeEach(async () => {
  people = await startPeople('PetitionThresholdMonitor-dev');
  cdk('true');
});
afterEach(async () => {
  await people.close();
  rmSync(log, { force: true });
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A `cdk` that ends as this shell command does. */
function cdk(ends: string): void {
  const file = join(folder, 'cdk');
  writeFileSync(file, `#!/bin/sh\necho "$@" >> ${log}\n${ends}\n`);
  chmodSync(file, 0o755);
}

const deploys = (): string[] => (existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n') : []);

/** As package.json has it. */
const fromSource = ['--import', path('node_modules/tsx/dist/loader.mjs'), path('bin/resubscribe.ts')];
const bundled = [join(dirname(program()), 'resubscribe.js')];

const run = (script: readonly string[], args: readonly string[]): Promise<Ended> =>
  ran([...script, ...args], {
    ...process.env,
    ...people.environment,
    PATH: `${folder}${delimiter}${process.env.PATH ?? ''}`,
  });
const resubscribe = (...args: string[]): Promise<Ended> => run(bundled, args);

async function lost(): Promise<void> {
  const arn = await people.subscribe('stack', people.alerts, 'email', desk);
  await people.confirmAll();
  await people.lose(arn);
}

/** Has the topic subscribe the address, as the second deploy does. */
const subscribing = (protocol: string, endpoint: string): string => {
  const request = { Action: 'Subscribe', TopicArn: people.alerts, Protocol: protocol, Endpoint: endpoint };
  const body = new URLSearchParams(request).toString();
  const headers = `{ authorization: '${signed.authorization}' }`;
  const post = `fetch(process.env.AWS_ENDPOINT_URL_SNS, { method: 'POST', headers: ${headers}, body: '${body}' })`;
  return `case "$*" in *without*) true;; *) '${process.execPath}' -e "${post}";; esac`;
};

test('an address that is gone is deployed without its subscription, and with it; what SNS has then is told', async () => {
  await lost();
  cdk(subscribing('email', desk));
  const { code, stdout } = await resubscribe(desk, '-c', 'stage=dev');
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'SNS has asked desk@example.org to confirm.\n' });
  expect(deploys()).toEqual(['deploy -c stage=dev -c without=Resource1', 'deploy -c stage=dev']);
});

test('a number need not confirm', async () => {
  await people.lose(await people.subscribe('stack', people.alerts, 'sms', '+447700900000'));
  cdk(subscribing('sms', '+447700900000'));
  const { stdout } = await run(fromSource, ['+447700900000', '-c', 'stage=dev']);
  expect(stdout).toBe('+447700900000 is subscribed again.\n');
});

test('it is no success when SNS still has no subscription after both deploys', async () => {
  await lost();
  const { code, stderr } = await resubscribe(desk, '-c', 'stage=dev');
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: expect.stringContaining('SNS still has no subscription of desk@'),
  });
});

test('where the first deploy fails, there is no second; where the second does, it says how to go on', async () => {
  await lost();
  cdk('false');
  expect((await resubscribe(desk, '-c', 'stage=dev')).code).toBe(1);
  expect(deploys()).toHaveLength(1);
  cdk('case "$*" in *without*) true;; *) false;; esac');
  const { code, stderr } = await resubscribe(desk, '-c', 'stage=dev');
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('Deploy again to subscribe it') });
});

test('nothing is deployed for an address that is there, or waits, or is none', async () => {
  await people.subscribe('stack', people.alerts, 'sms', '+447700900000');
  await people.subscribe('stack', people.alerts, 'email', desk);
  for (const [address, message] of [
    ['+447700900000', 'is not missing'],
    [desk, 'is not confirmed yet'],
    ['other@example.org', 'is not missing'],
    ['-c', 'ADDRESS: is missing, such as npm run resubscribe'],
  ] as const) {
    const { code, stderr } = await resubscribe(address, '-c', 'stage=dev');
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) });
  }
  expect(deploys()).toEqual([]);
});
