/** What suites run in: what fails in one is a failure of the test that ran, and the next suite finds nothing of it. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';
import { parseJson } from '../src/validation.ts';

const pathOf = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'environment-'));
afterAll(() => rmSync(folder, { recursive: true }));

const untilLater = 'new Promise((resolve) => setTimeout(resolve, 20))';
const first = `
test('throws later', async () => { setTimeout(() => { throw new Error('thrown') }, 1); await ${untilLater} });
test('rejects later', async () => { void Promise.reject(new Error('rejected')); await ${untilLater} });
test('leaves much', async () => {
  process.env.LEFT = 'a'; delete process.env.HOME; process.exitCode = 7;
  jest.spyOn(Math, 'random').mockReturnValue(7);
  await new Promise((resolve) => require('node:http').createServer().listen(0, '127.0.0.1', resolve));
});
test('has the classes of Node', () => {
  expect(() => JSON.parse('{')).toThrow(SyntaxError);
  expect(require('node:util').promisify(setTimeout)(0)).toBeInstanceOf(Promise);
});
`;
const second = `
test('finds nothing of it', () => {
  expect([process.env.LEFT, process.env.HOME !== undefined, process.exitCode, Math.random() < 1]).toEqual([undefined, true, undefined, true]);
});
`;

const results = z.object({
  testResults: z.array(
    z.object({
      assertionResults: z.array(
        z.object({ title: z.string(), status: z.string(), failureMessages: z.array(z.string()) }),
      ),
    }),
  ),
});

test('an error that nobody catches fails the test in which it came, and nothing is left to the next suite', async () => {
  writeFileSync(join(folder, '1.test.js'), first);
  writeFileSync(join(folder, '2.test.js'), second);
  const config = {
    rootDir: folder,
    testEnvironment: pathOf('environment.js'),
  };
  const { code, stdout } = await new Promise<{ code: unknown; stdout: string }>((resolve) => {
    execFile(
      process.execPath,
      [pathOf('../node_modules/jest/bin/jest.js'), '--config', JSON.stringify(config), '--runInBand', '--json'],
      (error, out) => resolve({ code: error?.code ?? 0, stdout: out }),
    );
  });
  const ran = parseJson(results, stdout, 'results').testResults.flatMap(({ assertionResults }) => assertionResults);
  expect(
    Object.fromEntries(
      ran.map(({ title, status, failureMessages: [why = ''] }) => [title, [status, why.split('\n')[0]]]),
    ),
  ).toEqual({
    'throws later': ['failed', 'Error: thrown'],
    'rejects later': ['failed', 'Error: rejected'],
    'leaves much': ['passed', ''],
    'has the classes of Node': ['passed', ''],
    'finds nothing of it': ['passed', ''],
  });
  expect(code).toBe(1);
});
