/**
 * The functions of the examples as Lambda runs them (lambda-runtime.ts), over the embedded cloud: each with the events
 * that it gets, and with exactly the environment that the template gives it.
 */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod/mini';
import { startEmulator, type Emulator } from '../../emulator/emulator.ts';
import type { Config } from '../../src/config/config.ts';
import { parseJson } from '../../src/validation.ts';
import { startListPlatform, type ListPlatform } from '../discovery/list-platform.ts';
import { json, serve, type Loopback } from '../loopback.ts';
import { examples } from './examples.ts';
import {
  installRuntime,
  invoke,
  nodeVersion,
  setWritable,
  type DeployedFunction,
  type LambdaRuntime,
} from './lambda-runtime.ts';
import { all } from './resources.ts';
import { stackOf, synthesise } from './synth-monitor.ts';

/** Outside of the repository, whose package.json would make ES modules of the bundles. The user `nobody` reads in it. */
const folder = mkdtempSync(join(tmpdir(), 'lambda-'));
chmodSync(folder, 0o755);
const installed = installRuntime(folder);
/** Where the registry cannot be reached, nothing here is tried, and jest says so. */
const runs = installed === undefined ? describe.skip : describe;
let runtime: LambdaRuntime;
let platform: ListPlatform;
let scheduler: Loopback;

beforeAll(async () => {
  if (installed === undefined) return;
  runtime = installed;
  platform = await startListPlatform();
  for (const id of [700143, 722903]) platform.shows(id);
  scheduler = await serve(
    json({ Name: 'it', FlexibleTimeWindow: { Mode: 'OFF' }, Target: { Arn: 'a', RoleArn: 'r' } }),
  );
});
afterAll(async () => {
  if (installed !== undefined) await Promise.all([platform.close(), scheduler.close()]);
  rmSync(folder, { recursive: true });
});

/** Of EventBridge, with the fields that all of its scheduled events have. */
const scheduled = {
  version: '0',
  id: '53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa',
  'detail-type': 'Scheduled Event',
  source: 'aws.scheduler',
  account: '123456789012',
  time: '2026-03-01T12:00:00Z',
  region: 'us-east-1',
  resources: [],
  detail: '{}',
};

/** Of SQS, as docs.aws.amazon.com/lambda/latest/dg/with-sqs.html has it, from a FIFO queue: two groups. */
const queued = {
  Records: ['petition.parliament.uk', 'isolated 1'].map((MessageGroupId, index) => ({
    messageId: String(index),
    receiptHandle: 'handle',
    body: JSON.stringify({ dueAt: new Date().toISOString(), petitions: ['uk-parliament/722903'] }),
    attributes: { ApproximateReceiveCount: '1', MessageGroupId, SequenceNumber: String(index) },
    messageAttributes: {},
    eventSource: 'aws:sqs',
  })),
};

/** By the logical ids of the functions, in the order in which they run here: events, and what is answered to each. */
const expected: readonly { readonly id: RegExp; readonly events: readonly [event: object, answer: object][] }[] = [
  {
    id: /Poll/,
    events: [
      [scheduled, { readings: expect.any(Number), sourceErrors: 0, failures: 0, deferred: 0 }],
      [{}, { readings: expect.any(Number), failures: 0 }],
      [queued, { batchItemFailures: [] }],
    ],
  },
  {
    id: /Discovery/,
    events: [
      [scheduled, { pages: 1, listed: 2, found: 1, failures: 0 }],
      [{}, { pages: 1, listed: 2, found: 0, failures: 0 }],
    ],
  },
  {
    id: /Digests/,
    events: [
      [scheduled, { published: 0, failures: 0 }],
      [{}, { published: 0, failures: 0 }],
    ],
  },
  {
    id: /Site/,
    events: [
      [scheduled, { petitions: 2, written: expect.any(Number), left: 0 }],
      [{}, { petitions: 2, written: expect.any(Number), left: 0 }],
    ],
  },
];

const functionSchema = z.object({
  Runtime: z.literal('nodejs24.x'),
  Handler: z.string(),
  MemorySize: z.number(),
  Timeout: z.number(),
  Code: z.object({ S3Key: z.string() }),
  Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }),
});
type FunctionProperties = z.output<typeof functionSchema>;

/** A function of the template. What is a token in its environment has the embedded cloud's value. */
function deployed(outdir: string, cloud: Emulator, properties: FunctionProperties): DeployedFunction {
  const { Code, Environment, Handler, MemorySize, Timeout } = properties;
  const values: Readonly<Record<string, string>> = {
    ...cloud.functionEnvironment('petitions.json'),
    BATCH_QUEUE_URL: cloud.batchQueueUrl,
    WATCHDOG_SCHEDULE: 'the-watchdog',
  };
  const variables = Object.entries(Environment.Variables).map(([name, value]): [string, string] => {
    const known = typeof value === 'string' ? value : values[name];
    if (known === undefined) throw new Error(`the embedded cloud has no ${name}`);
    return [name, known];
  });
  return {
    folder: join(outdir, `asset.${Code.S3Key.replace('.zip', '')}`),
    handler: Handler,
    memory: MemorySize,
    timeout: Timeout,
    environment: {
      ...cloud.awsEnvironment,
      AWS_ENDPOINT_URL_SCHEDULER: scheduler.url,
      ...Object.fromEntries(variables),
    },
  };
}

const logLine = z.record(z.string(), z.unknown());

// The functions of `world` are those of `parliament`; the platform here is one of fifteen that it asks.
const tried = examples().filter(({ name }) => name !== 'world');

runs.each(tried)('the functions of the example $name', ({ name, config: shown }) => {
  const config: Config = { ...shown, allowPrivateSources: true };
  const outdir = join(folder, name);
  let cloud: Emulator;
  let functions: { readonly id: string; readonly properties: FunctionProperties }[];
  beforeAll(async () => {
    config.watch = shown.watch.map((one) => ({ ...one, baseUrl: platform.url }));
    const stack = stackOf(config, { folder: outdir, bundled: true });
    synthesise(stack);
    const at = ({ id }: { readonly id: string }): number => expected.findIndex((one) => one.id.test(id));
    functions = all(Template.fromStack(stack), 'AWS::Lambda::Function', functionSchema).sort((a, b) => at(a) - at(b));
    const quiet = (): void => undefined;
    cloud = await startEmulator({ config, now: () => new Date().toISOString(), onDelivery: quiet, onAlert: quiet });
  });
  afterAll(() => cloud.close());

  test(`answer the events of schedule and queue, and an empty one, from a read-only folder, by AWS's client on Node ${nodeVersion}`, async () => {
    for (const { id, properties } of functions) {
      const events = expected.find((one) => one.id.test(id))?.events ?? [];
      const one = deployed(outdir, cloud, properties);
      setWritable(one.folder, false);
      scheduler.requests.splice(0);
      const invoked = await invoke(
        runtime,
        one,
        events.map(([event]) => event),
      );
      setWritable(one.folder, true);
      const { log, ...told } = invoked;
      expect({ id, ...told }).toMatchObject({ id, errors: [], responses: events.map(([, answer]) => answer) });
      // All that it writes is structured: neither the SDK, nor Node, nor the runtime has anything to say.
      const lines = log.map((line) => parseJson(logLine, line, 'log'));
      if (id.includes('Poll'))
        expect(lines).toContainEqual(
          expect.objectContaining({ _aws: expect.anything(), AlertsCommitted: expect.any(Number) }),
        );
      expect(lines.filter(({ level = 'INFO' }) => level !== 'INFO')).toEqual([]);
      const moved = scheduler.requests.filter(({ method }) => method === 'PUT');
      expect(moved).toHaveLength(events.filter(([event]) => event !== queued).length);
    }
  });
});

runs('what would fail in Lambda fails here', () => {
  const functionOf = (code: string): DeployedFunction => {
    const own = mkdtempSync(join(folder, 'function-'));
    writeFileSync(join(own, 'index.js'), code);
    setWritable(own, false);
    return { folder: own, handler: 'index.handler', memory: 256, timeout: 50, environment: {} };
  };

  test('a function that writes beside its code', async () => {
    const one = functionOf(`exports.handler = async () => require('node:fs').writeFileSync('left', '');`);
    const { responses, errors } = await invoke(runtime, one, [{}]);
    expect({ responses, errors }).toMatchObject({
      responses: [],
      errors: [{ errorMessage: expect.stringContaining('EACCES') }],
    });
    setWritable(one.folder, true);
  });

  test('a function that needs what is not in its folder or in its environment', async () => {
    const modules = functionOf(`require('zod');`);
    const environment = functionOf(`if (!process.env.HOME) throw new Error('no HOME');`);
    const told = await Promise.all([modules, environment].map((one) => invoke(runtime, one, [{}])));
    expect(told.map(({ errors }) => errors)).toMatchObject([
      [{ errorMessage: expect.stringContaining(`Cannot find module 'zod'`) }],
      [{ errorMessage: 'no HOME' }],
    ]);
    setWritable(modules.folder, true);
    setWritable(environment.folder, true);
  });
});
