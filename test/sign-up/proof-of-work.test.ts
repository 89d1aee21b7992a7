/** The proof of work of the form: what is one, and who is signed up with it; over HTTP, with the secret that is in the table. */
import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { createChallenge, solveChallenge, type Challenge, type ChallengeParameters, type Solution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import * as z from 'zod/mini';
import { challengeEnds, challengeSchema, isRight, newChallenge, readProof } from '../../lambda/sign-up/challenge.ts';
import { petitionPath } from '../../lambda/site/paths.ts';
import type { Instant } from '../../src/domain/time.ts';
import { SignUpCounts } from '../../src/storage/sign-up-counts.ts';
import { at } from '../domain/story.ts';
import { startSignUpSite, type SignUpSite } from '../sign-up-site.ts';
import type { Monitor } from '../test-monitor.ts';

const now = at('2016-01-01T23:58:00Z');
const ends = at('2016-01-02T00:03:00Z');

/** One that is found at once. */
const easyChallenge = (until: Instant, secret: string): Promise<Challenge> =>
  createChallenge({
    algorithm: 'PBKDF2/SHA-256',
    cost: 1,
    counter: 5,
    deriveKey,
    data: { ends: until.toString() },
    hmacSignatureSecret: secret,
  });

async function solutionOf(challenge: Challenge): Promise<Solution> {
  const solution = await solveChallenge({ challenge, deriveKey });
  if (solution === null) throw new Error('no key was found in time');
  return solution;
}

const encoded = (payload: unknown): string => Buffer.from(JSON.stringify(payload)).toString('base64');

type Payload = Readonly<Record<'challenge' | 'solution', object>>;

/** What a proof that is right is changed into. */
const forgeries: readonly (readonly [string, (good: { challenge: Challenge; solution: Solution }) => Payload])[] = [
  ['another number', ({ challenge, solution }) => ({ challenge, solution: { ...solution, counter: 6 } })],
  [
    'a number that wraps',
    ({ challenge, solution }) => ({ challenge, solution: { ...solution, counter: 2 ** 32 + 5 } }),
  ],
  ['another key', ({ challenge, solution }) => ({ challenge, solution: { ...solution, derivedKey: '00'.repeat(32) } })],
  [
    'another signature',
    ({ challenge, solution }) => ({ challenge: { ...challenge, signature: '0'.repeat(64) }, solution }),
  ],
  ['no signature', ({ challenge, solution }) => ({ challenge: { ...challenge, signature: '' }, solution })],
  ...(
    [
      ['a cheaper key', { cost: 0 }],
      ['a shorter key', { keyLength: 1 }],
      ['any key at all', { keyPrefix: '' }],
      ['the same work under another nonce', { nonce: '0'.repeat(32) }],
      ['a later end', { data: { ends: '2016-01-02T00:03:01Z' } }],
    ] satisfies [string, Partial<ChallengeParameters>][]
  ).map(
    ([what, changed]) =>
      [
        what,
        ({ challenge, solution }: { challenge: Challenge; solution: Solution }): Payload => ({
          challenge: { ...challenge, parameters: { ...challenge.parameters, ...changed } },
          solution,
        }),
      ] as const,
  ),
];

const nonsense: readonly (readonly [string, string])[] = [
  ['nothing', ''],
  ['what is no base64', '<script>“no”</script>'],
  ['what is no JSON', Buffer.from('challenge').toString('base64')],
  ['JSON that is no object', encoded(null)],
  ['a list', encoded([[[]]])],
  ['a challenge that is a text', encoded({ challenge: 'x', solution: { counter: 5, derivedKey: '00' } })],
  ['a number that is a text', encoded({ challenge: { parameters: {}, signature: '' }, solution: { counter: '5' } })],
  ['what is nested a thousand deep', Buffer.from('['.repeat(1_000) + ']'.repeat(1_000)).toString('base64')],
  ['as much as a form can hold', 'e'.repeat(3_900)],
];

describe('what is read of a proof', () => {
  const secret = 'of this test';
  let good: { challenge: Challenge; solution: Solution };
  beforeAll(async () => {
    const challenge = await easyChallenge(ends, secret);
    good = { challenge, solution: await solutionOf(challenge) };
  });
  const isProof = async (payload: string, when: Instant = now, key = secret): Promise<boolean> => {
    const proof = readProof(payload, when);
    return proof !== undefined && isRight(proof, key);
  };

  test('whoever found the key has proved it, with the secret that signed the challenge and no other', async () => {
    expect(await isProof(encoded(good))).toBe(true);
    expect(await isProof(encoded(good), now, 'another')).toBe(false);
  });

  test('a challenge is good for five minutes, and what says that it ends much later is none of ours', async () => {
    expect(challengeEnds(now)).toEqual(ends);
    expect(readProof(encoded(good), now)?.ends).toEqual(ends);
    expect(await isProof(encoded(good), at('2016-01-02T00:02:59Z'))).toBe(true);
    expect(await isProof(encoded(good), ends)).toBe(false);
    expect(await isProof(encoded(good), at('2016-01-01T23:53:00Z'))).toBe(true);
    expect(await isProof(encoded(good), at('2016-01-01T23:52:59Z'))).toBe(false);
  });

  test.each(forgeries)('a proof with %s is none', async (_, forged) => {
    expect(await isProof(encoded(forged(good)))).toBe(false);
  });

  test.each(nonsense)('%s is no proof', async (_, text) => {
    expect(await isProof(text)).toBe(false);
  });

  test('each challenge is another one, as hard as it has to be, and says nothing of who asks', async () => {
    const [one, other] = [await newChallenge(ends, secret), await newChallenge(ends, secret)];
    expect(one.parameters).toEqual({
      algorithm: 'PBKDF2/SHA-256',
      cost: 10_000,
      keyLength: 32,
      keyPrefix: expect.stringMatching(/^[0-9a-f]{32}$/),
      nonce: expect.stringMatching(/^[0-9a-f]{32}$/),
      salt: expect.stringMatching(/^[0-9a-f]{32}$/),
      data: { ends: '2016-01-02T00:03:00Z' },
    });
    for (const field of ['nonce', 'salt', 'keyPrefix'] as const)
      expect(one.parameters[field]).not.toBe(other.parameters[field]);
    expect(one.signature).not.toBe(other.signature);
  });
});

describe('where the form needs a proof of work', () => {
  const name = 'us-we-the-people/1';
  let monitor: Monitor;
  let close: SignUpSite['close'];
  let client: DynamoDBClient;
  beforeAll(async () => {
    ({ monitor, close } = await startSignUpSite({ proofOfWork: true }));
    client = new DynamoDBClient({});
    await monitor.report('2016-01-01T12:01:00Z');
  });
  afterAll(async () => {
    client.destroy();
    await close();
  });
  beforeEach(() => monitor.setClock('2016-01-01T23:58:00Z'));

  async function send(altcha?: string, email = 'reader@example.org'): Promise<{ status: number; text: string }> {
    const body = new URLSearchParams({
      petition: name,
      email,
      choice: 'main',
      ...(altcha !== undefined && { altcha }),
    });
    const answer = await fetch(`${monitor.siteUrl}sign-up`, { method: 'POST', body });
    return { status: answer.status, text: await answer.text() };
  }
  const mails = async (): Promise<number> => (await monitor.deliveries()).length;

  /** As if the function had given it: the secret is in the table, for whichever process asks. */
  async function goodProof(): Promise<{ challenge: Challenge; solution: Solution }> {
    const secret = await new SignUpCounts(client, monitor.emulator.tableName).secret('challenges', ends);
    const challenge = await easyChallenge(ends, secret);
    return { challenge, solution: await solutionOf(challenge) };
  }

  test('the site gives a challenge that no cache keeps, and who solves it is asked to confirm', async () => {
    const given = await fetch(`${monitor.siteUrl}sign-up`);
    expect([given.status, given.headers.get('cache-control'), given.headers.get('content-type')]).toEqual([
      200,
      'no-store',
      'application/json; charset=utf-8',
    ]);
    const challenge = z.parse(challengeSchema, await given.json());
    const { status } = await send(encoded({ challenge, solution: await solutionOf(challenge) }));
    expect([status, await mails()]).toEqual([200, 1]);
  });

  test('the page has the script of the proof, and says without scripts how else to follow', async () => {
    const page = await (await fetch(`${monitor.siteUrl}${petitionPath(name, 'html')}`)).text();
    const script = /<script src="([^"]*\/proof-of-work\.[^"]+\.js)" defer>/.exec(page)?.[1] ?? '';
    const served = await fetch(new URL(script, `${monitor.siteUrl}${petitionPath(name, 'html')}`));
    expect(await served.text()).toMatch(/^\/\*!\n.*altcha-lib .*\(MIT\)/);
    expect(page).toMatch(/<noscript><p class="fault">.*feed.*calendar.*<\/noscript>/s);
    // The form that is shown again needs a proof, too.
    expect((await send(undefined, 'reader')).text).toMatch(/<script src="assets\/proof-of-work.*<noscript>/s);
  });

  test('of ten who send the same proof at once, one is signed up; nor can it be used again after midnight', async () => {
    const proof = encoded(await goodProof());
    const readers = Array.from({ length: 10 }, (_, n) => `reader-${n}@example.org`);
    const answers = await Promise.all(readers.map((reader) => send(proof, reader)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 9 }, () => 400)]);
    monitor.setClock('2016-01-02T00:01:00Z');
    expect((await send(proof)).status).toBe(400);
    expect(await mails()).toBe(1);
  });

  test('a challenge that was given before midnight is good after it, until it expires', async () => {
    const [early, late] = [encoded(await goodProof()), encoded(await goodProof())];
    monitor.setClock('2016-01-02T00:02:59Z');
    expect((await send(early)).status).toBe(200);
    monitor.setClock('2016-01-02T00:03:00Z');
    expect((await send(late)).status).toBe(400);
    expect(await mails()).toBe(1);
  });

  test('an address that is none costs no proof', async () => {
    const proof = encoded(await goodProof());
    expect((await send(proof, 'reader')).status).toBe(422);
    expect((await send(proof, 'another@example.org')).status).toBe(200);
    expect(await mails()).toBe(1);
  });

  test('every other proof is refused in the same words, with a way back, and nobody gets a mail', async () => {
    const good = await goodProof();
    const forged = forgeries.map(([, forge]) => encoded(forge(good)));
    const secret = 'of somebody else';
    const own = await easyChallenge(ends, secret);
    const all = [
      ...forged,
      ...nonsense.map(([, text]) => text),
      encoded({ challenge: own, solution: await solutionOf(own) }),
    ];
    const before = monitor.log.length;
    const answers: { status: number; text: string }[] = [await send()];
    for (const altcha of all) answers.push(await send(altcha));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    const [{ status, text } = { status: 0, text: '' }] = answers;
    expect([status, text]).toEqual([400, expect.stringMatching(/needs a proof of work.*Back to the petition/s)]);
    expect(new Set(monitor.log.slice(before).map((line) => JSON.stringify(line)))).toEqual(
      new Set([
        JSON.stringify({ level: 'warn', message: 'sign-up refused', fields: { petition: name, limit: 'proof' } }),
      ]),
    );
    expect((await send('x'.repeat(4_096))).status).toBe(413);
    expect(await mails()).toBe(0);
  });

  test('where the table fails, there is no challenge, and the log has why', async () => {
    monitor.setClock('2016-01-05T12:00:00Z');
    await client.send(
      new UpdateItemCommand({
        TableName: monitor.emulator.tableName,
        Key: { pk: { S: 'sign-up' }, sk: { S: '2016-01-05#salt' } },
        UpdateExpression: 'SET salt = :wrong',
        ExpressionAttributeValues: { ':wrong': { N: '1' } },
      }),
    );
    expect((await fetch(`${monitor.siteUrl}sign-up`)).status).toBe(503);
    expect(monitor.log.at(-1)).toMatchObject({
      level: 'error',
      message: 'sign-up failed',
      fields: { reason: expect.stringMatching(/salt of the day/) },
    });
  });
});
