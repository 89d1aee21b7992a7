/** Attackers on loopback: ten thousand tries over HTTP, from one network and from many. How many mails they cause is counted. */
import { Agent, request } from 'node:http';
import { startMonitor, type Monitor } from '../test-monitor.ts';
import { startPlatform, type Platform } from '../test-platform.ts';

const petitions = Array.from({ length: 20 }, (_, n) => String(n + 1));
let platform: Platform;
let monitor: Monitor;

beforeEach(async () => {
  platform = await startPlatform();
  for (const id of petitions) platform.shows(id, { signatureCount: 19_000 });
  monitor = await startMonitor({
    watch: petitions.map((petition) => ({ source: 'us-we-the-people', petition, baseUrl: platform.url })),
    allowPrivateSources: true,
    warnBefore: [],
    site: { signUp: {} },
  });
  await monitor.tick('2016-01-01T12:00:00Z');
});
afterEach(async () => {
  await monitor.close();
  await platform.close();
});

interface Try {
  /** Of 127.0.0.0/8: all of it is this machine. */
  readonly from: string;
  readonly email: string;
  readonly petition: string;
  readonly choice: 'main' | 'all';
}

/** How often each status was the answer. */
async function attack(tries: readonly Try[]): Promise<Record<string, number>> {
  const agent = new Agent({ keepAlive: true, maxSockets: 20 });
  const { hostname, port } = new URL(monitor.siteUrl);
  const counted: Record<string, number> = {};
  const waiting = tries.values();
  const send = ({ from, email, petition, choice }: Try): Promise<void> =>
    new Promise((resolve, reject) => {
      const body = String(new URLSearchParams({ petition: `us-we-the-people/${petition}`, email, choice }));
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const options = { hostname, port, path: '/sign-up', method: 'POST', headers, agent, localAddress: from };
      request(options, (response) => {
        const status = String(response.statusCode);
        counted[status] = (counted[status] ?? 0) + 1;
        response.resume().on('end', resolve).on('error', reject);
      })
        .on('error', reject)
        .end(body);
    });
  const work = async (): Promise<void> => {
    for (const one of waiting) await send(one);
  };
  await Promise.all(Array.from({ length: 20 }, work));
  agent.destroy();
  return counted;
}

const mails = async (): Promise<string[]> =>
  (await monitor.deliveries()).map(({ subscription }) => subscription.endpoint);

test('ten thousand tries of one network are fifty mails', async () => {
  const tries = Array.from({ length: 10_000 }, (_, n): Try => {
    const petition = petitions[n % petitions.length] ?? '1';
    return { from: '127.0.0.1', email: `stranger-${n}@example.org`, petition, choice: 'main' };
  });
  expect(await attack(tries)).toEqual({ 200: 50, 429: 9_950 });
  expect(await mails()).toHaveLength(50);
}, 600_000);

test('of sixty networks, all tries together are a thousand mails', async () => {
  const tries = Array.from({ length: 3_000 }, (_, n): Try => {
    const petition = petitions[n % petitions.length] ?? '1';
    return { from: `127.0.${n % 60}.1`, email: `stranger-${n}@example.org`, petition, choice: 'all' };
  });
  expect(await attack(tries)).toEqual({ 200: 1_000, 503: 2_000 });
  expect(await mails()).toHaveLength(1_000);
}, 600_000);

test('one address gets ten mails, however many petitions, choices and networks are used, and no answer shows it', async () => {
  const tries = petitions.flatMap((petition) =>
    Array.from({ length: 10 }, (_, n): Try => {
      const choice = n % 2 === 0 ? 'main' : 'all';
      return {
        from: `127.0.${n}.1`,
        email: n % 3 === 0 ? 'Victim@Example.org' : 'victim@example.org',
        petition,
        choice,
      };
    }),
  );
  expect(await attack(tries)).toEqual({ 200: 200 });
  expect(await mails()).toEqual(Array.from({ length: 10 }, () => 'victim@example.org'));
}, 600_000);
