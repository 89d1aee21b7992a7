/** `status`, of a folder that a monitor keeps: while it runs, when it has ended, and when it was killed. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UpdateItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { FollowersRepository } from '../../src/storage/followers-repository.ts';
import { petitionKey } from '../../src/storage/petition-item.ts';
import { startDynamoDb } from '../../emulator/dynamodb.ts';
import { startMonitor, type Monitor } from '../test-monitor.ts';
import { startPlatform, type Platform } from '../test-platform.ts';
import { jsonLines, monitor } from './cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'status-'));
const database = join(folder, 'dynamodb');
const address = `${database}.json`;
let platform: Platform;
let running: Monitor | undefined;

beforeAll(async () => {
  platform = await startPlatform();
  platform.shows('1', { signatureCount: 60_000 });
  platform.shows('2', { signatureCount: 120_000, status: 'pending response' });
  const watch = ['1', '2'].map((petition) => ({
    source: 'us-we-the-people' as const,
    petition,
    baseUrl: platform.url,
  }));
  running = await startMonitor({ watch, allowPrivateSources: true }, database);
  await running.tick('2016-01-01T17:00:00Z');
});
afterAll(async () => {
  await platform.close();
  rmSync(folder, { recursive: true });
});

const status = (...more: string[]): ReturnType<typeof monitor> => monitor('status', '--data', folder, ...more);

test('while a monitor runs on the folder, it is asked where it listens', async () => {
  expect(existsSync(address)).toBe(true);
  const { code, stdout, stderr } = await status('--format', 'jsonl');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const lines = jsonLines(stdout);
  expect(lines.map(({ petition, petitions }) => petition ?? petitions)).toEqual([
    'us-we-the-people/1',
    'us-we-the-people/2',
    2,
  ]);
  expect(lines[1]).toMatchObject({ signatures: 120_000, overdue: false, thresholds: [{ response: 'due' }] });
  expect(lines[0]).toMatchObject({ deadline: '2016-01-19T17:00:00Z', next: { missing: 40_000, aDay: null } });
  expect(lines[2]).toMatchObject({ summary: true, lastTick: '2016-01-01T17:00:00Z', followed: 0 });
});

test('petitions that somebody has signed up for are counted', async () => {
  const client = new DynamoDBClient({});
  await new FollowersRepository(client, running?.emulator.tableName ?? '').add('us-we-the-people/1', 'main');
  client.destroy();
  expect(jsonLines((await status('--format', 'jsonl')).stdout).at(-1)).toMatchObject({ summary: true, followed: 1 });
  expect((await status()).stdout).toContain('1 petition has followers: `subscribers` counts them.');
});

test('one that can not be read is named at the end, and does not hide the others', async () => {
  const client = new DynamoDBClient({});
  const set = (S: string): Promise<unknown> =>
    client.send(
      new UpdateItemCommand({
        TableName: running?.emulator.tableName,
        Key: petitionKey('us-we-the-people/1'),
        UpdateExpression: 'SET memory = :memory',
        ExpressionAttributeValues: { ':memory': { S } },
      }),
    );
  await set('{');
  const { code, stdout, stderr } = await status();
  await set('{}');
  client.destroy();
  expect(code).toBe(1);
  expect(stdout).toMatch(/us-we-the-people\/2 .* 120,000/);
  expect(stderr).toMatch(/^stored item of us-we-the-people\/1, memory: is not JSON/);
});

test('when it has ended, the folder is read; an address that a killed one left is nobody’s', async () => {
  await running?.close();
  running = undefined;
  expect(existsSync(address)).toBe(false);
  writeFileSync(address, '{"endpoint":"http://127.0.0.1:1"}');
  const { code, stdout } = await status();
  expect(code).toBe(0);
  expect(stdout).toMatch(/us-we-the-people\/1 .* 60,000 .* 100,000 .* open/);
  expect(stdout).toMatch(/Last run: 1 January 2016, 17:00 \(UTC\), \d+ days ago\.\n$/);
  expect(existsSync(address)).toBe(false);
});

test('while another process has it open that serves no URL for it, the error says so', async () => {
  const engine = await startDynamoDb(database);
  const { code, stdout, stderr } = await status();
  await expect(startDynamoDb(database)).rejects.toThrow(/is open in another process, such as a running monitor/);
  await engine.close();
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/is open in another process, which serves no URL for it/);
});

test.each([
  [['--data', 'a', '--stack', 'b'], /option '--stack <name>' cannot be used with option '--data <folder>'/],
  [['--data', join(folder, 'nothing')], /nothing\/dynamodb: does not exist; name a folder that/],
])('bad usage ends with 2: %j', async (options, message) => {
  const { code, stdout, stderr } = await monitor('status', ...options);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(message);
});
