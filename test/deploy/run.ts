/**
 * `npm run test:deploy`: deploys the monitor for real, tries it, updates it and takes it down, and prints one table of what
 * was seen. To whatever AWS_ENDPOINT_URL names, or, with --yes, to the AWS account of the credentials. Exit code 0 is done,
 * 1 failed, 2 bad usage.
 */
import { parseArgs } from 'node:util';
import * as z from 'zod/mini';
import { BadInput, parse } from '../../src/validation.ts';
import { devSteps } from './dev-steps.ts';
import { prodSteps } from './prod-steps.ts';
import { tableOf, taken, takenUntilFailure, type Taken } from './step.ts';
import { World, type Surroundings } from './world.ts';

const optionsSchema = z.object({
  yes: z._default(z.boolean(), false),
  'platform-url': z.optional(z.url({ error: 'must be an address, such as "https://example.org"' })),
  'platform-port': z._default(
    z.string().check(z.regex(/^\d{1,5}$/, { error: 'must be a port, such as 8080; 0 is any' })),
    '0',
  ),
});

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** @throws {BadInput} when it is not clear where to deploy, or not allowed. */
function surroundings(args: readonly string[]): Surroundings {
  const { values } = parseArgs({
    args: [...args],
    options: { yes: { type: 'boolean' }, 'platform-url': { type: 'string' }, 'platform-port': { type: 'string' } },
  });
  const { yes, 'platform-url': platformUrl, 'platform-port': port } = parse(optionsSchema, values, 'test:deploy');
  const emulated = process.env.AWS_ENDPOINT_URL !== undefined;
  if (!emulated && !yes) throw asked('--yes', costs);
  if (!emulated && platformUrl === undefined) throw asked('--platform-url', reach);
  return { emulated, port: Number(port), platformUrl };
}

const asked = (option: string, message: string): BadInput => new BadInput('test:deploy', [{ path: option, message }]);

const costs = `is wanted, as AWS_ENDPOINT_URL names no emulator: in the AWS account of your credentials this makes the stack
PetitionThresholdMonitor-dev (a table, a function that runs every minute, topics, queues, alarms, a dashboard) and two queues,
and CDKToolkit (a bucket, roles) where cdk was never bootstrapped. It deletes all but CDKToolkit after some ten minutes; that
costs cents.`;

const reach = `is wanted: a function in AWS does not reach the platform that this serves on 127.0.0.1. Serve it on a port of your
choice, and name the address at which a tunnel to it is reached, such as --platform-port 8080 --platform-url https://example.org`;

/** @throws {BadInput} when a stage is there already: it is somebody's. */
async function checkNobodysIsThere({ account, dev, prod, emulated }: World): Promise<void> {
  for (const { name, prefix } of emulated ? [dev, prod] : [dev]) {
    const state = await account.stack(name);
    const there = [...(state === undefined ? [] : [`stack ${name} (${state})`]), ...(await account.named(prefix))];
    if (there.length === 0) continue;
    const message = `has ${there.join(', ')} already: take that down first, such as with \`npm run destroy -- -c stage=dev\``;
    throw new BadInput(await account.region(), [{ path: '', message }]);
  }
}

/** What was taken down at the end, where a step before had left something: a row more. */
async function clear(world: World): Promise<Taken[]> {
  let done: string[] = [];
  const cleared = await taken({
    name: 'take down what is left',
    take: async () => {
      done = await world.clear();
      return done.join(', ');
    },
  });
  return cleared.failed || done.length > 0 ? [cleared] : [];
}

async function main(): Promise<number> {
  const world = await World.open(surroundings(process.argv.slice(2)));
  try {
    await checkNobodysIsThere(world);
    const ending = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        say('Ending: what was made is taken down first.');
        ending.abort();
      });
    }
    const steps = [...devSteps(world), ...(world.emulated ? prodSteps(world) : [])];
    const all = await takenUntilFailure(steps, ending.signal);
    const notTried = steps.slice(all.length);
    all.push(...(await clear(world)));
    process.stdout.write(`${tableOf(all)}\n`);
    const failed = all.filter((one) => one.failed);
    for (const { name, seen } of failed) say(`Failed: ${name}: ${seen}`);
    for (const { name } of notTried) say(`Not tried: ${name}`);
    return failed.length > 0 ? 1 : 0;
  } finally {
    await world.close();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  const isUsage = error instanceof BadInput || (error instanceof TypeError && 'code' in error);
  process.exitCode = isUsage ? 2 : 1;
}
