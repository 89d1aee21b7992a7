/** Runs the command line as a program would. */
import { execFile, spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export const monitor = (...parameters: string[]): Promise<Ended> => monitorWith({}, ...parameters);

/** The same, with these variables in its environment. */
export const monitorWith = (environment: Readonly<Record<string, string>>, ...parameters: string[]): Promise<Ended> =>
  new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--import', 'tsx', 'bin/monitor.ts', ...parameters],
      { cwd: root, maxBuffer: 2 ** 26, env: { ...process.env, ...environment } },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
        resolve({ code, stdout, stderr });
      },
    );
  });

export interface Running {
  /** What it has said on stderr, once this is in it: within half a minute. */
  readonly said: (pattern: RegExp) => Promise<RegExpExecArray>;
  readonly stop: () => Promise<Ended>;
}

/** The command line while it runs. */
export function monitorRunning(...parameters: string[]): Running {
  let stderr = '';
  let told = (): void => undefined;
  const child = spawn(process.execPath, ['--import', 'tsx', 'bin/monitor.ts', ...parameters], { cwd: root });
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
        setTimeout(() => reject(new Error(`half a minute, and only this: ${stderr}`)), 30_000).unref();
        void ended.then((code) => reject(new Error(`ended with ${code} before it said so: ${stderr}`)));
        told();
      }),
    stop: async () => {
      child.kill('SIGINT');
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
