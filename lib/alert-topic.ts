/** An SNS topic with its subscriptions: for alerts, for operators, or for one digest list. */
import { Annotations, Arn, ArnFormat, Aws, CfnCondition, Duration, Fn, Token, Validations } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { CfnSubscription, Subscription, SubscriptionFilter, SubscriptionProtocol, Topic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption, type IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct, DependencyGroup } from 'constructs';
import { fingerprintOf } from '../src/config/fingerprint.ts';
import { isMachineEndpoint, type Protocol, type Subscription as Subscribed } from '../src/config/subscriptions.ts';
import type { AppResources } from './app-resources.ts';

export interface AlertTopicProps {
  /** The sender's name in mails, and in capitals before the text of an SMS. */
  readonly displayName: string;
  readonly subscriptions: readonly Subscribed[];
  /** What of the app is among the endpoints. */
  readonly resources: AppResources;
  /**
   * Takes what machines do not accept.
   * @default - a new queue if there are machines
   */
  readonly undelivered?: Queue | undefined;
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
  /** All subscriptions: a resource that must be created after them depends on this. */
  readonly subscribed = new DependencyGroup();
  /** Messages that webhooks, queues and functions did not accept; undefined if none of these subscribes. */
  readonly undelivered: Queue | undefined;
  readonly #resources: AppResources;

  constructor(scope: Construct, id: string, { displayName, subscriptions, resources, undelivered }: AlertTopicProps) {
    super(scope, id);
    this.#resources = resources;
    this.topic = new Topic(this, 'Topic', { displayName, enforceSSL: true });
    this.undelivered = undelivered;
    if (undelivered === undefined && subscriptions.some(isMachineEndpoint)) {
      this.undelivered = new Queue(this, 'Undelivered', {
        retentionPeriod: Duration.days(14),
        enforceSSL: true,
        encryption: QueueEncryption.SQS_MANAGED,
      });
      for (const id of ['AwsSolutions-SQS3', 'Serverless-SQSRedrivePolicy']) {
        const reason = 'It is itself a dead-letter queue, for SNS deliveries. The rule does not recognise that.';
        Validations.of(this.undelivered).acknowledge({ id, reason });
      }
    }
    for (const subscription of subscriptions) this.#subscribe(subscription);
  }

  #subscribe(subscription: Subscribed): void {
    const { protocol, filterPolicy } = subscription;
    const endpoint = this.#resources.valueOf(subscription.endpoint);
    const name = this.#resources.stableName(subscription.endpoint);
    // The id is a hash: a template's ids should not hold addresses, and must not depend on their order.
    const fingerprint = fingerprintOf(protocol, name);
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
    // With a policy that comes or goes, CloudFormation would send SNS a scope of null, which SNS refuses (aws-cdk#24804).
    // This is the default. SNS ignores it without a policy.
    const { defaultChild } = subscribed.node;
    if (defaultChild instanceof CfnSubscription) defaultChild.filterPolicyScope = 'MessageAttributes';
    this.subscribed.add(subscribed);
    if (!isMachineEndpoint(subscription)) {
      Validations.of(subscribed).acknowledge({
        id: 'Serverless-SNSRedrivePolicy',
        reason: 'An e-mail or SMS that was not delivered is of no use later. CloudWatch counts them for each topic.',
      });
    }
    const queue = this.#resources.queueAt(subscription.endpoint);
    if (protocol === 'lambda') this.#letInvoke(subscription.endpoint, fingerprint);
    if (protocol === 'sqs' && (queue === undefined || !this.#letSend(queue))) {
      const which = Token.isUnresolved(endpoint) ? 'A subscribed queue' : endpoint;
      Annotations.of(this).addWarningV2(
        'petition-threshold-monitor:queue-policy',
        `${which} receives nothing until its queue policy allows sns.amazonaws.com sqs:SendMessage with aws:SourceArn set to this topic: see docs/subscribing.md.`,
      );
    }
  }

  /** Lets the topic send to a queue of the app, and use the key of the queue. Returns whether its policy is the app's. */
  #letSend(queue: IQueue): boolean {
    const principals = [new ServicePrincipal('sns.amazonaws.com')];
    const conditions = { ArnEquals: { 'aws:SourceArn': this.topic.topicArn } };
    const { statementAdded } = queue.addToResourcePolicy(
      new PolicyStatement({ principals, actions: ['sqs:SendMessage'], resources: [queue.queueArn], conditions }),
    );
    queue.encryptionMasterKey?.addToResourcePolicy(
      new PolicyStatement({
        principals,
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        resources: ['*'],
        conditions,
      }),
    );
    return statementAdded;
  }

  /**
   * A stack can grant permissions only on functions in its own account and region. Owners of others grant them
   * themselves.
   */
  #letInvoke(endpoint: string, fingerprint: string): void {
    const functionArn = this.#resources.valueOf(endpoint);
    const id = `Permission-${fingerprint}`;
    const invoked = this.#resources.functionAt(endpoint);
    if (invoked !== undefined) {
      const principal = new ServicePrincipal('sns.amazonaws.com');
      invoked.addPermission(id, { principal, sourceArn: this.topic.topicArn, scope: this });
      return;
    }
    const permission = new CfnPermission(this, id, {
      action: 'lambda:InvokeFunction',
      functionName: functionArn,
      principal: 'sns.amazonaws.com',
      sourceArn: this.topic.topicArn,
    });
    // A condition cannot name a resource. Whoever has the token of an ARN has the function in the same app.
    if (Token.isUnresolved(functionArn)) return;
    const { account = '', region = '' } = Arn.split(functionArn, ArnFormat.COLON_RESOURCE_NAME);
    const isBeside = new CfnCondition(this, `IsBeside-${fingerprint}`, {
      expression: Fn.conditionAnd(Fn.conditionEquals(Aws.ACCOUNT_ID, account), Fn.conditionEquals(Aws.REGION, region)),
    });
    permission.cfnOptions.condition = isBeside;
  }
}
