/** The topic of a command: the alert topic of a deployed stack, or its operators' topic. */
import { SNSClient } from '@aws-sdk/client-sns';
import type { TopicRef } from './subscribers/topic-subscriptions.ts';
import { stackOutputs, stackSubscriptions } from './stack-outputs.ts';

export interface TopicOptions {
  readonly stack: string;
  /** The operators' topic; absent: the alert topic. */
  readonly operators?: boolean;
}

/** The topic in a sentence. */
export const topicLabel = ({ stack, operators = false }: TopicOptions): string =>
  `${operators ? 'the operators’ messages' : 'the alerts'} of ${stack}`;

/** For as long as `use` takes. @throws {BadInput} when there is no such stack. */
export async function withTopic<Result>(
  { stack, operators = false }: TopicOptions,
  use: (topic: TopicRef) => Promise<Result>,
): Promise<Result> {
  const [outputs, ofStack] = await Promise.all([stackOutputs(stack), stackSubscriptions(stack)]);
  const client = new SNSClient({});
  try {
    return await use({
      client,
      ofStack,
      arn: operators ? outputs.OperatorTopicArn : outputs.AlertTopicArn,
      undelivered: operators ? outputs.OperatorUndeliveredArn : outputs.AlertUndeliveredArn,
    });
  } finally {
    client.destroy();
  }
}
