/** Publishes to SNS: one message, with a text for each kind of subscription. */
import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Message } from './message.ts';

/** Resolves once SNS has accepted the message. */
export type Publish = (message: Message) => Promise<void>;

export const publishTo =
  (client: SNSClient, topic: string): Publish =>
  async (message) => {
    await client.send(publication(message, topic));
  };

export const publication = ({ subject, event, email, sms, attributes }: Message, topic: string): PublishCommand =>
  new PublishCommand({
    TopicArn: topic,
    Subject: subject,
    MessageStructure: 'json',
    // Whatever is not named here (webhooks, queues, functions) gets the default.
    Message: JSON.stringify({ default: event, email, sms }),
    MessageAttributes: Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
    ),
  });
