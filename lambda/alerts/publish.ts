/** Publishes alerts to SNS, one message an alert with a text for each kind of subscription. */
import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Alert } from '../petition/alerts.ts';
import { messageOf } from './message.ts';

/** Resolves once SNS has accepted the alert. */
export type Publish = (alert: Alert) => Promise<void>;

export const publishTo =
  (client: SNSClient, topic: string, contact?: string): Publish =>
  async (alert) => {
    const { subject, event, email, sms, attributes } = messageOf(alert, contact);
    await client.send(
      new PublishCommand({
        TopicArn: topic,
        Subject: subject,
        MessageStructure: 'json',
        // Whatever is not named here (webhooks, queues, functions) gets the default.
        Message: JSON.stringify({ default: event, email, sms }),
        MessageAttributes: Object.fromEntries(
          Object.entries(attributes).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
        ),
      }),
    );
  };
