/** urlwatch over the same counts, where it is installed. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pinned } from '../processes.ts';
import type { Polled } from './protocol.ts';

export interface Urlwatch {
  readonly poll: () => Polled;
  readonly close: () => void;
}

/** Undefined where there is none. What it keeps it keeps in a folder of its own. */
export function startUrlwatch(urls: readonly string[]): Urlwatch | undefined {
  if (spawnSync('urlwatch', ['--version']).status !== 0) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'urlwatch-'));
  const file = (name: string): string => join(folder, name);
  writeFileSync(file('urls.yaml'), urls.map((url) => `url: ${url}\n`).join('---\n'));
  writeFileSync(file('config.yaml'), 'report: { stdout: { enabled: false } }\n');
  const flags = `--urls ${file('urls.yaml')} --config ${file('config.yaml')} --cache ${file('cache.db')} --hooks ${file('hooks.py')}`;
  return {
    poll: () => {
      const began = performance.now();
      // The shell knows how much of the processor its children took.
      const [command, args] = pinned('measured', 'sh', '-c', `urlwatch ${flags} >/dev/null 2>&1; times`);
      const { stdout } = spawnSync(command, args, { encoding: 'utf8' });
      const cpu = (stdout.trim().split('\n').at(-1) ?? '')
        .split(' ')
        .map((time) => /^(\d+)m([\d.]+)s$/.exec(time))
        .reduce((sum, found) => sum + 60_000 * Number(found?.[1]) + 1000 * Number(found?.[2]), 0);
      return { ms: performance.now() - began, cpu };
    },
    close: () => rmSync(folder, { recursive: true }),
  };
}
