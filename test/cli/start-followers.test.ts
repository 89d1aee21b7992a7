/** Who signed up on the site of `start --data` is known after a restart, and the links in older mails go on to work. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { databaseIn } from '../../emulator/database-lock.ts';
import { unsubscribeUrl } from '../../emulator/sns/http-delivery.ts';
import type { ConfigInput } from '../../src/config/config.ts';
import { paths, petitionPath } from '../../lambda/site/paths.ts';
import { serve } from '../loopback.ts';
import { confirmAll, visitorsOf } from '../sign-up.ts';
import { startMonitor, type Monitor } from '../test-monitor.ts';
import { startPlatform, type Platform } from '../test-platform.ts';
import { monitor as monitorOf, running, type Running } from './cli.ts';

const name = 'us-we-the-people/1';
const reader = 'reader@example.org';

let platform: Platform;
let data: string;
let file: string;
const config = (): ConfigInput => ({
  watch: [{ source: 'us-we-the-people', petition: '1', baseUrl: platform.url }],
  allowPrivateSources: true,
  warnBefore: [],
  site: { signUp: {} },
});
beforeEach(async () => {
  platform = await startPlatform();
  data = mkdtempSync(join(tmpdir(), 'start-followers-'));
  file = join(data, 'followers.json');
});
afterEach(async () => {
  await platform.close();
  rmSync(data, { recursive: true });
});

function options(): string[] {
  const petitions = join(data, 'petitions.json');
  writeFileSync(petitions, JSON.stringify(config()));
  return ['start', '--config', petitions, '--data', data, '--port', '0'];
}

/** In this process, on a clock of its own. */
const started = (): Promise<Monitor> => startMonitor(config(), databaseIn(data));

async function followers(monitor: Monitor): Promise<unknown> {
  const visitors = visitorsOf(monitor.emulator);
  try {
    return await visitors.followersOf(name).catch((error: unknown) => String(error));
  } finally {
    visitors.close();
  }
}

async function signUp(site: string, email = reader): Promise<{ status: number; text: string }> {
  const body = new URLSearchParams({ petition: name, email, choice: 'main' });
  const answer = await fetch(`${site}${paths.signUp}`, { method: 'POST', body });
  return { status: answer.status, text: await answer.text() };
}

const service = (monitor: Monitor): string => monitor.emulator.awsEnvironment.AWS_ENDPOINT_URL_SNS ?? '';

test('signed up, killed, confirmed by the link of the mail before, killed, told, stopped by the link of the mail before, and not told any more', async () => {
  const now = Math.floor(Date.now() / 1000);
  platform.shows('1', { signatureCount: 19_000, created: now - 86_400, deadline: now + 864_000 });
  const petitions = join(data, 'petitions.json');
  writeFileSync(petitions, JSON.stringify(config()));
  const start = (): Running =>
    running('start', '--config', petitions, '--data', data, '--port', '0', '--deliver', '--format', 'jsonl');
  const inbox = (): string[] =>
    readdirSync(join(data, 'outbox')).map((mail) => readFileSync(join(data, 'outbox', mail), 'utf8'));

  const first = start();
  const [, site = ''] = await first.said(/^The site: (\S+)$/m);
  while (!(await fetch(`${site}${petitionPath(name, 'html')}`)).ok) await sleep(100);
  expect((await signUp(site)).status).toBe(200);
  while (inbox().length === 0) await sleep(20);
  expect((await first.stop('SIGKILL')).code).toBe(-1);
  const asks = inbox()[0]?.replaceAll('=\n', '').replaceAll('=3D', '=') ?? '';
  const [confirm = ''] = /http:\S+Action=ConfirmSubscription\S*/.exec(asks) ?? [];

  const second = start();
  await second.said(/^The site: /m);
  expect((await fetch(confirm)).status).toBe(200);
  expect((await second.stop('SIGKILL')).stderr).not.toContain('@');

  const third = await started();
  platform.shows('1', { signatureCount: 100_500 });
  await third.tick(new Date((now + 600) * 1000).toISOString());
  const told = await third.deliveries();
  expect(told.map(({ subscription, subject }) => [subscription.endpoint, subject])).toEqual([
    [reader, expect.stringMatching(/met/)],
  ]);
  const stop = told.map(({ subscription }) => unsubscribeUrl(subscription, service(third))).join();
  await third.close();

  const fourth = await started();
  expect(stop.startsWith(service(fourth))).toBe(true);
  expect((await fetch(stop)).status).toBe(200);
  await fourth.close();

  const last = await started();
  expect(await followers(last)).toEqual([]);
  platform.shows('1', { status: 'responded', response: { associationTime: now + 700, url: 'https://example.org' } });
  await last.tick(new Date((now + 90_000) * 1000).toISOString());
  expect(last.alerts().map(({ alert }) => alert)).toContain('response-met');
  expect(await last.deliveries()).toEqual([]);
  await last.close();
  expect(readFileSync(file, 'utf8')).not.toContain(reader);
});

describe('the file', () => {
  const beginning = '2016-01-01T12:00:00Z';
  async function withFollower(): Promise<Monitor> {
    platform.shows('1', { signatureCount: 19_000 });
    const monitor = await started();
    await monitor.tick(beginning);
    expect((await signUp(monitor.siteUrl)).status).toBe(200);
    return monitor;
  }

  test('is for its user alone, and has none of whom petitions.json names', async () => {
    const monitor = await withFollower();
    await monitor.close();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(data).sort()).toEqual(['dynamodb', 'followers.json']);
    expect(readFileSync(file, 'utf8').match(/arn:[^"]*petition-[a-z]+/g)).toEqual([
      expect.stringMatching(/petition-follow$/),
      expect.stringMatching(/petition-follow$/),
    ]);
  });

  test('is not there where nobody signed up', async () => {
    await (await started()).close();
    expect(readdirSync(data)).toEqual(['dynamodb']);
  });

  test('forgets who has not confirmed within two days', async () => {
    await (await withFollower()).close();
    const monitor = await started();
    monitor.setClock('2016-01-03T11:59:59Z');
    expect(await followers(monitor)).toEqual([[reader, false]]);
    monitor.setClock('2016-01-03T12:00:00Z');
    expect(await followers(monitor)).toEqual([]);
    expect(readFileSync(file, 'utf8')).not.toContain(reader);
    await monitor.close();
  });

  test('loses the topic thirty days after the end of a petition', async () => {
    const monitor = await withFollower();
    await confirmAll(await monitor.deliveries());
    const without = monitor.anotherProcess({ ...config(), watch: [{ source: 'us-we-the-people', petition: '2' }] });
    for (const day of ['2016-01-02', '2016-02-01']) {
      monitor.setClock(`${day}T00:00:00Z`);
      await without();
    }
    await monitor.close();
    expect(readFileSync(file, 'utf8')).toMatch(/"topics":\[\]/);
  });

  test('that cannot be written: the visitor is told, nobody gets a link that would be forgotten, and no log has his address', async () => {
    platform.shows('1', { signatureCount: 19_000 });
    const monitor = await started();
    await monitor.tick(beginning);
    mkdirSync(`${file}.part`);
    expect(await signUp(monitor.siteUrl)).toMatchObject({
      status: 503,
      text: expect.stringMatching(/Something is wrong with this site/),
    });
    expect(await monitor.deliveries()).toEqual([]);
    expect(JSON.stringify(monitor.log)).toMatch(/followers\.json cannot be written: .*EISDIR/);
    expect(JSON.stringify(monitor.log)).not.toContain('@');
    rmSync(`${file}.part`, { recursive: true });
    expect((await signUp(monitor.siteUrl)).status).toBe(200);
    expect(await monitor.deliveries()).toHaveLength(1);
    expect(readFileSync(file, 'utf8')).toContain(reader);
    await monitor.close();
  });

  test.each([
    ['cut', (text: string) => text.slice(0, -20)],
    ['empty', () => ''],
    ['of another form', (text: string) => text.replace('"topics"', '"subjects"')],
  ])('that is %s is refused, by its name and without an address', async (_, damage) => {
    await (await withFollower()).close();
    writeFileSync(file, damage(readFileSync(file, 'utf8')));
    const { code, stderr } = await monitorOf(...options(), '--exit');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^.*followers\.json: the followers cannot be read, for the file is damaged; restore .*$/m);
    expect(stderr).not.toContain('@');
  });

  test('has the port of the links: if another program has taken it meanwhile, that is said, and a later start has it again', async () => {
    const before = await withFollower();
    await confirmAll(await before.deliveries());
    const port = Number(new URL(service(before)).port);
    await before.close();
    const other = await serve((_, response) => response.end(), port);
    const { code, stderr } = await monitorOf(...options(), '--exit');
    expect([code, stderr]).toEqual([
      0,
      expect.stringContaining(`\nPort ${port} is in use: the links in earlier mails`),
    ]);
    await other.close();
    const again = await started();
    expect(service(again)).toBe(`http://127.0.0.1:${port}`);
    expect(await followers(again)).toEqual([[reader, true]]);
    await again.close();
  });
});
