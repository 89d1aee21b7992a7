/** `monitor unsubscribe`: an address is told nothing more. */
import { UnsubscribeCommand } from '@aws-sdk/client-sns';
import { BadInput } from '../../src/validation.ts';
import { managedByStack } from '../subscribers/subscribe-endpoint.ts';
import { describeSubscriptions } from '../subscribers/topic-subscriptions.ts';
import { topicLabel, withTopic, type TopicOptions } from '../open-topic.ts';

/** `address`, or the ARN of a subscription. @throws {BadInput} when it does not subscribe, or petitions.json names it. */
export async function unsubscribe(address: string, options: TopicOptions): Promise<void> {
  await withTopic(options, async (topic) => {
    const [there] = await describeSubscriptions(topic, ({ endpoint, arn }) => endpoint === address || arn === address);
    if (there === undefined) {
      const other = options.operators ? 'without --operators it is looked for among' : '--operators looks among';
      const message = `does not subscribe to ${topicLabel(options)}; \`subscribers\` names who does, and ${other} ${topicLabel({ ...options, operators: !options.operators })}`;
      throw new BadInput(address, [{ path: '', message }]);
    }
    if (there.madeBy === 'petitions.json') throw managedByStack(there.endpoint);
    if (there.arn === undefined) {
      throw new Error(
        `${there.endpoint} is not confirmed yet, and SNS ends only what is: it lapses by itself, two days after it was last asked for`,
      );
    }
    await topic.client.send(new UnsubscribeCommand({ SubscriptionArn: there.arn }));
    process.stdout.write(`${there.endpoint} subscribes no more to ${topicLabel(options)}.\n`);
  });
}
