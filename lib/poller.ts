/**
 * The function that polls the due petitions every minute and publishes alerts, and the queue for what is too much for
 * one run.
 */
import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { NamedRecipients } from '../src/config/named-recipients.ts';
import type { PollEnvironment } from '../src/polling/environment.ts';
import { PetitionFunction, type PetitionFunctionProps } from './petition-function.ts';
import { BatchQueue } from './batch-queue.ts';
import { grantOnFollowersTopics } from './followers-topics.ts';
import { grantReadingApiKeys } from './api-key-grants.ts';

export interface PollerProps extends PetitionFunctionProps {
  /** Whom it looks for in SNS every day. */
  readonly recipients: NamedRecipients;
  /** Whether to create a queue for what is too much for one run. */
  readonly handOver: boolean;
  /**
   * How many runs at a time the account reserves for the function, and allows.
   * @default - none
   */
  readonly reservedConcurrency?: number | undefined;
}

const recipientsFile = 'recipients.json';

export class Poller extends PetitionFunction {
  /** Undefined without such a queue. */
  readonly batches: BatchQueue | undefined;

  constructor(scope: Construct, id: string, { handOver, reservedConcurrency, recipients, ...props }: PollerProps) {
    super(scope, id, props, {
      files: { [recipientsFile]: JSON.stringify(recipients) },
      reservedConcurrency,
      name: 'poll',
      description: 'Polls the due petitions and publishes alerts',
      every: Duration.minutes(1),
      watchdog: {
        name: 'poll function',
        after: Duration.minutes(6),
        impact: 'Until this is fixed, thresholds and deadlines may pass without an alert.',
        runbook: 'No poll succeeds',
      },
    });
    grantReadingApiKeys(this.function, props.config);
    if (props.config.site?.signUp !== undefined) {
      grantOnFollowersTopics(this, 'sns:DeleteTopic');
      props.store.grantLookingAfterFollowers(this.function);
    }
    const { encryptionKey } = props;
    if (handOver) this.batches = new BatchQueue(this, 'Batches', { poll: this.function, encryptionKey });
  }

  /**
   * Lets the function look for the recipients of petitions.json among the subscriptions of these topics. `digestTopicArns`
   * is as the digest function gets it.
   */
  lookForRecipients(topics: readonly Topic[], digestTopicArns: string | undefined): void {
    const environment: Partial<PollEnvironment> = {
      RECIPIENTS_FILE: recipientsFile,
      ...(digestTopicArns !== undefined && { DIGEST_TOPIC_ARNS: digestTopicArns }),
    };
    for (const [variable, value] of Object.entries(environment)) this.function.addEnvironment(variable, value);
    if (topics.length === 0) return;
    this.function.addToRolePolicy(
      new PolicyStatement({
        actions: ['sns:ListSubscriptionsByTopic'],
        resources: topics.map(({ topicArn }) => topicArn),
      }),
    );
  }
}
