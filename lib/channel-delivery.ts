/**
 * The function that delivers alerts to channels, which SNS cannot reach. The topic of alerts invokes it with each; for what waits
 * it wakes itself by a schedule, when that is due.
 */
import { Duration, Stack } from 'aws-cdk-lib';
import { Policy, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct, DependencyGroup } from 'constructs';
import { channelParameters, channelSubscribers } from '../src/config/channel-subscribers.ts';
import type { Config } from '../src/config/config.ts';
import type { DeliverEnvironment } from '../lambda/deliver/environment.ts';
import { grantReadingParameters } from './api-key-grants.ts';
import { grantStoringAndSending } from './encryption.ts';
import { bundleOf } from './function-code.ts';
import { invokeByTopic } from './invoked-by-topic.ts';
import { createMovableSchedule, movingStatements } from './schedule-to-move.ts';
import type { PetitionStore } from './petition-store.ts';
import type { FunctionOptions } from './own-function.ts';
import { ScheduledFunction, type SharedParts } from './scheduled-function.ts';

export interface DeliveryProps extends FunctionOptions, SharedParts {
  readonly config: Config;
  readonly store: PetitionStore;
  readonly alertTopic: Topic;
  /** Has each alert of a summary. */
  readonly machineTopic: Topic;
  /** The address of the status site; undefined if there is none. */
  readonly siteUrl: string | undefined;
}

export class Delivery extends Construct {
  readonly sender: ScheduledFunction;
  /** The subscriptions: an alert that is published before they exist never reaches a channel. */
  readonly subscribed = new DependencyGroup();

  /** For commands, as an output: the channels and their filters, as JSON. By their parameters: no address is in it. */
  readonly channels: string;

  constructor(scope: Construct, id: string, props: DeliveryProps) {
    super(scope, id);
    const { config, store, alertTopic, machineTopic, siteUrl, ...options } = props;
    const { operatorTopic, encryptionKey } = options;
    this.channels = Stack.of(this).toJsonString(
      channelSubscribers(config).map(({ kind, parameter, key, filters }) => ({
        kind,
        name: parameter ?? key,
        filters,
      })),
    );
    const subscribers = config.subscribers.filter((one) => channelSubscribers({ subscribers: [one] }).length > 0);
    const forFunction: Config = { ...config, subscribers, operators: [], digests: [], site: undefined };
    const environment: DeliverEnvironment = {
      TABLE_NAME: store.table.tableName,
      OPERATOR_TOPIC_ARN: operatorTopic.topicArn,
      PETITIONS_FILE: 'petitions.json',
      ...(siteUrl !== undefined && { SITE_URL: siteUrl }),
    };
    this.sender = new ScheduledFunction(this, 'Sender', {
      ...options,
      description: 'Delivers alerts to channels, such as chats',
      code: bundleOf('deliver', { 'petitions.json': JSON.stringify(forFunction) }),
      environment,
      // Only in case something has stopped it from waking itself: no channel waits longer than an hour for its next try. Every
      // minute would cost nine cents a month (docs/cost.md).
      every: Duration.hours(1),
      timeout: Duration.seconds(170),
      // SNS hands an alert over once: what fails before it is stored is tried again, an hour later at most.
      retries: { attempts: 2, for: Duration.hours(1) },
      watchdog: {
        name: 'deliver function',
        after: Duration.hours(3),
        impact: 'Mails, SMS and webhooks get their alerts as usual. Channels such as Slack get none.',
        runbook: 'Nothing is delivered to channels',
      },
    });
    const { function: sender, failures } = this.sender;
    this.#wake(this.sender);
    store.grantDelivering(sender);
    operatorTopic.grantPublish(sender);
    grantReadingParameters(sender, channelParameters(config));
    if (encryptionKey !== undefined) grantStoringAndSending(encryptionKey, sender);
    for (const [prefix, topic] of [
      ['', alertTopic],
      ['Machine', machineTopic],
    ] as const) {
      this.subscribed.add(invokeByTopic(this, { prefix, topic, invoked: sender, undelivered: failures }));
    }
    // What SNS could not hand over is kept beside the failed runs: that queue has an alarm already.
    const principals = [new ServicePrincipal('sns.amazonaws.com')];
    const conditions = { ArnEquals: { 'aws:SourceArn': [alertTopic.topicArn, machineTopic.topicArn] } };
    failures.addToResourcePolicy(
      new PolicyStatement({ principals, actions: ['sqs:SendMessage'], resources: [failures.queueArn], conditions }),
    );
    encryptionKey?.addToResourcePolicy(
      new PolicyStatement({
        principals,
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        resources: ['*'],
        conditions,
      }),
    );
  }

  /** The schedule has the name of the function, which the function knows: its environment cannot have that of its own schedule. */
  #wake({ function: sender, invoker, failures }: ScheduledFunction): void {
    const wakeUp = createMovableSchedule(this, 'WakeUp', {
      description: 'Goes off when something that waits for a channel is due, and each day at that time',
      expression: 'cron(0 0 * * ? *)',
      name: sender.functionName,
      role: invoker,
      target: {
        arn: sender.functionArn,
        input: '{}',
        deadLetterConfig: { arn: failures.queueArn },
        retryPolicy: { maximumEventAgeInSeconds: Duration.hours(1).toSeconds(), maximumRetryAttempts: 10 },
      },
    });
    // Not in the policy that the function waits for: that would be a circle.
    const policy = new Policy(this, 'Waking', { statements: movingStatements(wakeUp.attrArn, invoker) });
    if (sender.role !== undefined) policy.attachToRole(sender.role);
  }
}
