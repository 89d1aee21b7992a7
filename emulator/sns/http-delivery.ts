/** Delivery to webhooks, with the envelope, headers and confirmation that Amazon SNS sends to http(s) endpoints. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { SnsDelivery, SnsSubscription } from './topics.ts';

/** The body of a POST, and its kind. */
export interface Posted {
  readonly type: 'Notification' | 'SubscriptionConfirmation';
  readonly body: string;
}

/** Milliseconds before the second and the third try. */
export const firstRetries = [200, 1000];

/** Posts a message, once and after each delay. Returns why the endpoint did not accept it; undefined when it did. */
export async function postToWebhook(
  { arn, topic, endpoint, raw }: SnsSubscription,
  { type, body }: Posted,
  id: string,
  delays: readonly number[],
): Promise<string | undefined> {
  const headers = {
    'content-type': 'text/plain; charset=UTF-8',
    'user-agent': 'Amazon Simple Notification Service Agent',
    'x-amz-sns-message-type': type,
    'x-amz-sns-message-id': id,
    'x-amz-sns-topic-arn': topic,
    'x-amz-sns-subscription-arn': arn,
    ...(raw && { 'x-amz-sns-rawdelivery': 'true' }),
  };
  for (const delay of [...delays, undefined]) {
    const refusal = await fetch(endpoint, {
      method: 'POST',
      headers,
      body,
      signal: AbortSignal.timeout(5_000),
    }).then(
      ({ ok, status }) => (ok ? undefined : `it answers with status ${status}`),
      () => 'it does not answer',
    );
    if (refusal === undefined || delay === undefined) return refusal;
    await sleep(delay);
  }
  return undefined;
}

/** `at` is an ISO instant, `service` the URL of the SNS endpoint, for the links. */
export function notificationBody(delivery: SnsDelivery, at: string, service: string): Posted {
  const { id, subscription, subject, message, attributes } = delivery;
  if (subscription.raw) return { type: 'Notification', body: message };
  const body = JSON.stringify({
    Type: 'Notification',
    MessageId: id,
    TopicArn: subscription.topic,
    Subject: subject,
    Message: message,
    Timestamp: at,
    UnsubscribeURL: unsubscribeUrl(subscription, service),
    MessageAttributes: Object.fromEntries(
      [...attributes].map(([name, { type, value }]) => [name, { Type: type, Value: value }]),
    ),
  });
  return { type: 'Notification', body };
}

export function confirmationBody(subscription: SnsSubscription, id: string, at: string, service: string): Posted {
  const { topic, token } = subscription;
  const body = JSON.stringify({
    Type: 'SubscriptionConfirmation',
    MessageId: id,
    Token: token,
    TopicArn: topic,
    Message:
      `You have chosen to subscribe to the topic ${topic}. ` +
      'To confirm the subscription, visit the SubscribeURL included in this message.',
    SubscribeURL: confirmationUrl(subscription, service),
    Timestamp: at,
  });
  return { type: 'SubscriptionConfirmation', body };
}

export const confirmationMail = (subscription: SnsSubscription, id: string, service: string): SnsDelivery => ({
  id,
  subscription,
  subject: 'AWS Notification - Subscription Confirmation',
  message:
    `You have chosen to subscribe to the topic:\n${subscription.topic}\n\n` +
    `To confirm this subscription, visit:\n${confirmationUrl(subscription, service)}`,
  event: '',
  attributes: new Map(),
});

function confirmationUrl({ topic, token = '' }: SnsSubscription, service: string): string {
  const query = new URLSearchParams({ Action: 'ConfirmSubscription', TopicArn: topic, Token: token });
  return `${service}/?${query.toString()}`;
}

export const unsubscribeUrl = ({ arn }: Pick<SnsSubscription, 'arn'>, service: string): string =>
  `${service}/?${new URLSearchParams({ Action: 'Unsubscribe', SubscriptionArn: arn }).toString()}`;
