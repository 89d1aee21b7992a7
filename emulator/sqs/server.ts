/**
 * The SQS endpoint: the one operation of Amazon SQS that a function asks for, in its JSON protocol, for the real SDK client.
 * What is sent is taken off the queue by who invokes the function, as Lambda does it on AWS.
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

const request = z.object({
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

  async function answer(asked: IncomingMessage): Promise<object> {
    const target = asked.headers['x-amz-target'];
    if (target !== operation)
      throw new BadInput('SQS', [{ path: 'operation', message: `${String(target)} is not known here` }]);
    const { QueueUrl, Entries } = parse(request, await json(asked), 'SendMessageBatch');
    if (new URL(QueueUrl).pathname !== path)
      throw new BadInput('SQS', [{ path: 'QueueUrl', message: 'is no queue here' }]);
    const Successful = Entries.map(({ Id, MessageBody: body, MessageGroupId: group, MessageDeduplicationId }) => ({
      Id,
      MessageId: queue.send({ body, group, deduplication: MessageDeduplicationId }),
      MD5OfMessageBody: md5(body),
    }));
    return { Successful, Failed: [] };
  }

  const server = createServer((asked, response) => {
    const say = (status: number, body: object): void =>
      void response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
    answer(asked).then(
      (body) => say(200, body),
      (error: unknown) => say(400, { __type: 'com.amazonaws.sqs#InvalidParameterValue', message: String(error) }),
    );
  });
  const { url, close } = await listen(server);
  return { url, close, queue, queueUrl: `${url}${path}` };
}
