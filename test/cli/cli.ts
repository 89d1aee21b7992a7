/**
 * The command line: in this process, where what counts is what a command says; and as a program of its own, bundled once for all
 * suites (test/bundled.js), where what counts is that it is one.
 */
import { execFile, spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { run } from '../../cli/program.ts';
import { setEnvironment } from '../../local/process-environment.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
export const program = (): string => process.env.MONITOR_PROGRAM ?? 'there is none: test/bundled.js makes it';

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** In this process: one at a time, for it is this one that writes. */
export const monitor = (...parameters: string[]): Promise<Ended> => monitorWith({}, ...parameters);

/** The same, with these variables in its environment. */
export async function monitorWith(
  environment: Readonly<Record<string, string>>,
  ...parameters: string[]
): Promise<Ended> {
  const written = { stdout: '', stderr: '' };
  const streams = (['stdout', 'stderr'] as const).map((stream) =>
    jest.spyOn(process[stream], 'write').mockImplementation((chunk, ...more) => {
      written[stream] += String(chunk);
      for (const done of more) if (typeof done === 'function') process.nextTick(done);
      return true;
    }),
  );
  const restore = setEnvironment(environment);
  try {
    return { code: await run(['node', 'monitor', ...parameters]), ...written };
  } finally {
    restore();
    for (const stream of streams) stream.mockRestore();
  }
}

/** As a program of its own. */
export const spawned = (...parameters: string[]): Promise<Ended> => ran([program(), ...parameters]);

/** Node, with these words and environment. */
export const ran = (words: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<Ended> =>
  new Promise((resolve) => {
    execFile(process.execPath, words, { cwd: root, env, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ code, stdout, stderr });
    });
  });

export interface Running {
  /** What it has said on stderr, once this is in it. */
  readonly said: (pattern: RegExp) => Promise<RegExpExecArray>;
  readonly stop: (signal?: 'SIGINT' | 'SIGKILL') => Promise<Ended>;
}

/** As a program, while it runs. */
export function running(...parameters: string[]): Running {
  let stderr = '';
  let told = (): void => undefined;
  const child = spawn(process.execPath, [program(), ...parameters], { cwd: root, env: process.env });
  const stdout = text(child.stdout);
  child.stderr.on('data', (data: Buffer) => {
    stderr += data.toString();
    told();
  });
  const ended = new Promise<number>((resolve) => {
    child.on('close', (code) => resolve(code ?? -1));
  });
  return {
    said: (pattern) =>
      new Promise((resolve, reject) => {
        told = () => {
          const found = pattern.exec(stderr);
          if (found !== null) resolve(found);
        };
        void ended.then((code) => reject(new Error(`ended with ${code} before it said so: ${stderr}`)));
        told();
      }),
    stop: async (signal = 'SIGINT') => {
      child.kill(signal);
      return { code: await ended, stdout: await stdout, stderr };
    },
  };
}

export const jsonLines = (text: string): Record<string, unknown>[] =>
  text
    .trim()
    .split('\n')
    .map((line) => {
      const value: unknown = JSON.parse(line);
      if (typeof value !== 'object' || value === null) throw new Error(`not an object: ${line}`);
      return { ...value };
    });
