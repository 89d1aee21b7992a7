/** The digest lists, each with its topic, and the function that sends digests to them. */
import { Duration, Stack } from 'aws-cdk-lib';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Config, ConfigInput } from '../src/config/config.ts';
import { digestSubscriptions } from '../src/config/subscriptions.ts';
import type { DigestEnvironment } from '../lambda/digest/environment.ts';
import { AlertTopic } from './alert-topic.ts';
import type { AppResources } from './app-resources.ts';
import { bundleOf } from './function-code.ts';
import { encryptTopic, grantStoringAndSending } from './encryption.ts';
import type { PetitionStore } from './petition-store.ts';
import type { FunctionOptions } from './own-function.ts';
import { ScheduledFunction, type SharedParts } from './scheduled-function.ts';

export interface DigestsProps extends FunctionOptions, SharedParts {
  readonly config: Config;
  readonly store: PetitionStore;
  /** What of the app is among the recipients. */
  readonly resources: AppResources;
}

export class Digests extends Construct {
  /** The digest function. It runs every five minutes, so a digest is sent two to seven minutes after its time. */
  readonly sender: ScheduledFunction;
  /** Topics by list name. */
  readonly topics: Readonly<Record<string, Topic>>;
  readonly lists: readonly AlertTopic[];

  constructor(scope: Construct, id: string, { config, store, resources, ...options }: DigestsProps) {
    super(scope, id);
    const lists = config.digests.map((list) => ({
      name: list.name,
      list: new AlertTopic(this, `List-${list.name}`, {
        displayName: 'Petition digest',
        subscriptions: digestSubscriptions(list),
        resources,
      }),
    }));
    this.lists = lists.map(({ list }) => list);
    this.topics = Object.fromEntries(lists.map(({ name, list: { topic } }) => [name, topic]));

    // The function does not need to know recipients or site settings.
    const digests = config.digests.map((list) => ({ ...list, subscribers: [] }));
    const forFunction: ConfigInput = { ...config, subscribers: [], operators: [], digests, site: undefined };
    const environment: DigestEnvironment = {
      TABLE_NAME: store.table.tableName,
      DIGEST_TOPIC_ARNS: this.topicArns,
      PETITIONS_FILE: 'petitions.json',
    };
    this.sender = new ScheduledFunction(this, 'Sender', {
      ...options,
      description: 'Sends digests to their lists',
      code: bundleOf('digest', { 'petitions.json': JSON.stringify(forFunction) }),
      environment,
      every: Duration.minutes(5),
      watchdog: {
        name: 'digest function',
        after: Duration.minutes(30),
        impact: 'Alerts are sent as usual. Recipients who only get digests may have missed one.',
        runbook: 'No digest is sent',
      },
    });
    store.grantSendingDigests(this.sender.function);
    for (const topic of Object.values(this.topics)) {
      topic.grantPublish(this.sender.function);
      if (options.encryptionKey !== undefined) encryptTopic(topic, options.encryptionKey);
    }
    if (options.encryptionKey !== undefined) grantStoringAndSending(options.encryptionKey, this.sender.function);
  }

  /** A JSON object: topic ARNs by list name. */
  get topicArns(): string {
    const arns = Object.entries(this.topics).map(([name, { topicArn }]) => [name, topicArn]);
    return Stack.of(this).toJsonString(Object.fromEntries(arns));
  }
}
