/** What a tick hands over, through the real SDK, to the embedded queue. */
import { checkConfig } from '../../src/config/read-config.ts';
import { namedPetitions, type WatchedPetition } from '../../src/config/watched-petition.ts';
import { parseBatch, createBatchSender, type BatchSender } from '../../lambda/poll/batch-sender.ts';
import { setEnvironment } from '../../local/process-environment.ts';
import { startSqs, type SqsEndpoint } from '../../emulator/sqs/server.ts';
import { at } from '../domain/story.ts';
import { accessKey } from '../../emulator/listen.ts';
import { signed } from '../loopback.ts';

const noon = at('2026-03-05T12:00:00.250Z');
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined, count: () => undefined };
let sqs: SqsEndpoint;
let clock: number;
let queue: BatchSender;
let restore: () => void;

beforeEach(async () => {
  clock = noon.epochMilliseconds;
  sqs = await startSqs(() => clock);
  restore = setEnvironment({
    AWS_ENDPOINT_URL_SQS: sqs.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: accessKey,
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_MAX_ATTEMPTS: '1',
  });
  queue = createBatchSender(sqs.queueUrl, quiet);
});
afterEach(async () => {
  restore();
  await sqs.close();
});

function due(host: string, many: number): WatchedPetition[] {
  const watch = Array.from({ length: many }, (_, n) => ({
    source: 'uk-parliament' as const,
    petition: String(n + 1),
    baseUrl: `https://${host}`,
  }));
  return namedPetitions(checkConfig({ watch }, 'test'));
}

/** All that the queue hands on at once: how many petitions are in each message, by turn. */
function turns(): number[][] {
  const all: number[][] = [];
  for (let messages = sqs.queue.receive(); messages.length > 0; messages = sqs.queue.receive()) {
    all.push(messages.map(({ body }) => parseBatch(body).petitions.length));
  }
  return all;
}

test('24 petitions are a message, and two messages of one host a turn', async () => {
  expect(await queue.offload(due('a.example.org', 260), noon)).toEqual([]);
  expect(turns()).toEqual([[24, 24]]);
  // The third waits for those before it.
  expect(sqs.queue.size).toBe(11);
});

test('a host waits for no other', async () => {
  await queue.offload([...due('a.example.org', 30), ...due('b.example.org', 3)], noon);
  expect(turns()).toEqual([[24, 6], [3]]);
});

test('a message says which petitions are due, and since when', async () => {
  await queue.offload(due('a.example.org', 2), noon);
  const [message] = sqs.queue.receive();
  expect(parseBatch(message?.body ?? '')).toEqual({ dueAt: noon, petitions: ['uk-parliament/1', 'uk-parliament/2'] });
});

test('two ticks of one minute that overlap hand the same over once; the next minute hands it over again', async () => {
  await queue.offload(due('a.example.org', 3), noon);
  await queue.offload(due('a.example.org', 3), noon.add({ seconds: 30 }));
  expect(sqs.queue.size).toBe(1);
  await queue.offload(due('a.example.org', 3), noon.add({ minutes: 1 }));
  expect(sqs.queue.size).toBe(2);
});

test('a turn is filled with messages of other hosts', async () => {
  await queue.offload([...due('a.example.org', 3), ...due('b.example.org', 30)], noon);
  // The second message of b waits for the first.
  expect(turns()).toEqual([[3, 24]]);
});

test('what the queue does not take is given back', async () => {
  await sqs.close();
  const petitions = due('a.example.org', 30);
  expect(await queue.offload(petitions, noon)).toEqual(petitions);
  await expect(queue.isolate('uk-parliament/1', noon)).rejects.toThrow();
});

test('one that is set apart keeps nobody of its host waiting', async () => {
  await queue.offload(due('a.example.org', 3), noon);
  await queue.isolate('uk-parliament/2', noon);
  expect(turns()).toEqual([[3, 1]]);
});

test('hundreds that are isolated are four runs at a time, at the most', async () => {
  for (let id = 1; id <= 100; id += 1) await queue.isolate(`uk-parliament/${id}`, noon);
  const groups = new Set<string>();
  for (let taken = sqs.queue.receive(); taken.length > 0; taken = sqs.queue.receive()) {
    for (const { group } of taken) groups.add(group);
  }
  expect(groups.size).toBe(4);
});

test('what is not taken comes again after five minutes, and is set aside after the tenth time', async () => {
  await queue.isolate('uk-parliament/1', noon);
  const counts: number[] = [];
  for (let time = 0; time < 12; time += 1) {
    counts.push(turns().length);
    clock += 5 * 60_000;
  }
  expect(counts).toEqual([...Array.from({ length: 10 }, () => 1), 0, 0]);
  expect(sqs.queue.deadLetters.map(({ body }) => parseBatch(body).petitions)).toEqual([['uk-parliament/1']]);
});

test('the endpoint refuses by name what it does not know', async () => {
  const response = await fetch(sqs.url, {
    method: 'POST',
    headers: { ...signed, 'x-amz-target': 'AmazonSQS.ReceiveMessage' },
  });
  expect([response.status, await response.text()]).toEqual([400, expect.stringContaining('AmazonSQS.ReceiveMessage')]);
});
