/** Attackers on loopback: ten thousand tries over HTTP, from one network and from many. How many mails they cause is counted. */
import { Agent, request } from 'node:http';
import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import * as z from 'zod/mini';
import { challengeSchema } from '../../lambda/sign-up/challenge.ts';
import { startSignUpSite, type SignUpSite } from '../sign-up-site.ts';
import type { Monitor } from '../test-monitor.ts';

const petitions = Array.from({ length: 20 }, (_, n) => String(n + 1));
let monitor: Monitor;
let close: SignUpSite['close'];

async function start(signUp: { proofOfWork?: boolean } = {}): Promise<void> {
  ({ monitor, close } = await startSignUpSite(signUp, petitions));
}
afterEach(() => close());

interface Try {
  /** Of 127.0.0.0/8: all of it is this machine. */
  readonly from: string;
  readonly email: string;
  readonly petition: string;
  readonly choice: 'main' | 'all';
  readonly altcha?: string;
}

/** How often each status was the answer. */
async function attack(tries: readonly Try[]): Promise<Record<string, number>> {
  // A connection for each: one that is kept ends while nobody looks, where the machine is busy for seconds.
  const agent = new Agent({ maxSockets: 20 });
  const { hostname, port } = new URL(monitor.siteUrl);
  const counted: Record<string, number> = {};
  const waiting = tries.values();
  const send = ({ from, petition, ...fields }: Try): Promise<void> =>
    new Promise((resolve, reject) => {
      const body = String(new URLSearchParams({ petition: `us-we-the-people/${petition}`, ...fields }));
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
  await start();
  const tries = Array.from({ length: 10_000 }, (_, n): Try => {
    const petition = petitions[n % petitions.length] ?? '1';
    return { from: '127.0.0.1', email: `stranger-${n}@example.org`, petition, choice: 'main' };
  });
  expect(await attack(tries)).toEqual({ 200: 50, 429: 9_950 });
  expect(await mails()).toHaveLength(50);
});

test('of sixty networks, all tries together are a thousand mails', async () => {
  await start();
  const tries = Array.from({ length: 3_000 }, (_, n): Try => {
    const petition = petitions[n % petitions.length] ?? '1';
    return { from: `127.0.${n % 60}.1`, email: `stranger-${n}@example.org`, petition, choice: 'all' };
  });
  expect(await attack(tries)).toEqual({ 200: 1_000, 503: 2_000 });
  expect(await mails()).toHaveLength(1_000);
});

test('one address gets ten mails, however many petitions, choices and networks are used, and no answer shows it', async () => {
  await start();
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
});

test('without the work, a thousand tries of sixty networks bring no mail; and what was done once brings one', async () => {
  await start({ proofOfWork: true });
  const given = await fetch(`${monitor.siteUrl}sign-up`);
  const challenge = z.parse(challengeSchema, await given.json());
  const solution = await solveChallenge({ challenge, deriveKey });
  const encoded = (payload: object): string => Buffer.from(JSON.stringify(payload)).toString('base64');
  const tries = (altchas: readonly string[]): Try[] =>
    Array.from({ length: 1_000 }, (_, n) => ({
      from: `127.0.${n % 60}.1`,
      email: `stranger-${n}@example.org`,
      petition: petitions[n % petitions.length] ?? '1',
      choice: 'all',
      altcha: altchas[n % altchas.length] ?? '',
    }));
  const guessed = Array.from({ length: 97 }, (_, n) =>
    encoded({ challenge, solution: { ...solution, counter: 2_001 + n } }),
  );
  const cheaper = encoded({ challenge: { ...challenge, parameters: { ...challenge.parameters, cost: 1 } }, solution });
  expect(await attack(tries(['', 'e30=', cheaper, ...guessed]))).toEqual({ 400: 1_000 });
  expect(await mails()).toEqual([]);
  expect(await attack(tries([encoded({ challenge, solution })]))).toEqual({ 200: 1, 400: 999 });
  expect(await mails()).toHaveLength(1);
});
