/** `export` and `import`: from a folder that a monitor runs on, into one that is not there yet. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { startMonitor, type Monitor } from '../test-monitor.ts';
import { startPlatform, type Platform } from '../test-platform.ts';
import { jsonLines, monitor } from './cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'export-'));
const [from, into] = [join(folder, 'from'), join(folder, 'into')];
const file = join(folder, 'dump.jsonl');
let platform: Platform;
let running: Monitor;

beforeAll(async () => {
  platform = await startPlatform();
  platform.shows('1', { signatureCount: 60_000 });
  const watch = [{ source: 'us-we-the-people' as const, petition: '1', baseUrl: platform.url }];
  running = await startMonitor({ watch, allowPrivateSources: true }, join(from, 'dynamodb'));
  await running.tick('2016-01-01T17:00:00Z');
});
afterAll(async () => {
  await running.close();
  await platform.close();
  rmSync(folder, { recursive: true });
});

test('all of it is written to a file that only its owner reads, and never over another', async () => {
  expect(await monitor('export', file, '--data', from)).toEqual({
    code: 0,
    stdout: `4 items exported to ${file}.\n`,
    stderr: '',
  });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder).sort()).toEqual(['dump.jsonl', 'from']);
  const again = await monitor('export', file, '--data', from);
  expect(again).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(/already exists; name a new file/),
  });
  const piped = await monitor('export', '-', '--data', from);
  // In a process that many suites share, Node may warn of their listeners first.
  expect(piped).toMatchObject({ code: 0, stderr: expect.stringMatching(/^4 items exported\.\n$/m) });
  expect(jsonLines(piped.stdout).slice(1)).toEqual(jsonLines(readFileSync(file, 'utf8')).slice(1));
});

test('it is imported into a new folder, once, and shown there', async () => {
  const load = (...more: string[]): ReturnType<typeof monitor> => monitor('import', file, '--data', into, ...more);
  expect(await load()).toEqual({ code: 0, stdout: '4 items: 4 written, 0 already there.\n', stderr: '' });
  expect((await load()).stdout).toBe('4 items: 0 written, 4 already there.\n');
  const [petition] = jsonLines((await monitor('status', '--data', into, '--format', 'jsonl')).stdout);
  expect(petition).toMatchObject({ petition: 'us-we-the-people/1', signatures: 60_000 });
});

test('what is newer there is named, and the end is 1', async () => {
  const older = join(folder, 'older.jsonl');
  const text = readFileSync(file, 'utf8').replace('"at":{"S":"2016-01-01', '"at":{"S":"2015-01-01');
  writeFileSync(older, text);
  const { code, stdout, stderr } = await monitor('import', older, '--data', into);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '4 items: 0 written, 3 already there, 1 skipped.\n' });
  expect(stderr).toBe(
    'These items are newer or different in the table and were skipped; --overwrite replaces them:\n  monitor tick\n',
  );
  expect(await monitor('import', older, '--data', into, '--overwrite')).toMatchObject({ code: 0, stderr: '' });
});

test('a file that is no export, or not there, ends with 2, and no folder is made for it', async () => {
  const bad = join(folder, 'bad.jsonl');
  writeFileSync(bad, '{"watch":[]}\n');
  for (const name of [bad, join(folder, 'none.jsonl')]) {
    const { code, stdout, stderr } = await monitor('import', name, '--data', join(folder, 'other'));
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(
      /jsonl: (\d faults\n {2}format must be "petition-threshold-monitor\/export"|cannot be read)/,
    );
  }
  expect(readdirSync(folder)).not.toContain('other');
});

test('a table is also known by its own name, without a stack', async () => {
  const named = join(folder, 'named.jsonl');
  const { tableName } = running.emulator;
  expect(await monitor('export', named, '--table', tableName)).toMatchObject({ code: 0, stderr: '' });
  expect(jsonLines(readFileSync(named, 'utf8')).slice(1)).toEqual(jsonLines(readFileSync(file, 'utf8')).slice(1));
  expect(await monitor('import', named, '--table', 'none')).toEqual({
    code: 2,
    stdout: '',
    stderr: '--table: there is no table "none" in us-east-1; `aws dynamodb list-tables` lists the tables\n',
  });
  const key = { AttributeName: 'pk', AttributeType: 'S', KeyType: 'HASH' } as const;
  const client = new DynamoDBClient({});
  const other = { TableName: 'other', AttributeDefinitions: [key], KeySchema: [key] };
  await client.send(new CreateTableCommand({ ...other, BillingMode: 'PAY_PER_REQUEST' }));
  client.destroy();
  const { code, stderr } = await monitor('import', named, '--table', 'other');
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: '--table: "other" is not a table of this monitor: it has no index "agenda"\n',
  });
  const both = await monitor('export', join(folder, 'both.jsonl'), '--table', tableName, '--data', from);
  expect(both).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/option '--table <name>' cannot be used with option '--data <folder>'/),
  });
});
