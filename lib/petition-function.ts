/** A function that processes petitions (poll or discovery): it reads and writes the table, and publishes alerts. */
import type { Duration } from 'aws-cdk-lib';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { Config } from '../src/config/config.ts';
import type { PollEnvironment } from '../src/polling/environment.ts';
import { bundleOf } from './function-code.ts';
import { grantStoringAndSending } from './encryption.ts';
import type { PetitionStore } from './petition-store.ts';
import type { WatchdogSettings } from './watchdog.ts';
import { ScheduledFunction, type FunctionOptions, type SharedParts } from './scheduled-function.ts';

export interface PetitionFunctionProps extends FunctionOptions, SharedParts {
  readonly config: Config;
  readonly store: PetitionStore;
  /** Receives alerts about petitions. */
  readonly alertTopic: Topic;
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
    const { config, store, alertTopic, operatorTopic, ...options } = props;
    // The function does not need to know recipients, digests or site settings.
    const forFunction: Config = { ...config, subscribers: [], operators: [], digests: [], site: undefined };
    const environment: PollEnvironment = {
      TABLE_NAME: store.table.tableName,
      ALERT_TOPIC_ARN: alertTopic.topicArn,
      OPERATOR_TOPIC_ARN: operatorTopic.topicArn,
      PETITIONS_FILE: 'petitions.json',
    };
    const code = bundleOf(name, { 'petitions.json': JSON.stringify(forFunction), ...files });
    super(scope, id, { ...options, ...kind, operatorTopic, code, environment });
    store.grantPolling(this.function);
    alertTopic.grantPublish(this.function);
    operatorTopic.grantPublish(this.function);
    if (options.encryptionKey !== undefined) grantStoringAndSending(options.encryptionKey, this.function);
  }
}
