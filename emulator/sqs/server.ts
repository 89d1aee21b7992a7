/**
 * The SQS endpoint: `SendMessageBatch`, the one operation that functions use, for the real SDK client. The event source
 * takes the messages off the queue, as Lambda does on AWS.
 */
import * as z from 'zod/mini';
import { parseJson } from '../../src/validation.ts';
import { JsonServiceError, startJsonService } from '../json-service.ts';
import type { LoopbackServer } from '../listen.ts';
import { FifoQueue, md5 } from './queue.ts';

export interface SqsEndpoint extends LoopbackServer {
  readonly queueUrl: string;
  readonly queue: FifoQueue;
}

const requestSchema = z.object({
  QueueUrl: z.string(),
  Entries: z
    .array(
      z.object({
        Id: z.string(),
        MessageBody: z.string(),
        MessageGroupId: z.string(),
        MessageDeduplicationId: z.string(),
      }),
    )
    .check(z.minLength(1), z.maxLength(10)),
});

const path = '/000000000000/petition-batches.fifo';

/** `now` in milliseconds since 1970. */
export async function startSqs(now: () => number): Promise<SqsEndpoint> {
  const queue = new FifoQueue(now);
  const { url, close } = await startJsonService('AmazonSQS.SendMessageBatch', (request) => {
    const { QueueUrl, Entries } = parseJson(requestSchema, request, 'SendMessageBatch');
    if (new URL(QueueUrl).pathname !== path)
      throw new JsonServiceError('com.amazonaws.sqs#QueueDoesNotExist', `there is no queue ${QueueUrl}`);
    const Successful = Entries.map(({ Id, MessageBody: body, MessageGroupId: group, MessageDeduplicationId }) => ({
      Id,
      MessageId: queue.send({ body, group, deduplication: MessageDeduplicationId }),
      MD5OfMessageBody: md5(body),
    }));
    return { Successful, Failed: [] };
  });
  return { url, close, queue, queueUrl: `${url}${path}` };
}
