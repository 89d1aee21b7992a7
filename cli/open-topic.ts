/** The topic of a deployed stack that a command is about: of the alerts, or of the operators. */
import { SNSClient } from '@aws-sdk/client-sns';
import type { Topic } from './subscribers/topic-subscriptions.ts';
import { outputsOf, subscriptionsIn } from './stack-outputs.ts';

export interface OfTopic {
  readonly stack: string;
  /** Of those who run the monitor; absent: of the alerts. */
  readonly operators?: boolean;
}

/** As the end of a sentence. */
export const nameOf = ({ stack, operators = false }: OfTopic): string =>
  `${operators ? 'the operators’ messages' : 'the alerts'} of ${stack}`;

/** For as long as `use` takes. @throws {BadInput} when there is no such stack. */
export async function withTopic<Result>(
  { stack, operators = false }: OfTopic,
  use: (topic: Topic) => Promise<Result>,
): Promise<Result> {
  const [outputs, ofStack] = await Promise.all([outputsOf(stack), subscriptionsIn(stack)]);
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
