/** `history`, of a petition that the real handler read. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMonitor, type Monitor } from '../test-monitor.ts';
import { startPlatform, type Platform } from '../test-platform.ts';
import { at } from '../domain/story.ts';
import { jsonLines, monitor } from './cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'history-'));
let platform: Platform;
let running: Monitor;

beforeAll(async () => {
  platform = await startPlatform();
  const watch = [{ source: 'us-we-the-people' as const, petition: '1', baseUrl: platform.url }];
  running = await startMonitor({ watch, allowPrivateSources: true }, join(folder, 'dynamodb'));
  // Enough that most are put aside in runs.
  for (let hour = 0; hour < 60; hour++) {
    platform.shows('1', { signatureCount: 99_500 + hour * 10 });
    await running.tick(at('2016-01-01T17:00:00Z').add({ hours: hour }).toString());
  }
});
afterAll(async () => {
  await running.close();
  await platform.close();
  rmSync(folder, { recursive: true });
});

test('the counts as CSV are what a backtest reads, and it comes to the same verdict at the same reading', async () => {
  const { code, stdout, stderr } = await monitor('history', 'us-we-the-people/1', '--data', folder, '--csv');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout.split('\n')).toHaveLength(1 + 60 + 1);
  const readings = join(folder, 'readings.csv');
  writeFileSync(readings, stdout);
  const rules = ['--rules', 'us-we-the-people', '--opened', '2015-12-20T17:00:00Z', '--polling', 'PT1H'];
  const again = await monitor('backtest', '--readings', readings, ...rules, '--format', 'jsonl');
  const told = running.alerts().filter(({ alert }) => alert === 'threshold-met');
  expect(told).toHaveLength(1);
  expect(jsonLines(again.stdout)).toMatchObject([
    { alert: 'threshold-met', signatures: 100_000, detectedAt: told[0]?.detectedAt.toString() },
    { summary: true, readings: 60 },
  ]);
});

test('for people, the verdict with the readings between which it fell', async () => {
  const { code, stdout } = await monitor('history', 'us-we-the-people/1', '--data', folder);
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^Threshold response, 100,000 signatures: met\n {2}seen between our checks of 3 January 2016/m,
  );
  expect(stdout).toMatch(
    /^Alerts\n.*Watching from 99,500 signatures\n.*SHA-256 of what the platform sent: [0-9a-f]{64}\.\n {2}3 January 2016.* Threshold met: 100,000 of 100,000 signatures\n/m,
  );
  expect(stdout).toMatch(/^3 January 2016, 23:00 \(New York time\) {2}100,090 {2}\+10$/m);
});

test('of a petition that the table does not know, the error shows a good name', async () => {
  const { code, stdout, stderr } = await monitor('history', '700143', '--data', folder);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/^700143: is not a petition in the table; a good value is "uk-parliament\/700143"/);
});
