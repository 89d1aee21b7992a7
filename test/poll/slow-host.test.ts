/**
 * The queue under a host that answers slowly, with the real handler: nothing is set aside that was never tried. The
 * clock goes on with each request, eight at a time.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toRecord } from '../../emulator/sqs/event-source.ts';
import { FifoQueue } from '../../emulator/sqs/queue.ts';
import { petitionsInMessage } from '../../lambda/poll/batch-limits.ts';
import { createHandlers } from '../../lambda/poll/handler.ts';
import { checkConfig } from '../../src/config/read-config.ts';
import { at } from '../domain/story.ts';
import { Here } from './poll-function.ts';

const here = new Here();
const folder = mkdtempSync(join(tmpdir(), 'slow-'));

const messages = 3;
const ids = Array.from({ length: messages * petitionsInMessage }, (_, n) => String(n + 1));
const runSeconds = 50;
let start = at('2016-01-01T17:00:00Z');

/** The first tick polls all of them. Each test has the batches of hours of its own. */
beforeAll(async () => {
  await here.open();
  await here.start(...ids);
  for (const id of ids) here.platform.shows(id, { signatureCount: 19_000 });
  await here.monitor.tick(start.toString());
});
beforeEach(() => {
  start = start.add({ hours: 3 });
  here.requests();
});
afterAll(async () => {
  await here.close();
  rmSync(folder, { recursive: true });
});

/** How many deliveries it takes until the queue is empty, of which one in so many runs: the others are throttled. */
async function deliver(secondsAnAnswer: number, oneIn: number): Promise<{ deliveries: number; deadLetters: number }> {
  const file = join(folder, 'petitions.json');
  writeFileSync(file, JSON.stringify(checkConfig(here.configFor(...ids), 'test')));
  let waited = 0;
  const now = () =>
    start.add({ milliseconds: waited + Math.floor((here.platform.requests.length / 8) * secondsAnAnswer * 1000) });
  const { emulator } = here.monitor;
  const { batches } = createHandlers({
    environment: { ...emulator.functionEnvironment(file), BATCH_QUEUE_URL: emulator.batchQueueUrl },
    now,
    waitUntil: () => Promise.resolve(),
    telemetry: { info: () => undefined, warn: () => undefined, error: () => undefined, count: () => undefined },
  });
  const queue = new FifoQueue(() => now().epochMilliseconds);
  for (let first = 0; first < ids.length; first += petitionsInMessage) {
    const petitions = ids.slice(first, first + petitionsInMessage).map((id) => `us-we-the-people/${id}`);
    const body = JSON.stringify({ dueAt: start.toString(), petitions });
    queue.send({ body, group: 'host', deduplication: String(first) });
  }
  let deliveries = 0;
  while (queue.size > 0) {
    const taken = queue.receive();
    if (taken.length === 0) {
      waited += 60_000;
      continue;
    }
    deliveries += 1;
    if (deliveries % oneIn !== 0) continue;
    const began = now();
    const context = {
      getRemainingTimeInMillis: () => runSeconds * 1000 - (now().epochMilliseconds - began.epochMilliseconds),
    };
    const { batchItemFailures } = await batches(taken.map(toRecord), context);
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    for (const message of taken) if (!failed.has(message.messageId)) queue.delete(message);
  }
  return { deliveries, deadLetters: queue.deadLetters.length };
}

const isPolled = (): string[] => here.requests().sort((a, b) => Number(a) - Number(b));

test.each([1, 3, 5])('at %i s an answer each petition is polled once, and no batch is handed back', async (seconds) => {
  expect(await deliver(seconds, 1)).toEqual({ deliveries: Math.ceil(messages / 2), deadLetters: 0 });
  expect(isPolled()).toEqual(ids);
});

// An account with a concurrency of ten throttles: a message that was taken and not run counts as received.
test.each([1, 5])(
  'at %i s an answer, with three of four deliveries throttled, nothing is set aside',
  async (seconds) => {
    expect(await deliver(seconds, 4)).toMatchObject({ deadLetters: 0 });
    expect(isPolled()).toEqual(ids);
  },
);
