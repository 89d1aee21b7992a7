/** The topic of a command: the alert topic of a deployed stack, or its operators' topic. */
import { SNSClient } from '@aws-sdk/client-sns';
import * as z from 'zod/mini';
import { parseJson } from '../src/validation.ts';
import type { TopicRef } from './subscribers/topic-subscriptions.ts';
import { stackOutputs, stackSubscriptions, templateSubscriptions, type TemplateSubscription } from './stack-outputs.ts';

export interface TopicOptions {
  readonly stack: string;
  /** The operators' topic; absent: the alert topic. */
  readonly operators?: boolean;
}

/** The topic in a sentence. */
export const topicLabel = ({ stack, operators = false }: TopicOptions): string =>
  `${operators ? 'the operators’ messages' : 'the alerts'} of ${stack}`;

/** For as long as `use` takes. @throws {BadInput} when there is no such stack. */
export const withTopic = <Result>(
  { stack, operators = false }: TopicOptions,
  use: (topic: TopicRef) => Promise<Result>,
): Promise<Result> => withTopics(stack, ({ alerts, operators: others }) => use(operators ? others : alerts));

export interface StackTopics {
  readonly alerts: TopicRef;
  /** Undefined in a stack of an earlier version. */
  readonly machines: TopicRef | undefined;
  readonly operators: TopicRef;
  /** By the name of the list. */
  readonly digests: Readonly<Record<string, TopicRef>>;
  /** Of those who sign up by themselves. Undefined where nobody can. */
  readonly followers: { readonly client: SNSClient; readonly prefix: string } | undefined;
}

/** All topics of a stack, for as long as `use` takes. @throws {BadInput} when there is no such stack. */
export async function withTopics<Result>(
  stack: string,
  use: (topics: StackTopics) => Promise<Result>,
): Promise<Result> {
  const [outputs, ofStack] = await Promise.all([stackOutputs(stack), stackSubscriptions(stack)]);
  const {
    AlertTopicArn,
    MachineTopicArn,
    OperatorTopicArn,
    DigestTopicArns = '{}',
    AlertUndeliveredArn,
    OperatorUndeliveredArn,
    FollowersTopicPrefix: prefix,
  } = outputs;
  const digestArns = parseJson(z.record(z.string(), z.string()), DigestTopicArns, 'the output DigestTopicArns');
  const client = new SNSClient({});
  let template: Promise<ReadonlyMap<string, TemplateSubscription>> | undefined;
  // Whoever may not read the template sees ARNs in the place of addresses.
  const inTemplate: TopicRef['inTemplate'] = () =>
    (template ??= templateSubscriptions(stack).catch(() => new Map<string, TemplateSubscription>()));
  const topic = (arn: string, undelivered?: string): TopicRef => ({ client, ofStack, inTemplate, arn, undelivered });
  const machines = MachineTopicArn === undefined ? undefined : topic(MachineTopicArn, AlertUndeliveredArn);
  try {
    return await use({
      alerts: { ...topic(AlertTopicArn, AlertUndeliveredArn), machines },
      machines,
      operators: topic(OperatorTopicArn, OperatorUndeliveredArn),
      digests: Object.fromEntries(Object.entries(digestArns).map(([name, arn]) => [name, topic(arn)])),
      followers: prefix === undefined ? undefined : { client, prefix },
    });
  } finally {
    client.destroy();
  }
}
