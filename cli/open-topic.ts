/** The topic of a deployed stack that a command is about: of the alerts, or of the operators. */
import { SNSClient } from '@aws-sdk/client-sns';
import type { TopicRef } from './subscribers/topic-subscriptions.ts';
import { stackOutputs, stackSubscriptions } from './stack-outputs.ts';

export interface TopicOptions {
  readonly stack: string;
  /** Of those who run the monitor; absent: of the alerts. */
  readonly operators?: boolean;
}

/** As the end of a sentence. */
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
