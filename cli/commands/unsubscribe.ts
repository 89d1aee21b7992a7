/** `petition-monitor unsubscribe`: removes a subscription. */
import { UnsubscribeCommand } from '@aws-sdk/client-sns';
import pMap from 'p-map';
import { pluralize } from '../../src/format.ts';
import { BadInput } from '../../src/validation.ts';
import { managedByStack } from '../subscribers/subscribe-endpoint.ts';
import {
  describeSubscriptions,
  listSubscriptions,
  type ListedSubscription,
  type TopicRef,
} from '../subscribers/topic-subscriptions.ts';
import { listFollowersTopics } from '../subscribers/signed-up.ts';
import { topicLabel, withTopic, withTopics, type TopicOptions } from '../open-topic.ts';

export interface UnsubscribeOptions extends TopicOptions {
  /** From all topics of the stack, also from those of followers. */
  readonly everywhere?: boolean;
}

/** By an address, or the ARN of a subscription. @throws {BadInput} when there is none, or it is in petitions.json. */
export async function unsubscribe(address: string, options: UnsubscribeOptions): Promise<void> {
  if (options.everywhere) return unsubscribeEverywhere(address, options.stack);
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

/** An address in whatever case. @throws when some of it is left: SNS or CloudFormation has it, and says how it ends. */
async function unsubscribeEverywhere(address: string, stack: string): Promise<void> {
  const left = await withTopics(stack, async ({ alerts, machines, operators, digests, followers }) => {
    const topics = [alerts, ...(machines ? [machines] : []), operators, ...Object.values(digests)];
    const ofFollowers = followers && (await listFollowersTopics(followers.client, followers.prefix));
    const arns = [...topics.map(({ arn }) => arn), ...(ofFollowers ?? []).map(({ arn }) => arn)];
    const found = (await pMap(arns, (arn) => subscriptionsAt(arn, address, alerts.client), { concurrency: 8 })).flat();
    const isManaged = ({ arn }: ListedSubscription): boolean =>
      alerts.ofStack.some(({ physicalId }) => physicalId === arn);
    const ended = found.filter((one) => one.arn !== undefined && !isManaged(one));
    for (const { arn } of ended) await alerts.client.send(new UnsubscribeCommand({ SubscriptionArn: arn }));
    return {
      ended: ended.length,
      pending: found.filter(({ arn }) => arn === undefined).length,
      managed: found.find(isManaged)?.endpoint,
    };
  });
  const { ended, pending, managed } = left;
  if (ended + pending === 0 && managed === undefined)
    throw new BadInput(address, [{ path: '', message: `is subscribed to nothing of ${stack}` }]);
  if (ended > 0) process.stdout.write(`${address} is removed from ${pluralize(ended, 'topic')} of ${stack}.\n`);
  if (pending > 0) {
    const what = `${address} has not confirmed ${pluralize(pending, 'subscription')}`;
    process.stdout.write(`${what}: it gets nothing, and SNS forgets it two days after the last request.\n`);
  }
  if (managed !== undefined) throw managedByStack(managed);
}

async function subscriptionsAt(
  arn: string,
  address: string,
  client: TopicRef['client'],
): Promise<ListedSubscription[]> {
  const all = await listSubscriptions({ client, arn });
  return all.filter(({ endpoint }) => endpoint.toLowerCase() === address.toLowerCase());
}
