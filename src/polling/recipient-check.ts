/** Looks in SNS for the recipients that petitions.json names. Loaded once a day, when it is due. */
import { SNSClient } from '@aws-sdk/client-sns';
import { recipientFingerprint, type NamedRecipients } from '../config/named-recipients.ts';
import { absentRecipients, type RollCall } from '../domain/absent-recipients.ts';
import type { ObservedProblem } from '../domain/monitor-health.ts';
import { subscribedTo } from '../notifications/subscribed-to.ts';
import { clientOptions } from '../runtime/runtime.ts';

export interface RecipientTopics {
  readonly alerts: string;
  readonly machines: string;
  readonly operators: string;
  /** By the name of the list. */
  readonly digests: Readonly<Record<string, string>>;
}

/** A request for a hundred subscriptions. @throws when SNS cannot be asked. */
export async function checkRecipients(named: NamedRecipients, topics: RecipientTopics): Promise<ObservedProblem[]> {
  const client = new SNSClient(clientOptions);
  try {
    const calls: RollCall[] = [];
    for (const one of toAsk(named, topics)) calls.push({ ...one, subscribed: await confirmations(one.arn, client) });
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
    { topic: 'the topic for machines', named: named.machines, arn: topics.machines },
    { topic: 'the operators', named: named.operators, arn: topics.operators },
    ...digests,
  ];
  return all.flatMap(({ arn, ...one }) => (arn === undefined || one.named.length === 0 ? [] : [{ ...one, arn }]));
}

/** Whether each recipient has confirmed, by its fingerprint. */
const confirmations = async (topic: string, client: SNSClient): Promise<Map<string, boolean>> =>
  new Map((await subscribedTo(topic, client)).map((one) => [recipientFingerprint(one), one.isConfirmed]));
