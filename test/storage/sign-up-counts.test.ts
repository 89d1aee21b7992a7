/** What is counted of those who sign up, in the table: how often, by whom nobody can tell, and until when. */
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { signUpCounters, type SignUpCounter } from '../../src/domain/sign-up-limits.ts';
import { SignUpCounts } from '../../src/storage/sign-up-counts.ts';
import { at } from '../domain/story.ts';
import { startEngine, type Engine } from '../engine.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.close());

const now = at('2026-03-01T12:00:00Z');
const counter: SignUpCounter = { of: 'address', key: 'reader@example.org', max: 3 };

test('two processes count together, to the most and no further; the next day begins anew', async () => {
  const table = await engine.table();
  const [one, other] = [new SignUpCounts(engine.client, table), new SignUpCounts(engine.client, table)];
  const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => (n % 2 ? one : other).add(counter, now)));
  expect(answers.filter((counted) => counted)).toHaveLength(3);
  expect(await one.add({ ...counter, key: 'another@example.org' }, now)).toBe(true);
  expect(await one.add({ ...counter, of: 'network' }, now)).toBe(true);
  expect(await one.add(counter, at('2026-03-01T23:59:59Z'))).toBe(false);
  expect(await one.add(counter, at('2026-03-02T00:00:00Z'))).toBe(true);
});

test('no address, network or petition is stored, and each item says when it may go', async () => {
  const table = await engine.table();
  const signUp = { petition: 'uk-parliament/700143', email: 'reader@example.org', ip: '203.0.113.7' };
  for (const one of signUpCounters(signUp, 5)) await new SignUpCounts(engine.client, table).add(one, now);
  const { Items = [] } = await engine.client.send(new ScanCommand({ TableName: table }));
  expect(Items).toHaveLength(5);
  expect(JSON.stringify(Items)).not.toMatch(/reader|example|203\.0|700143/);
  expect(new Set(Items.map(({ pk, expires }) => JSON.stringify({ pk, expires })))).toEqual(
    new Set([JSON.stringify({ pk: { S: 'sign-up' }, expires: { N: '1772539200' } })]),
  );
  expect(new Date(1_772_539_200_000).toISOString()).toBe('2026-03-03T12:00:00.000Z');
});

test('the same address has another hash the next day', async () => {
  const table = await engine.table();
  const counts = new SignUpCounts(engine.client, table);
  await counts.add(counter, now);
  await counts.add(counter, at('2026-03-02T12:00:00Z'));
  const { Items = [] } = await engine.client.send(new ScanCommand({ TableName: table }));
  const hashes = Items.map(({ sk }) => String(sk?.S).slice('2026-03-01#'.length)).filter((name) => name !== 'salt');
  expect(hashes).toHaveLength(2);
  expect(new Set(hashes).size).toBe(2);
});

test('two processes have the same secret, which is another one for each purpose and each day, and is not in the table', async () => {
  const table = await engine.table();
  const [one, other] = [new SignUpCounts(engine.client, table), new SignUpCounts(engine.client, table)];
  const secret = await one.secret('challenges', now);
  expect(await other.secret('challenges', now)).toBe(secret);
  const others = [await one.secret('more', now), await one.secret('challenges', at('2026-03-02T00:00:00Z'))];
  expect(new Set([secret, ...others]).size).toBe(3);
  const { Items = [] } = await engine.client.send(new ScanCommand({ TableName: table }));
  expect(Items).toHaveLength(2);
  for (const hidden of [secret, ...others]) expect(JSON.stringify(Items)).not.toContain(hidden);
});

test('a table that does not answer once is asked again', async () => {
  const table = await engine.table();
  const counts = new SignUpCounts(engine.client, 'no-such-table');
  await expect(counts.add(counter, now)).rejects.toThrow();
  await expect(counts.add(counter, now)).rejects.toThrow();
  expect(await new SignUpCounts(engine.client, table).add(counter, now)).toBe(true);
});
