/**
 * The SQS endpoint: `SendMessageBatch`, the one operation that functions use, for the real SDK client. The event source takes
 * the messages off the queue, as Lambda does on AWS.
 */
import { createServer, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import * as z from 'zod/mini';
import { BadInput, parse } from '../../src/validation.ts';
import { listen, type LoopbackServer } from '../listen.ts';
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

const operation = 'AmazonSQS.SendMessageBatch';
const path = '/000000000000/petition-batches.fifo';

/** `now` in milliseconds since 1970. */
export async function startSqs(now: () => number): Promise<SqsEndpoint> {
  const queue = new FifoQueue(now);

  async function answer(request: IncomingMessage): Promise<object> {
    const target = request.headers['x-amz-target'];
    if (target !== operation)
      throw new BadInput('SQS', [{ path: 'operation', message: `${String(target)} is not served here` }]);
    const { QueueUrl, Entries } = parse(requestSchema, await json(request), 'SendMessageBatch');
    if (new URL(QueueUrl).pathname !== path)
      throw new BadInput('SQS', [{ path: 'QueueUrl', message: 'is not the queue here' }]);
    const Successful = Entries.map(({ Id, MessageBody: body, MessageGroupId: group, MessageDeduplicationId }) => ({
      Id,
      MessageId: queue.send({ body, group, deduplication: MessageDeduplicationId }),
      MD5OfMessageBody: md5(body),
    }));
    return { Successful, Failed: [] };
  }

  const server = createServer((request, response) => {
    const send = (status: number, body: object): void =>
      void response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
    answer(request).then(
      (body) => send(200, body),
      (error: unknown) => send(400, { __type: 'com.amazonaws.sqs#InvalidParameterValue', message: String(error) }),
    );
  });
  const { url, close } = await listen(server);
  return { url, close, queue, queueUrl: `${url}${path}` };
}
