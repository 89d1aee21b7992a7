/**
 * The function that looks at what is due, every minute, and publishes the alerts that this brings; and the queue through which it
 * hands to itself what is too much for one run.
 */
import { Duration } from 'aws-cdk-lib';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { Config, ConfigInput } from '../lambda/config/config.ts';
import type { PollEnvironment } from '../lambda/poll/environment.ts';
import { BatchQueue } from './batch-queue.ts';
import { bundleOf } from './bundle.ts';
import { grantStoringAndSending } from './encryption.ts';
import type { PetitionStore } from './petition-store.ts';
import { ScheduledFunction, type FunctionOptions } from './scheduled-function.ts';

export interface PollerProps extends FunctionOptions {
  readonly config: Config;
  readonly store: PetitionStore;
  /** Gets the alerts about petitions. */
  readonly alertTopic: Topic;
  /** Gets the notices about sources. */
  readonly operatorTopic: Topic;
  /** Whether there is a queue for what is too much for one run. */
  readonly handOver: boolean;
}

export class Poller extends ScheduledFunction {
  /** Undefined where none is wanted. */
  readonly batches: BatchQueue | undefined;

  constructor(scope: Construct, id: string, props: PollerProps) {
    const { config, store, alertTopic, operatorTopic, handOver, ...options } = props;
    // Who subscribes, and who gets a digest, is nothing that the function needs to know.
    const forFunction: ConfigInput = { ...config, subscribers: [], operators: [], digests: [] };
    const environment: PollEnvironment = {
      TABLE_NAME: store.table.tableName,
      ALERT_TOPIC_ARN: alertTopic.topicArn,
      OPERATOR_TOPIC_ARN: operatorTopic.topicArn,
      PETITIONS_FILE: 'petitions.json',
    };
    super(scope, id, {
      ...options,
      description: 'Looks at the petitions that are due, and publishes the alerts that this brings',
      code: bundleOf('poll', {
        'petitions.json': JSON.stringify(forFunction),
      }),
      environment,
      every: Duration.minutes(1),
    });
    store.grantPolling(this.function);
    alertTopic.grantPublish(this.function);
    operatorTopic.grantPublish(this.function);
    if (handOver)
      this.batches = new BatchQueue(this, 'Batches', { poll: this.function, encryptionKey: options.encryptionKey });
    if (options.encryptionKey !== undefined) grantStoringAndSending(options.encryptionKey, this.function);
  }
}
