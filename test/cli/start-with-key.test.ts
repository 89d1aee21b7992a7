/** `start --key`: a platform that asks for a key, watched on this machine. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json, serve } from '../loopback.ts';
import { monitorWith } from './cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'start-'));
afterAll(() => rmSync(folder, { recursive: true }));

const secret = 'not-to-be-shown-0123456789';
const parameter = '/petitions/action-network';

test('reads the key from the variable that is named, and shows it nowhere', async () => {
  const platform = await serve((request, response) => {
    const isGood = request.headers['osdi-api-token'] === secret;
    json(isGood ? { title: 'Save the green', total_signatures: 999 } : {}, isGood ? 200 : 403)(request, response);
  });
  const file = join(folder, 'petitions.json');
  const entry = { source: 'action-network', petition: 'd32fcdd6-7366-466d-a3b8-7e0d87c3cd8b', key: { parameter } };
  const watch = [{ ...entry, baseUrl: platform.url }];
  writeFileSync(file, JSON.stringify({ watch, allowPrivateSources: true }));

  const start = ['start', '--config', file, '--exit', '--format', 'jsonl', '--data', join(folder, 'data')];
  const without = await monitorWith({ NETWORK_KEY: secret }, ...start);
  expect([without.code, without.stderr]).toEqual([2, expect.stringContaining(`--key: ${parameter} has no key here`)]);

  const { code, stdout, stderr } = await monitorWith(
    { NETWORK_KEY: secret },
    ...start,
    '--key',
    `${parameter}=NETWORK_KEY`,
  );
  expect(code).toBe(0);
  expect(stdout).toMatch(/"alert":"watch-started".*"signatures":999/);
  expect(stdout + stderr).not.toContain(secret);
  await platform.close();
});
