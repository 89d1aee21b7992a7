/** Publishes to SNS: one message, with a text for each kind of subscription. */
import {
  InvalidParameterException,
  InvalidParameterValueException,
  PublishCommand,
  type SNSClient,
} from '@aws-sdk/client-sns';
import type { Telemetry } from '../runtime/telemetry.ts';
import { clip } from '../text.ts';
import { messageBody, type SnsMessage } from './alert-message.ts';
import { toAscii } from './charsets.ts';

/** Resolves once SNS has accepted the message. */
export type PublishMessage = (message: SnsMessage) => Promise<void>;

/**
 * A message that SNS refuses for what it contains would be refused for ever: it is sent in its plain form then. That is a
 * bug of ours, and logged.
 */
export const snsPublisher =
  (client: SNSClient, topic: string, { warn }: Pick<Telemetry, 'warn'>): PublishMessage =>
  async (message) => {
    try {
      await client.send(publishCommand(message, topic));
    } catch (error) {
      if (!(error instanceof InvalidParameterException || error instanceof InvalidParameterValueException)) throw error;
      await client.send(publishCommand(plainMessage(message), topic));
      warn('message published in its plain form', { alert: message.attributes.alert, reason: error.message });
    }
  };

/** In ASCII, and short: nothing of it depends on what a platform wrote. The event is the same, if there is room for it. */
export function plainMessage({ subject, email, sms, event, attributes }: SnsMessage): SnsMessage {
  const plainLines = (text: string): string => text.split('\n').map(toAscii).join('\n');
  const escaped = event.replace(/[^\x20-\x7e]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return {
    subject: clip(toAscii(subject), 99, '...').replace(/^[^A-Za-z0-9]+/, '') || 'Petition monitor',
    email: clip(plainLines(email), 20_000, '...') || 'This message could not be written.',
    sms: clip(toAscii(sms), 140, '...') || 'Petition monitor: a message could not be written.',
    event: escaped.length <= maxPlainEvent ? escaped : JSON.stringify({ error: 'too long', attributes }),
    attributes: Object.fromEntries(
      Object.entries(attributes).filter(([, value]) => value.length <= 256 && /^[\x20-\x7e]+$/.test(value)),
    ),
  };
}

/** In characters. SNS takes 256 kB, with the other texts and as JSON within JSON. */
const maxPlainEvent = 100_000;

export const publishCommand = (message: SnsMessage, topic: string): PublishCommand =>
  new PublishCommand({
    TopicArn: topic,
    Subject: message.subject,
    MessageStructure: 'json',
    Message: messageBody(message),
    MessageAttributes: {
      ...Object.fromEntries(
        Object.entries(message.attributes).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
      ),
      ...(message.petitions && {
        petition: { DataType: 'String.Array', StringValue: JSON.stringify(message.petitions) },
      }),
    },
  });
