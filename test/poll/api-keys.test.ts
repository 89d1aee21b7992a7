/** A petition of a platform that asks for a key, through the real handler and the embedded cloud. */
import type { ConfigInput } from '../../src/config/config.ts';
import { startMonitor, type Monitor } from '../test-monitor.ts';
import { json, serve, type Loopback } from '../loopback.ts';

const secret = 'not-to-be-shown-0123456789';
const parameter = '/petitions/action-network';
const id = 'd32fcdd6-7366-466d-a3b8-7e0d87c3cd8b';

let platform: Loopback;
let monitor: Monitor | undefined;
beforeEach(async () => {
  platform = await serve((request, response) => {
    const isGood = request.headers['osdi-api-token'] === secret;
    const petition = { identifiers: [`action_network:${id}`], title: 'Save the green', total_signatures: 999 };
    const answer = request.url?.endsWith('/petitions') ? { _embedded: { 'osdi:petitions': [petition] } } : petition;
    json(isGood ? answer : {}, isGood ? 200 : 403)(request, response);
  });
});
afterEach(async () => {
  await monitor?.close();
  await platform.close();
});

type Which = { readonly petition: string } | { readonly all: 'open' };

async function start(parameters: ReadonlyMap<string, string>, which: Which = { petition: id }): Promise<Monitor> {
  const config: ConfigInput = {
    watch: [{ source: 'action-network', ...which, baseUrl: platform.url, key: { parameter } }],
    subscribers: [{ email: 'desk@example.org' }],
    operators: [{ email: 'ops@example.org' }],
    sourceFailingAfter: 'PT1M',
    allowPrivateSources: true,
  };
  monitor = await startMonitor(config, undefined, parameters);
  return monitor;
}

test('is read with its key, which is read once', async () => {
  const { tick, petitionRepository, alerts } = await start(new Map([[parameter, secret]]));
  await tick('2026-01-05T17:00:00Z');
  await tick('2026-01-05T17:01:00Z');
  expect(alerts().map(({ alert, signatures }) => [alert, signatures])).toEqual([['watch-started', 999]]);
  expect(JSON.stringify(await petitionRepository.load(`action-network/${id}`))).not.toContain(secret);
});

test('a query reads the list of the group with its key, and without it finds nothing', async () => {
  const { discover, petitionRepository } = await start(new Map([[parameter, secret]]), { all: 'open' });
  expect(await discover('2026-01-05T17:00:00Z')).toMatchObject({ pages: 1, found: 1 });
  expect((await petitionRepository.load(`action-network/${id}`))?.petition.last).toMatchObject({ signatures: 999 });
  await monitor?.close();
  const without = await start(new Map(), { all: 'open' });
  expect(await without.discover('2026-01-05T17:00:00Z')).toMatchObject({ pages: 0, found: 0 });
});

test('a key that can not be read is no reading, with the reason, and the operators are told', async () => {
  const { tick, log, notices, deliveries } = await start(new Map());
  await tick('2026-01-05T17:00:00Z');
  const summary = await tick('2026-01-05T17:01:00Z');
  await tick('2026-01-05T17:02:00Z');
  await tick('2026-01-05T17:03:00Z');
  expect(summary).toMatchObject({ readings: 0, failures: 0 });
  expect(platform.requests).toEqual([]);
  const reason = expect.stringContaining(`the key in the parameter ${parameter} cannot be read: ParameterNotFound`);
  expect(log).toContainEqual({
    level: 'warn',
    message: 'no reading',
    fields: expect.objectContaining({ petition: `action-network/${id}`, reason }),
  });
  expect(notices()).toMatchObject([{ notice: 'source-failing', reason }]);
  expect(await deliveries()).toHaveLength(1);
});

test('a key that the platform does not take is no reading, and is nowhere to be seen', async () => {
  const wrong = 'wrong-and-secret-9876543210';
  const { tick, log, notices, deliveries, petitionRepository } = await start(new Map([[parameter, wrong]]));
  for (const minute of [0, 1, 2, 3, 4]) await tick(`2026-01-05T17:0${minute}:00Z`);
  expect(platform.requests[0]?.headers['osdi-api-token']).toBe(wrong);
  expect(log).toContainEqual(expect.objectContaining({ message: 'no reading' }));
  const all = [log, notices(), await deliveries(), await petitionRepository.load(`action-network/${id}`)];
  expect(JSON.stringify(all)).toContain('answered 403');
  expect(JSON.stringify(all)).not.toContain(wrong);
});
