/** `petition-monitor unsubscribe`: removes a subscription. */
import { UnsubscribeCommand } from '@aws-sdk/client-sns';
import { BadInput } from '../../src/validation.ts';
import { managedByStack } from '../subscribers/subscribe-endpoint.ts';
import {
  describeSubscriptions,
  listSubscriptions,
  type ListedSubscription,
} from '../subscribers/topic-subscriptions.ts';
import { topicLabel, withTopic, type TopicOptions } from '../open-topic.ts';

/** By an address, or the ARN of a subscription. @throws {BadInput} when there is none, or it is in petitions.json. */
export async function unsubscribe(address: string, options: TopicOptions): Promise<void> {
  await withTopic(options, async (topic) => {
    const [found] = await describeSubscriptions(topic, ({ endpoint, arn }) => endpoint === address || arn === address);
    if (found === undefined) {
      const other = options.operators ? 'without --operators' : 'with --operators';
      const message = `is not subscribed to ${topicLabel(options)}; \`subscribers\` lists who is; ${other} it searches ${topicLabel({ ...options, operators: !options.operators })}`;
      throw new BadInput(address, [{ path: '', message }]);
    }
    if (found.madeBy === 'petitions.json') throw managedByStack(found.endpoint);
    if (found.arn === undefined) {
      throw new Error(
        `${found.endpoint} is not confirmed yet, and SNS cannot remove it: it expires two days after the last request`,
      );
    }
    await topic.client.send(new UnsubscribeCommand({ SubscriptionArn: found.arn }));
    const isSame = ({ protocol, endpoint }: ListedSubscription): boolean =>
      protocol === found.protocol && endpoint === found.endpoint;
    const other = topic.machines && (await listSubscriptions(topic.machines)).find(isSame)?.arn;
    if (other !== undefined) await topic.client.send(new UnsubscribeCommand({ SubscriptionArn: other }));
    process.stdout.write(`${found.endpoint} is no longer subscribed to ${topicLabel(options)}.\n`);
  });
}
