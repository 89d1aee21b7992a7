/** The command line as a program of its own: what it exits with, where it writes, and how little it loads before a command wants it. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { monitor, program, spawned } from './cli.ts';

const config = ['--config', 'examples/newsroom/petitions.json'];

test('what a command finds is on stdout, and it ends with 0; run in this process it says the same', async () => {
  const ended = await spawned('check', ...config);
  expect(ended).toMatchObject({ code: 0, stdout: expect.stringContaining('petitions.json is good.') });
  expect(await monitor('check', ...config)).toEqual(ended);
});

test.each([
  ['a command that there is not', ['chek'], /unknown command 'chek'/],
  ['an option that there is not', ['check', '--fast', ...config], /unknown option '--fast'/],
  [
    'a file that there is not',
    ['check', '--config', 'none.json'],
    /^none\.json: there is no such file; create it, such as with \{ "watch": .* --config FILE/,
  ],
  [
    'the same, where a monitor would start',
    ['start', '--config', 'none.json'],
    /^none\.json: there is no such file; create it, such as with \{ "watch": .* --config FILE/,
  ],
])('%s ends with 2, and nothing is on stdout', async (_, parameters, message) => {
  const { code, stdout, stderr } = await spawned(...parameters);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(message);
});

test('before a command wants more, it loads what reads the command line, and nothing else', async () => {
  const packages = new Set<string>();
  const follow = (file: string): void => {
    const code = readFileSync(file, 'utf8');
    for (const [, from = ''] of code.matchAll(/^(?:import|export)\b[^;]*?"([^"]+)";/gm)) {
      if (from.startsWith('.')) follow(join(dirname(file), from));
      else packages.add(from);
    }
  };
  follow(program());
  expect([...packages]).toEqual(['commander']);
  expect((await spawned('--help')).stdout).toContain('backtest');
});
