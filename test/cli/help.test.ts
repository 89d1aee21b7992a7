/** What `--help` shows, and what is suggested for a word that is misspelt. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { createProgram } from '../../cli/program.ts';
import { monitor } from './cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'help-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The words of all commands that do something, such as `watch add`. */
const commandsIn = (command: Command, words: readonly string[] = []): (readonly string[])[] =>
  command.commands.length === 0 ? [words] : command.commands.flatMap((one) => commandsIn(one, [...words, one.name()]));
const commands = commandsIn(createProgram()).map((words) => words.join(' '));

/** In a terminal of this width; 0 is none. */
async function helpOf(words: string, columns = 0): Promise<string> {
  const before = process.stdout.columns;
  process.stdout.columns = columns;
  const { code, stdout } = await monitor(...words.split(' ').filter(Boolean), '--help');
  process.stdout.columns = before;
  expect(code).toBe(0);
  return stdout;
}

const widthOf = (text: string): number => Math.max(...text.split('\n').map(({ length }) => length));

test('there are commands to look at', () => {
  expect(commands).toEqual(expect.arrayContaining(['start', 'watch add', 'subscribe']));
  expect(commands.length).toBeGreaterThan(15);
});

describe.each(['', 'watch', ...commands])('the help of "%s"', (words) => {
  test('has no line over 100 columns, with a terminal or without, and an example', async () => {
    for (const columns of [0, 100, 250]) {
      const help = await helpOf(words, columns);
      expect(widthOf(help)).toBeLessThanOrEqual(100);
      expect(help).toContain(`\nExamples:\n  petition-monitor ${words === '' ? 'check' : words}`);
    }
  });

  test('is plain English', async () => {
    expect(await helpOf(words)).not.toMatch(
      /\b(can not|anew|whoever|of late|no more|as ever|so many|as many|is none|there is leave|reckoned|by itself|is told|tells?)\b/i,
    );
  });
});

test('the commands are in groups: on this machine, on stored data, on AWS', async () => {
  const help = await helpOf('');
  const groupOf = (name: string): string | undefined => {
    const above = help.slice(0, help.search(new RegExp(`^ {2}${name}\\b`, 'm')));
    return [...above.matchAll(/^Commands (.*):$/gm)].at(-1)?.[1];
  };
  for (const name of ['start', 'check', 'probe', 'doctor', 'backtest', 'rules', 'schema', 'watch', 'help']) {
    expect(groupOf(name)).toBe('on this machine');
  }
  for (const name of ['status', 'history', 'report', 'export', 'import']) {
    expect(groupOf(name)).toBe('on stored data, on AWS or in a folder');
  }
  for (const name of ['subscribe', 'unsubscribe', 'subscribers', 'send-test']) expect(groupOf(name)).toBe('on AWS');
});

test('--config and --stack have one default each', async () => {
  for (const words of commands) {
    const help = (await helpOf(words)).replaceAll(/\s+/g, ' ');
    if (help.includes('--stack <name>')) expect(help).toMatch(/--stack .*? \(default: "PetitionThresholdMonitor"\)/);
    // Three commands do something else without it.
    if (help.includes('--config <file>') && !['start', 'doctor', 'send-test'].includes(words)) {
      expect(help).toMatch(/--config <file> [^(]*\(default: "?petitions\.json"?[,)]/);
    }
  }
});

test('the version is that of the package', async () => {
  expect(await monitor('--version')).toEqual({ code: 0, stdout: `${packageJson.version}\n`, stderr: '' });
});

test.each([
  [['chek'], "error: unknown command 'chek'\n(Did you mean check?)\n"],
  [['check', '--confg', 'x'], "error: unknown option '--confg'\n(Did you mean --config?)\n"],
  [['watch', 'ad', 'jersey', '1'], "error: unknown command 'ad'\n(Did you mean add?)\n"],
])('a misspelt word is one short error with a suggestion: %j', async (parameters, message) => {
  expect(await monitor(...parameters)).toEqual({
    code: 2,
    stdout: '',
    stderr: `${message}(--help shows the commands and options)\n`,
  });
});

describe('in a folder', () => {
  const there = process.cwd();
  beforeEach(() => process.chdir(folder));
  afterEach(() => process.chdir(there));

  test('without a petitions.json, the error says how to create one', async () => {
    for (const words of [['check'], ['watch', 'add', 'jersey', '1'], ['watch', 'remove', 'jersey', '1']]) {
      expect(await monitor(...words)).toEqual({
        code: 2,
        stdout: '',
        stderr:
          'petitions.json: there is no such file; create it, such as with { "watch": [{ "source": "uk-parliament", "petition": "700143" }] }, or name another with --config FILE\n',
      });
    }
  });

  test('petitions.json is read without --config', async () => {
    writeFileSync('petitions.json', '{ "watch": [{ "source": "jersey", "petition": "1" }] } // ours');
    expect((await monitor('check')).stdout).toMatch(/^petitions\.json is good\.\n\njersey\/1 at /);
    expect((await monitor('watch', 'add', 'jersey', '2')).code).toBe(0);
    expect((await monitor('check')).stdout).toMatch(/\njersey\/2 at /);
  });
});
