/** A function that processes petitions (poll or discovery): it reads and writes the table, and publishes alerts. */
import type { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { Config } from '../src/config/config.ts';
import { chosenByPeople } from '../src/config/named-recipients.ts';
import type { PollEnvironment } from '../src/polling/environment.ts';
import { bundleOf } from './function-code.ts';
import { followersTopics, grantOnFollowersTopics } from './followers-topics.ts';
import { grantStoringAndSending } from './encryption.ts';
import type { PetitionStore } from './petition-store.ts';
import type { WatchdogSettings } from './watchdog.ts';
import type { FunctionOptions } from './own-function.ts';
import { ScheduledFunction, type SharedParts } from './scheduled-function.ts';

export interface PetitionFunctionProps extends FunctionOptions, SharedParts {
  readonly config: Config;
  readonly store: PetitionStore;
  /** Receives alerts about petitions. */
  readonly alertTopic: Topic;
  /** Only for machines: it receives alerts that people get in a summary. */
  readonly machineTopic: Topic;
}

/** What differs between the two functions. */
export interface PetitionFunctionKind {
  /** Its folder under lambda/. */
  readonly name: 'poll' | 'discovery';
  readonly description: string;
  readonly every: Duration;
  readonly watchdog: WatchdogSettings;
  /** @default - none */
  readonly reservedConcurrency?: number | undefined;
  /**
   * Files beside its code, by name.
   * @default - petitions.json alone
   */
  readonly files?: Readonly<Record<string, string>>;
}

export class PetitionFunction extends ScheduledFunction {
  constructor(
    scope: Construct,
    id: string,
    props: PetitionFunctionProps,
    { name, files, ...kind }: PetitionFunctionKind,
  ) {
    const { config, store, alertTopic, machineTopic, operatorTopic, ...options } = props;
    // The function does not need to know recipients, digests or site settings. It does need what people chose by name.
    const petitions = chosenByPeople(config.subscribers);
    const subscribers = petitions.length === 0 ? [] : [{ petitions }];
    const forFunction: Config = { ...config, subscribers, operators: [], digests: [], site: undefined };
    const environment: PollEnvironment = {
      TABLE_NAME: store.table.tableName,
      ALERT_TOPIC_ARN: alertTopic.topicArn,
      MACHINE_TOPIC_ARN: machineTopic.topicArn,
      OPERATOR_TOPIC_ARN: operatorTopic.topicArn,
      PETITIONS_FILE: 'petitions.json',
    };
    const code = bundleOf(name, { 'petitions.json': JSON.stringify(forFunction), ...files });
    super(scope, id, { ...options, ...kind, operatorTopic, code, environment });
    store.grantPolling(this.function);
    alertTopic.grantPublish(this.function);
    machineTopic.grantPublish(this.function);
    // A summary is sent only if every machine is on the topic for machines.
    this.function.addToRolePolicy(
      new PolicyStatement({
        actions: ['sns:ListSubscriptionsByTopic'],
        resources: [alertTopic.topicArn, machineTopic.topicArn],
      }),
    );
    operatorTopic.grantPublish(this.function);
    if (config.site?.signUp !== undefined) {
      const variables: Partial<PollEnvironment> = { FOLLOWERS_TOPIC_PREFIX: followersTopics(this) };
      for (const [name, value] of Object.entries(variables)) this.function.addEnvironment(name, value);
      grantOnFollowersTopics(this, 'sns:Publish');
    }
    if (options.encryptionKey !== undefined) grantStoringAndSending(options.encryptionKey, this.function);
  }
}
