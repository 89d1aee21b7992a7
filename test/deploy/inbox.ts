/** A queue that subscribes, as one of the world would: made here, admitting the topic, and read as a subscriber reads it. */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { CloudEvent } from 'cloudevents';
import * as z from 'zod/mini';
import { parse, parseJson } from '../../src/validation.ts';
import { alertSchema, type Alert } from '../../src/domain/alerts.ts';

export interface Inbox {
  readonly arn: string;
  /**
   * The alerts that came since this was last asked: waits until there are so many, and then a while for those that
   * should not come.
   */
  readonly take: (expected: number) => Promise<Alert[]>;
  readonly delete: () => Promise<void>;
}

/** SNS delivers to a queue within a second or so; a stack's own schedule may be what publishes, a minute later. */
const patience = 90_000;
const afterwards = 3_000;

/** `topics` says whose messages it takes: an ARN with `*`, as the topic is only named when it is made. */
export async function makeInbox(name: string, topics: (queueArn: string) => string): Promise<Inbox> {
  const client = new SQSClient({});
  const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: name }));
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn', 'SqsManagedSseEnabled'] }),
  );
  const arn = Attributes?.QueueArn ?? '';
  const admission = {
    Effect: 'Allow',
    Principal: { Service: 'sns.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: arn,
    Condition: { ArnLike: { 'aws:SourceArn': topics(arn) } },
  };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [admission] });
  await client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));

  const seen = new Set<string>();
  async function receive(): Promise<Alert[]> {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
    );
    const alerts: Alert[] = [];
    for (const { Body = '', ReceiptHandle } of Messages) {
      const { MessageId, Message } = parseJson(envelope, Body, `message in ${name}`);
      // A queue may give a message twice; told twice is what was published twice.
      if (!seen.has(MessageId)) alerts.push(alertIn(Message));
      seen.add(MessageId);
      await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
    return alerts;
  }

  return {
    arn,
    take: async (expected) => {
      const alerts: Alert[] = [];
      const started = performance.now();
      while (alerts.length < expected && performance.now() - started < patience) alerts.push(...(await receive()));
      await sleep(afterwards);
      return [...alerts, ...(await receive())];
    },
    delete: async () => {
      await client.send(new DeleteQueueCommand({ QueueUrl }));
      client.destroy();
    },
  };
}

const envelope = z.object({ MessageId: z.string(), Message: z.string() });

/** The alert of a CloudEvents document, which has to be one. */
function alertIn(message: string): Alert {
  const event = new CloudEvent<unknown>(parseJson(z.record(z.string(), z.unknown()), message, 'CloudEvents document'));
  event.validate();
  const alert = parse(alertSchema, event.data, 'alert in the queue');
  const [said, meant] = [
    [event.id, event.type, event.subject].join(' '),
    [alert.id, `petition.${alert.alert}`, alert.petition].join(' '),
  ];
  if (said !== meant) throw new Error(`the event says "${said}", its alert "${meant}"`);
  return alert;
}
