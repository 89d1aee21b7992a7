/** Publishes to SNS: one message, with a text for each kind of subscription. */
import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { messageBody, type SnsMessage } from './alert-message.ts';

/** Resolves once SNS has accepted the message. */
export type PublishMessage = (message: SnsMessage) => Promise<void>;

export const snsPublisher =
  (client: SNSClient, topic: string): PublishMessage =>
  async (message) => {
    await client.send(publishCommand(message, topic));
  };

export const publishCommand = (message: SnsMessage, topic: string): PublishCommand =>
  new PublishCommand({
    TopicArn: topic,
    Subject: message.subject,
    MessageStructure: 'json',
    Message: messageBody(message),
    MessageAttributes: Object.fromEntries(
      Object.entries(message.attributes).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
    ),
  });
