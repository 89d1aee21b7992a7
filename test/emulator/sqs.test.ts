/**
 * The embedded FIFO queue and its event source, as the guides of Amazon SQS and AWS Lambda say (2026-11). The pages are below
 * docs.aws.amazon.com/.
 */
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { batchQueueSettings } from '../../lambda/poll/batch-limits.ts';
import type { SqsRecords } from '../../lambda/poll/process-batches.ts';
import { drainQueue } from '../../emulator/sqs/event-source.ts';
import { startSqs, type SqsEndpoint } from '../../emulator/sqs/server.ts';
import { at } from '../domain/story.ts';
import { accessKey } from '../../emulator/listen.ts';

const { batchSize, maxReceiveCount, visibilityTimeout } = batchQueueSettings;

let clock = at('2016-01-05T17:00:00Z');
let sqs: SqsEndpoint;
let client: SQSClient;

beforeEach(async () => {
  clock = at('2016-01-05T17:00:00Z');
  sqs = await startSqs(() => clock.epochMilliseconds);
  client = new SQSClient({
    endpoint: sqs.url,
    region: 'us-east-1',
    credentials: { accessKeyId: accessKey, secretAccessKey: 'local' },
    maxAttempts: 1,
  });
});
afterEach(async () => {
  client.destroy();
  await sqs.close();
});

/** Messages such as `a1`: the first letter is the group. */
async function send(...bodies: string[]): Promise<void> {
  const Entries = bodies.map((body, index) => ({
    Id: String(index),
    MessageBody: body,
    MessageGroupId: body.slice(0, 1),
    MessageDeduplicationId: body,
  }));
  await client.send(new SendMessageBatchCommand({ QueueUrl: sqs.queueUrl, Entries }));
}
/** The batches that the function gets now. Those that it cannot do are in `failing`. */
async function drain(...failing: string[]): Promise<string[]> {
  const batches: SqsRecords[] = [];
  await drainQueue(sqs.queue, (records) => {
    batches.push(records);
    const failed = records.filter(({ body }) => failing.includes(body));
    return Promise.resolve({ batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) });
  });
  return batches.map((records) =>
    records.map(({ body, attributes }) => `${body}×${attributes.ApproximateReceiveCount}`).join(' '),
  );
}
const pass = (seconds: number): void => {
  clock = clock.add({ seconds });
};

// lambda/latest/dg/services-sqs-scaling.html: one batch may hold messages of several groups, in the order of each.
test('a batch is filled from one group, and then from others, in the order of each', async () => {
  expect(batchSize).toBe(2);
  await send('a1', 'a2', 'b1', 'a3', 'b2', 'b3', 'c1');
  expect(await drain()).toEqual(['a1×1 a2×1', 'b1×1 b2×1', 'a3×1 b3×1', 'c1×1']);
});

// AWSSimpleQueueService/latest/SQSDeveloperGuide/using-messagegroupid-property.html
test('while a message of a group is hidden, no other of that group is received; other groups go on', async () => {
  await send('a1', 'a2', 'a3', 'b1');
  expect(await drain('a2')).toEqual(['a1×1 a2×1', 'b1×1']);
  await send('a4', 'b2');
  pass(visibilityTimeout - 1);
  expect(await drain()).toEqual(['b2×1']);
  pass(1);
  expect(await drain()).toEqual(['a2×2 a3×1', 'a4×1']);
});

// lambda/latest/dg/services-sqs-errorhandling.html: what a function does not do comes again after the visibility timeout.
test('receives are counted across partial failures, and what succeeded does not come again', async () => {
  await send('a1', 'a2');
  const seen: string[] = [];
  for (let n = 0; n < 3; n++) {
    seen.push(...(await drain('a2')));
    pass(visibilityTimeout);
  }
  expect(seen).toEqual(['a1×1 a2×1', 'a2×2', 'a2×3']);
});

// AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
test('after its last receive a message is a dead letter, and the others of its group go on', async () => {
  await send('a1', 'a2', 'a3');
  for (let n = 0; n < maxReceiveCount; n++) {
    expect(sqs.queue.deadLetters).toEqual([]);
    await drain('a1', 'a2');
    pass(visibilityTimeout);
  }
  expect(await drain()).toEqual(['a3×1']);
  expect(sqs.queue.deadLetters.map(({ body }) => body)).toEqual(['a1', 'a2']);
  expect(sqs.queue.size).toBe(0);
});

// AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-exactly-once-processing.html
test('an id is taken once in five minutes, also after its message was deleted', async () => {
  await send('a1');
  await send('a1');
  expect(await drain()).toEqual(['a1×1']);
  pass(299);
  await send('a1');
  expect(await drain()).toEqual([]);
  pass(1);
  await send('a1');
  expect(await drain()).toEqual(['a1×1']);
});

// AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html
test('eleven messages in a request, and a queue that is not there, are refused', async () => {
  await expect(send(...Array.from({ length: 11 }, (_, n) => `a${n}`))).rejects.toThrow(/SendMessageBatch/);
  const QueueUrl = `${sqs.url}/000000000000/other.fifo`;
  const Entries = [{ Id: '1', MessageBody: 'a', MessageGroupId: 'a', MessageDeduplicationId: 'a' }];
  const other = client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  await expect(other).rejects.toThrow(/there is no queue/);
});
