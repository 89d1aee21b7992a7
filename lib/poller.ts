/** The function that looks at what is due, every minute, and publishes the alerts that this brings. */
import { Duration } from 'aws-cdk-lib';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { Config, ConfigInput } from '../lambda/config/config.ts';
import type { PollEnvironment } from '../lambda/poll/environment.ts';
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
}

export class Poller extends ScheduledFunction {
  constructor(scope: Construct, id: string, { config, store, alertTopic, operatorTopic, ...options }: PollerProps) {
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
    if (options.encryptionKey !== undefined) grantStoringAndSending(options.encryptionKey, this.function);
  }
}
