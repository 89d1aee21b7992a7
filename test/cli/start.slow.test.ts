/** How `start`, as a program, ends: when it is stopped, and when a disk, a folder or the database fails. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { databaseIn } from '../../emulator/database-lock.ts';
import { startDynamoDb } from '../../emulator/dynamodb.ts';
import { paths } from '../../lambda/site/paths.ts';
import { serve } from '../loopback.ts';
import { startPlatform, type Platform } from '../test-platform.ts';
import { monitor, program, running, spawned } from './cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'start-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Starts a platform with one petition, and writes a config that watches it. */
async function watchedIn(file: string, others: object = {}): Promise<Platform> {
  const platform = await startPlatform();
  platform.shows('1', { signatureCount: 7 });
  const watch = [{ source: 'us-we-the-people', petition: '1', baseUrl: platform.url }];
  writeFileSync(file, JSON.stringify({ watch, allowPrivateSources: true, ...others }));
  return platform;
}

test('a SIGTERM to npm, which ends only the shell of the script, ends the monitor cleanly', async () => {
  const [file, data] = [join(folder, 'in-npm.json'), join(folder, 'in-npm')];
  const platform = await watchedIn(file);
  const command = [process.execPath, program(), 'start', '--config', file, '--data', data, '--for', 'PT1H'];
  const env = { ...process.env, npm_lifecycle_event: 'start' };
  const shell = spawn('sh', ['-c', '"$@"; exit 3', 'sh', ...command, '--port', '0'], { env });
  let stdout = '';
  const [, url = ''] = await new Promise<RegExpExecArray>((resolve) => {
    shell.stdout.on('data', (data: Buffer) => {
      stdout += data.toString();
      const found = /^The site: (\S+)$/m.exec(stdout);
      if (found !== null) resolve(found);
    });
  });
  // Then it waits for the next minute, and has nothing to finish.
  while (!(await fetch(`${url}${paths.status}`)).ok) await sleep(100);
  const killed = performance.now();
  shell.kill('SIGTERM');
  // The streams are closed once the monitor has ended, too.
  await once(shell, 'close');
  await platform.close();
  expect(performance.now() - killed).toBeLessThan(30_000);
  expect(stdout).toContain('│ us-we-the-people/1 │');
  expect(readdirSync(data)).toEqual(['dynamodb', 'outbox']);
});

test('it ends by itself when its time is over', async () => {
  const file = join(folder, 'for.json');
  const platform = await watchedIn(file);
  const started = performance.now();
  const { code } = await spawned('start', '--config', file, '--for', 'PT2S', '--port', '0');
  expect(performance.now() - started).toBeGreaterThan(2000);
  expect(code).toBe(0);
  await platform.close();
});

describe('a disk, a folder or a database that fails is one sentence, and 1', () => {
  /** After what each start says. */
  const sentence = ({ source }: RegExp): unknown =>
    expect.stringMatching(new RegExp(`^.*allowPrivateSources.*\\n(First poll under way\\n)?.*${source}.*\\n$`));
  let platform: Platform;
  let data: string;
  let options: string[];
  beforeEach(async () => {
    data = mkdtempSync(join(folder, 'fails-'));
    const file = join(data, 'petitions.json');
    platform = await watchedIn(file, { subscribers: [{ email: 'desk@example.org' }] });
    options = ['start', '--config', file, '--data', data, '--exit', '--port', '0'];
  });
  afterEach(() => platform.close());

  test('a folder that is a file', async () => {
    writeFileSync(join(data, 'outbox'), '');
    const { code, stdout, stderr } = await spawned(...options);
    expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: '', stderr: sentence(/EEXIST: .*outbox/) });
  });

  // mkdir of Node 20 never ended at the first, and SIGTERM was not heard meanwhile.
  test.each<[string, () => string, RegExp]>([
    [
      'where nobody can make a folder',
      () => '/proc/petitions',
      /\/proc\/petitions\/outbox: the folder cannot be made: /,
    ],
    [
      'in a file',
      () => join(data, 'petitions.json', 'data'),
      /outbox: the folder cannot be made: EEXIST: .*petitions\.json/,
    ],
  ])('a folder %s', async (_, place, reason) => {
    const { code, stdout, stderr } = await spawned(...options.map((one) => (one === data ? place() : one)));
    expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: '', stderr: sentence(reason) });
  });

  // LevelDB gives the reason as the cause of "Database failed to open" (classic-level 3).
  test('a database with a damaged file, when it is opened', async () => {
    expect((await monitor(...options)).code).toBe(0);
    writeFileSync(join(data, 'dynamodb', 'CURRENT'), '');
    const { code, stderr } = await spawned(...options);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: sentence(/dynamodb: the database cannot be opened: Corruption/),
    });
  });

  // The engine throws it in a callback, where nobody can catch it (dynalite 4.0.0).
  test('a database with a damaged file, when it is read', async () => {
    expect((await monitor(...options)).code).toBe(0);
    // Each opening writes the log of the last one into a table.
    await (await startDynamoDb(databaseIn(data))).close();
    for (const name of readdirSync(databaseIn(data)).filter((one) => one.endsWith('.ldb')))
      truncateSync(join(databaseIn(data), name), 200);
    const { code, stderr } = await spawned(...options);
    expect({ code, stderr }).toEqual({ code: 1, stderr: sentence(/The database cannot be read or written: .*ldb/) });
  });
});

// A run may take 50 seconds: 40 petitions of a mute host are asked eight at a time, for ten seconds each.
test('a stop ends it within seconds, whatever it waits for', async () => {
  let asked = (): void => undefined;
  const reached = new Promise<void>((resolve) => (asked = resolve));
  const mute = await serve(() => asked());
  const file = join(folder, 'mute.json');
  const watch = Array.from({ length: 40 }, (_, id) => ({
    source: 'us-we-the-people',
    petition: `${id}`,
    baseUrl: mute.url,
  }));
  writeFileSync(file, JSON.stringify({ watch, allowPrivateSources: true }));
  const monitoring = running('start', '--config', file, '--data', join(folder, 'mute'), '--port', '0');
  await reached;
  const stopped = performance.now();
  const { code, stderr } = await monitoring.stop();
  expect(performance.now() - stopped).toBeLessThan(30_000);
  expect(code).toBe(0);
  expect(stderr).toMatch(/^Stopped while it still worked\. The next start with the same --data continues\.$/m);
  await mute.close();
});
