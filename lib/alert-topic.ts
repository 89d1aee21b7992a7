/** A topic that people subscribe to: for alerts about petitions, or for those who run the monitor. */
import { createHash } from 'node:crypto';
import { Subscription, SubscriptionFilter, SubscriptionProtocol, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Subscription as Subscribed } from '../lambda/config/subscriptions.ts';

export interface AlertTopicProps {
  /** As people see it in the sender's name of a mail. */
  readonly displayName: string;
  readonly subscriptions: readonly Subscribed[];
}

const protocols = { email: SubscriptionProtocol.EMAIL, sms: SubscriptionProtocol.SMS } as const;

export class AlertTopic extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, { displayName, subscriptions }: AlertTopicProps) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', { displayName, enforceSSL: true });
    for (const { protocol, endpoint, filterPolicy } of subscriptions) {
      // Named by a fingerprint: ids of a template are no place for addresses, and must not change with the order.
      const fingerprint = createHash('sha256').update(`${protocol}:${endpoint}`).digest('hex').slice(0, 12);
      new Subscription(this, `Subscription-${fingerprint}`, {
        topic: this.topic,
        protocol: protocols[protocol],
        endpoint,
        ...(filterPolicy && {
          filterPolicy: Object.fromEntries(
            Object.entries(filterPolicy).map(([name, allowed]) => [
              name,
              SubscriptionFilter.stringFilter({ allowlist: [...allowed] }),
            ]),
          ),
        }),
      });
    }
  }
}
