/** The followers of a deployed stack: who signed up by himself, by petition. SNS alone knows the addresses. */
import { DeleteTopicCommand, GetTopicAttributesCommand, paginateListTopics, type SNSClient } from '@aws-sdk/client-sns';
import pMap from 'p-map';
import * as z from 'zod/mini';
import { followChoices, type FollowChoice } from '../../src/domain/followers.ts';
import { followersOf, topicName } from '../../src/notifications/followers-topic.ts';
import { parse } from '../../src/validation.ts';
import { listSubscriptions } from './topic-subscriptions.ts';

/** The topic of those who follow one petition, by their choice. */
export interface FollowersTopic {
  readonly arn: string;
  /** The name of the topic, where the petition's is too long for it. */
  readonly petition: string;
  readonly choice: FollowChoice;
}

export interface CountedFollowers extends FollowersTopic {
  readonly confirmed: number;
  readonly pending: number;
}

/** Requests to SNS at a time. */
const concurrency = 8;

/** `prefix` is what the names or ARNs of all these topics begin with. A request for a hundred topics of the account. */
export async function listFollowersTopics(client: SNSClient, prefix: string): Promise<FollowersTopic[]> {
  const found: FollowersTopic[] = [];
  for await (const { Topics = [] } of paginateListTopics({ client }, {})) {
    for (const { TopicArn: arn = '' } of Topics) {
      const of = followersOf(topicName(prefix), topicName(arn));
      if (of !== undefined) found.push({ arn, choice: of.choice, petition: of.petition ?? topicName(arn) });
    }
  }
  const key = ({ petition, choice }: FollowersTopic): string => `${petition} ${followChoices.indexOf(choice)}`;
  return found.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

const countsSchema = z.object({ SubscriptionsConfirmed: z.string(), SubscriptionsPending: z.string() });

/** As SNS counts them. */
export const countFollowers = (client: SNSClient, topics: readonly FollowersTopic[]): Promise<CountedFollowers[]> =>
  pMap(
    topics,
    async (topic) => {
      const { Attributes } = await client.send(new GetTopicAttributesCommand({ TopicArn: topic.arn }));
      const { SubscriptionsConfirmed, SubscriptionsPending } = parse(countsSchema, Attributes, topic.arn);
      return { ...topic, confirmed: Number(SubscriptionsConfirmed), pending: Number(SubscriptionsPending) };
    },
    { concurrency },
  );

export interface FollowerAddress {
  readonly endpoint: string;
  readonly confirmed: boolean;
}

/** Who they are, by the ARN of their topic. */
export async function addressesOfFollowers(
  client: SNSClient,
  topics: readonly FollowersTopic[],
): Promise<ReadonlyMap<string, readonly FollowerAddress[]>> {
  const found = await pMap(
    topics,
    async ({ arn }): Promise<[string, FollowerAddress[]]> => [
      arn,
      (await listSubscriptions({ client, arn })).map((one) => ({
        endpoint: one.endpoint,
        confirmed: one.arn !== undefined,
      })),
    ],
    { concurrency },
  );
  return new Map(found);
}

/** Deletes the topics of all followers, and with them their addresses. Returns how many there were. */
export async function deleteFollowersTopics(client: SNSClient, prefix: string): Promise<number> {
  const topics = await listFollowersTopics(client, prefix);
  await pMap(topics, ({ arn }) => client.send(new DeleteTopicCommand({ TopicArn: arn })), { concurrency });
  return topics.length;
}
