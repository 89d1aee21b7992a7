/** Looks in SNS for the recipients that petitions.json names. Loaded once a day, when it is due. */
import { paginateListSubscriptionsByTopic, SNSClient } from '@aws-sdk/client-sns';
import * as z from 'zod/mini';
import { recipientFingerprint, type NamedRecipients } from '../config/named-recipients.ts';
import { absentRecipients, type RollCall } from '../domain/absent-recipients.ts';
import type { ObservedProblem } from '../domain/monitor-health.ts';
import { requestTimeouts } from '../runtime/runtime.ts';
import { parse } from '../validation.ts';

export interface RecipientTopics {
  readonly alerts: string;
  readonly operators: string;
  /** By the name of the list. */
  readonly digests: Readonly<Record<string, string>>;
}

/** A request for a hundred subscriptions. @throws when SNS cannot be asked. */
export async function checkRecipients(named: NamedRecipients, topics: RecipientTopics): Promise<ObservedProblem[]> {
  const client = new SNSClient({ requestHandler: requestTimeouts });
  try {
    const calls: RollCall[] = [];
    for (const one of toAsk(named, topics)) calls.push({ ...one, subscribed: await subscribedTo(one.arn, client) });
    return absentRecipients(calls);
  } finally {
    client.destroy();
  }
}

/** Topics without named recipients are not asked about. */
function toAsk(named: NamedRecipients, topics: RecipientTopics) {
  const digests = Object.entries(named.digests).map(([name, recipients]) => ({
    topic: `the digest ${name}`,
    named: recipients,
    arn: topics.digests[name],
  }));
  const all = [
    { topic: 'the alerts', named: named.alerts, arn: topics.alerts },
    { topic: 'the operators', named: named.operators, arn: topics.operators },
    ...digests,
  ];
  return all.flatMap(({ arn, ...one }) => (arn === undefined || one.named.length === 0 ? [] : [{ ...one, arn }]));
}

const listed = z.array(z.object({ SubscriptionArn: z.string(), Protocol: z.string(), Endpoint: z.string() }));

async function subscribedTo(topic: string, client: SNSClient): Promise<Map<string, boolean>> {
  const found = new Map<string, boolean>();
  for await (const { Subscriptions = [] } of paginateListSubscriptionsByTopic({ client }, { TopicArn: topic })) {
    for (const { SubscriptionArn, Protocol, Endpoint } of parse(listed, Subscriptions, `subscriptions of ${topic}`)) {
      // SNS lists who has unsubscribed for a while, with this in the place of the ARN.
      if (SubscriptionArn === 'Deleted') continue;
      found.set(recipientFingerprint({ protocol: Protocol, endpoint: Endpoint }), SubscriptionArn.startsWith('arn:'));
    }
  }
  return found;
}
