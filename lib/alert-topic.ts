/** A topic that people and machines subscribe to: for alerts about petitions, or for those who run the monitor. */
import { createHash } from 'node:crypto';
import { Annotations, Arn, ArnFormat, Aws, CfnCondition, Duration, Fn, Validations } from 'aws-cdk-lib';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { Subscription, SubscriptionFilter, SubscriptionProtocol, Topic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct, DependencyGroup } from 'constructs';
import { isMachineEndpoint, type Protocol, type Subscription as Subscribed } from '../src/config/subscriptions.ts';

export interface AlertTopicProps {
  /** As people see it in the sender's name of a mail. */
  readonly displayName: string;
  readonly subscriptions: readonly Subscribed[];
}

const protocols: Record<Protocol, SubscriptionProtocol> = {
  email: SubscriptionProtocol.EMAIL,
  sms: SubscriptionProtocol.SMS,
  http: SubscriptionProtocol.HTTP,
  https: SubscriptionProtocol.HTTPS,
  sqs: SubscriptionProtocol.SQS,
  lambda: SubscriptionProtocol.LAMBDA,
};

export class AlertTopic extends Construct {
  readonly topic: Topic;
  /** All the subscriptions, for what must come after them. */
  readonly subscribed = new DependencyGroup();
  /** What webhooks, queues and functions did not take; undefined when none of them subscribes. */
  readonly undelivered: Queue | undefined;

  constructor(scope: Construct, id: string, { displayName, subscriptions }: AlertTopicProps) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', { displayName, enforceSSL: true });
    if (subscriptions.some(isMachineEndpoint)) {
      this.undelivered = new Queue(this, 'Undelivered', {
        retentionPeriod: Duration.days(14),
        enforceSSL: true,
        encryption: QueueEncryption.SQS_MANAGED,
      });
      for (const id of ['AwsSolutions-SQS3', 'Serverless-SQSRedrivePolicy']) {
        const reason = 'It is itself the queue for what could not be delivered, which the rule does not see.';
        Validations.of(this.undelivered).acknowledge({ id, reason });
      }
    }
    for (const subscription of subscriptions) this.#subscribe(subscription);
  }

  #subscribe(subscription: Subscribed): void {
    const { protocol, endpoint, filterPolicy } = subscription;
    // Named by a fingerprint: ids of a template are no place for addresses, and must not change with the order.
    const fingerprint = createHash('sha256').update(`${protocol}:${endpoint}`).digest('hex').slice(0, 12);
    const subscribed = new Subscription(this, `Subscription-${fingerprint}`, {
      topic: this.topic,
      protocol: protocols[protocol],
      endpoint,
      ...(isMachineEndpoint(subscription) && { deadLetterQueue: this.undelivered }),
      ...(filterPolicy && {
        filterPolicy: Object.fromEntries(
          Object.entries(filterPolicy).map(([name, conditions]) => [name, new SubscriptionFilter([...conditions])]),
        ),
      }),
    });
    this.subscribed.add(subscribed);
    if (!isMachineEndpoint(subscription)) {
      Validations.of(subscribed).acknowledge({
        id: 'Serverless-SNSRedrivePolicy',
        reason: 'Mail and SMS that can not be delivered are of no use later; CloudWatch counts them by topic.',
      });
    }
    if (protocol === 'lambda') this.#letInvoke(endpoint, fingerprint);
    if (protocol === 'sqs') {
      Annotations.of(this).addWarningV2(
        'petition-threshold-monitor:queue-policy',
        `${endpoint} gets nothing before its own policy lets sns.amazonaws.com do sqs:SendMessage, where aws:SourceArn is this topic: see "Subscribing" in README.md.`,
      );
    }
  }

  /** A stack can only change the permissions of functions beside it; others are their owners' to give. */
  #letInvoke(functionArn: string, fingerprint: string): void {
    const { account = '', region = '' } = Arn.split(functionArn, ArnFormat.COLON_RESOURCE_NAME);
    const isBeside = new CfnCondition(this, `IsBeside-${fingerprint}`, {
      expression: Fn.conditionAnd(Fn.conditionEquals(Aws.ACCOUNT_ID, account), Fn.conditionEquals(Aws.REGION, region)),
    });
    const permission = new CfnPermission(this, `Permission-${fingerprint}`, {
      action: 'lambda:InvokeFunction',
      functionName: functionArn,
      principal: 'sns.amazonaws.com',
      sourceArn: this.topic.topicArn,
    });
    permission.cfnOptions.condition = isBeside;
  }
}
