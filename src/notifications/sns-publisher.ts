/** Publishes to SNS: one message, with a text for each kind of subscription. */
import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { bodyOf, type Message } from './alert-message.ts';

/** Resolves once SNS has accepted the message. */
export type Publish = (message: Message) => Promise<void>;

export const publishTo =
  (client: SNSClient, topic: string): Publish =>
  async (message) => {
    await client.send(publication(message, topic));
  };

export const publication = (message: Message, topic: string): PublishCommand =>
  new PublishCommand({
    TopicArn: topic,
    Subject: message.subject,
    MessageStructure: 'json',
    Message: bodyOf(message),
    MessageAttributes: Object.fromEntries(
      Object.entries(message.attributes).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
    ),
  });
