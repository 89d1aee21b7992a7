/** What the functions say of themselves, as CloudWatch gets it: on standard output, of a process of its own. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';
import { parseJson } from '../../src/validation.ts';
import { bundleFunction } from '../../lib/bundle.ts';

const line = z.looseObject({ message: z.optional(z.string()), _aws: z.optional(z.unknown()) });

const folder = mkdtempSync(join(tmpdir(), 'telemetry-'));
beforeAll(() => bundleFunction(fileURLToPath(new URL('../../src/runtime/telemetry.ts', import.meta.url)), folder));
afterAll(() => rmSync(folder, { recursive: true }));

/** The lines that one run says which counted this. */
function saidOf(counted: object): z.output<typeof line>[] {
  const code = `require('./index.js').cloudWatchTelemetry('poll-1').count(${JSON.stringify(counted)});`;
  const { stdout, stderr, status } = spawnSync(process.execPath, ['-e', code], { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  const lines = stdout.split('\n').filter((text) => text !== '');
  return lines.map((text) => parseJson(line, text, 'line'));
}

test('what is counted every hour is in the log, and is no metric that would be paid for', () => {
  const said = saidOf({ Looks: 17, Readings: 16, SourceErrors: 0 });
  expect(said).toMatchObject([{ message: 'poll counts', Looks: 17, Readings: 16, service: 'poll-1' }]);
  expect(said[0]).not.toHaveProperty('_aws');
});

test('what happens seldom is a metric, in the embedded metric format', () => {
  const said = saidOf({ SourceErrors: 2, PublishDelay: 3 });
  expect(said).toMatchObject([{ service: 'poll-1', SourceErrors: 2, PublishDelay: 3 }]);
  expect(JSON.stringify(said[0]?._aws)).toContain('{"Name":"PublishDelay","Unit":"Seconds"}');
});

test('a run that did nothing says nothing', () => {
  expect(saidOf({ Looks: 0, SourceErrors: 0 })).toEqual([]);
});
