/** The processes of a bench: each on cores of its own where that can be had, and asked one thing at a time. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

/** What is measured has the first core for itself; what it talks to has the others. */
export type Cores = 'measured' | 'others';

export interface Part {
  /** Sends a message, and waits for what comes back. */
  readonly ask: (message: object) => Promise<unknown>;
  readonly close: () => void;
}

export interface PartSettings {
  readonly cores: Cores;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly node?: readonly string[];
}

export const canPin = spawnSync('taskset', ['--version']).status === 0 && availableParallelism() > 1;

// The SDK's warning about the Node of 2027 is nothing that a bench is about.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

/** The command with its arguments, on those cores. */
export function pinned(cores: Cores, command: string, ...args: string[]): [string, string[]] {
  if (!canPin) return [command, args];
  const list = cores === 'measured' ? '0' : `1-${availableParallelism() - 1}`;
  return ['taskset', ['-c', list, command, ...args]];
}

/** Node on a file that answers messages: TypeScript of this folder, or a bundle. */
export function startPart(file: URL | string, { cores, environment = {}, node = [] }: PartSettings): Part {
  const path = typeof file === 'string' ? file : fileURLToPath(file);
  const loader = path.endsWith('.ts') ? ['--import', 'tsx'] : [];
  const child = spawn(...pinned(cores, process.execPath, ...node, ...loader, path), {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit').then(() => Promise.reject(new Error(`${path} has ended`)));
  // Only who waits for an answer is to hear of it.
  ended.catch(() => undefined);
  return {
    ask: async (message) => {
      child.send(message);
      const answer: unknown[] = await Promise.race([once(child, 'message'), ended]);
      return answer[0];
    },
    close: () => void child.kill(),
  };
}
