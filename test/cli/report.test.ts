/** `report`: the site in a folder, of a folder that a monitor keeps. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { paths } from '../../lambda/site/paths.ts';
import { startMonitor, type Monitor } from '../test-monitor.ts';
import { startPlatform, type Platform } from '../test-platform.ts';
import { monitor, type Ended } from './cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'report-'));
const [data, site] = [join(folder, 'data'), join(folder, 'site')];
const state = '.state.json';
let platform: Platform;
let running: Monitor;

beforeAll(async () => {
  platform = await startPlatform();
  platform.shows('1', { signatureCount: 60_000 });
  platform.shows('2', { signatureCount: 120_000, status: 'pending response' });
  const watch = ['1', '2'].map((petition) => ({
    source: 'us-we-the-people' as const,
    petition,
    baseUrl: platform.url,
  }));
  mkdirSync(data);
  running = await startMonitor({ watch, allowPrivateSources: true }, join(data, 'dynamodb'));
  await running.tick('2016-01-01T17:00:00Z');
});
afterAll(async () => {
  await running.close();
  await platform.close();
  rmSync(folder, { recursive: true });
});

const report = (...more: string[]): Promise<Ended> => monitor('report', site, '--data', data, '--no-config', ...more);
const files = (): string[] =>
  readdirSync(site, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(site.length + 1))
    .sort();

const longAgo = 1_000_000_000;
const touched = (): string[] => files().filter((file) => statSync(join(site, file)).mtime.getTime() !== longAgo * 1000);

test('it is made while the monitor runs; called again it writes nothing but when it was made', async () => {
  const first = await report();
  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(first.stdout).toMatch(/site: petitions 2, files written \d+, files removed 0\n$/);
  expect(files()).toEqual(
    expect.arrayContaining([state, paths.status, expect.stringMatching(/^assets\/site\..{10}\.css$/)]),
  );
  expect(JSON.parse(readFileSync(join(site, paths.status), 'utf8'))).toMatchObject({
    petitions: 2,
    failed: 0,
    lastTick: '2016-01-01T17:00:00Z',
  });

  for (const file of files()) utimesSync(join(site, file), longAgo, longAgo);
  const again = await report();
  expect(again.stdout).toMatch(/site: petitions 2, files written 0, files removed 0\n$/);
  expect(touched()).toEqual([state, paths.status]);
});

test('when what it remembers can not be read, what was lost is there again, and all else stays untouched', async () => {
  for (const file of files()) utimesSync(join(site, file), longAgo, longAgo);
  const [lost = ''] = files().filter((file) => file.endsWith('.css'));
  rmSync(join(site, lost));
  writeFileSync(join(site, state), '');
  expect(await report()).toMatchObject({ code: 0 });
  expect(existsSync(join(site, lost))).toBe(true);
  expect(touched()).toEqual([state, lost, paths.status].sort());
});

test.each([
  ['of no table', ['--table', 'other'], /option '--table <name>' cannot be used with option '--data <folder>'/],
  ['at no address', ['--url', 'petitions'], /--url: must be the address of the site, such as "https:/],
  ['at a query', ['--url', 'https://example.org/?a'], /--url: must be the address of the site/],
  ['by a config that is not there', ['--config', join(folder, 'none.json')], /none\.json: there is no such file/],
])('bad usage ends with 2: %s', async (_what, more, message) => {
  const { code, stdout, stderr } = await report(...more);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(message);
});

test('without --no-config, the petitions.json of the folder where it runs is used, if there is one', async () => {
  const here = join(folder, 'here');
  const there = process.cwd();
  mkdirSync(here);
  process.chdir(here);
  const title = async (): Promise<string> => {
    expect((await monitor('report', 'site', '--data', data)).code).toBe(0);
    return /<title>(.*?)<\/title>/.exec(readFileSync(join(here, 'site', 'index.html'), 'utf8'))?.[1] ?? '';
  };
  try {
    expect(await title()).toContain('Petitions');
    writeFileSync(
      join(here, 'petitions.json'),
      '{ "watch": [{ "source": "us-we-the-people", "petition": "1" }], "site": { "title": "What we watch" } }',
    );
    expect(await title()).toContain('What we watch');
  } finally {
    process.chdir(there);
  }
});

test('a folder with something else in it stays as it is', async () => {
  const { code, stderr } = await monitor('report', data, '--data', data);
  expect(code).toBe(2);
  expect(stderr).toMatch(/data: already has files, which are not a site of this monitor; name an empty folder/);
  expect(readdirSync(data).sort()).toEqual(['dynamodb', 'dynamodb.json']);
});
