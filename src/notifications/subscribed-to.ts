/** Who is subscribed to a topic, as SNS lists it. */
import { paginateListSubscriptionsByTopic, type SNSClient } from '@aws-sdk/client-sns';
import * as z from 'zod/mini';
import { parse } from '../validation.ts';

export interface Subscribed {
  readonly protocol: string;
  readonly endpoint: string;
  readonly isConfirmed: boolean;
}

const listed = z.array(z.object({ SubscriptionArn: z.string(), Protocol: z.string(), Endpoint: z.string() }));

/** A request for a hundred subscriptions. @throws when SNS cannot be asked. */
export async function subscribedTo(topic: string, client: SNSClient): Promise<Subscribed[]> {
  const found: Subscribed[] = [];
  for await (const { Subscriptions = [] } of paginateListSubscriptionsByTopic({ client }, { TopicArn: topic })) {
    for (const { SubscriptionArn, Protocol, Endpoint } of parse(listed, Subscriptions, `subscriptions of ${topic}`)) {
      // SNS lists who has unsubscribed for a while, with this in the place of the ARN.
      if (SubscriptionArn === 'Deleted') continue;
      found.push({ protocol: Protocol, endpoint: Endpoint, isConfirmed: SubscriptionArn.startsWith('arn:') });
    }
  }
  return found;
}

/**
 * How many machines get alerts from a topic and would get none from the one for machines: their subscriptions there are
 * not confirmed, or were never made. Whoever is not a person is a machine.
 */
export async function machinesMissingOn(machines: string, alerts: string, client: SNSClient): Promise<number> {
  const [onMachines, onAlerts] = await Promise.all([subscribedTo(machines, client), subscribedTo(alerts, client)]);
  const nameOf = ({ protocol, endpoint }: Subscribed): string => `${protocol} ${endpoint}`;
  const reached = new Set(onMachines.filter(({ isConfirmed }) => isConfirmed).map(nameOf));
  return onAlerts.filter(
    (one) => one.isConfirmed && one.protocol !== 'email' && one.protocol !== 'sms' && !reached.has(nameOf(one)),
  ).length;
}
