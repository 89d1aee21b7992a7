/** One run of the real poll function over many hostile answers, each from a host of its own, and ten good ones. */
import type { RequestListener } from 'node:http';
import { configSchema, type ConfigInput } from '../../src/config/config.ts';
import { setEnvironment } from '../../local/process-environment.ts';
import { at } from '../domain/story.ts';
import { serve } from '../loopback.ts';
import { startMonitor, type Monitor } from '../test-monitor.ts';
import { faultsOf, type Case } from './law.ts';
import { goodOf, keyParameter, type HostilePlatform } from './platforms.ts';

/** The first good one is the control: its count stays. */
const goodOnes = 11;

/** What broke the law, in a line each; empty where nothing did. */
export async function brokenInRun(platform: HostilePlatform, cases: readonly Case[]): Promise<string[]> {
  const { source, idAt, count, good, key } = platform;
  const nameOf = (index: number): string => `${source}/${idAt(index)}`;
  let isHostile = false;
  const answer =
    (index: number): RequestListener =>
    (request, response) => {
      const one = cases[index - goodOnes];
      const shown = isHostile && index > 0 && one === undefined ? count + 1 : count;
      if (isHostile && one !== undefined) one.spoil(goodOf(platform, index, request.url ?? ''), response);
      else {
        const text = good(idAt(index), shown, request.url);
        response.writeHead(text === undefined ? 404 : 200).end(text);
      }
    };
  const servers = await Promise.all(
    Array.from({ length: goodOnes + cases.length }, (_, index) => serve(answer(index))),
  );
  const watch = servers.map(({ url }, index) => platform.entry(idAt(index), url));
  // The table answers from the process that the answers hold up: what it is asked is asked again, for as long as it takes.
  const restore = setEnvironment({ AWS_MAX_ATTEMPTS: '20' });
  const monitor = await startMonitor(
    configOf(watch),
    undefined,
    new Map(key === undefined ? [] : [[keyParameter, key]]),
  );
  try {
    const start = at(platform.now);
    await monitor.tick(start.toString());
    const before = await stored(monitor);
    monitor.alerts();
    isHostile = true;
    const { polls } = await monitor.tick(start.add({ minutes: 60 }).toString());
    // What one reading alone says may wait for a second one.
    await monitor.tick(start.add({ minutes: 75 }).toString());
    const after = await stored(monitor);
    const alerts = monitor.alerts();
    const course = (index: number): { before: Stored; after: Stored; told: string[] } => {
      const [one, other] = [before.get(nameOf(index)), after.get(nameOf(index))];
      if (one === undefined || other === undefined) throw new Error(`${nameOf(index)} is not stored`);
      const told = alerts.filter(({ petition }) => petition === nameOf(index)).map(({ alert }) => alert);
      return { before: one, after: other, told };
    };
    const control = course(0);
    const others = servers.slice(1, goodOnes).map((_, index) => course(index + 1));
    const notRead = new Set(
      monitor.log.flatMap(({ message, fields }) => (message === 'no reading' ? [fields.petition] : [])),
    );
    return [
      ...(polls === servers.length ? [] : [`${polls} of ${servers.length} were polled`]),
      ...others.flatMap(({ after: { petition, failures } }) =>
        petition.last?.signatures === count + 1 && failures === 0
          ? []
          : [`${petition.petition}, a good one, was harmed`],
      ),
      ...cases.flatMap((one, number) => {
        const own = course(number + goodOnes);
        return faultsOf(one, {
          own,
          control,
          isRead: !notRead.has(nameOf(number + goodOnes)),
          told: own.told,
          usual: control.told,
        }).map((fault) => `${one.name}: ${fault}`);
      }),
      ...monitor.log
        .filter(({ level }) => level === 'error')
        .map(({ message, fields }) => `${message}: ${JSON.stringify(fields)}`),
    ];
  } finally {
    await monitor.close();
    restore();
    await Promise.all(servers.map((server) => server.close()));
  }
}

const isConfig = (input: unknown): input is ConfigInput => configSchema.safeParse(input).success;

function configOf(watch: readonly object[]): ConfigInput {
  const config = { watch, operators: [{ email: 'ops@example.org' }], allowPrivateSources: true };
  if (!isConfig(config)) throw new Error('it is no config');
  return config;
}

type Stored = Awaited<ReturnType<Monitor['petitions']>>[number];

const stored = async (monitor: Monitor): Promise<Map<string, Stored>> =>
  new Map((await monitor.petitions()).map((one) => [one.petition.petition, one]));
