/**
 * Subscribes a mail address to a petition's alerts, for somebody who signs up by himself. SNS asks the address to confirm,
 * and has it; nothing here stores or logs it.
 */
import { CreateTopicCommand, NotFoundException, SubscribeCommand, type SNSClient, type Tag } from '@aws-sdk/client-sns';
import type { FollowChoice } from '../domain/followers.ts';
import { followersTopic, topicName } from './followers-topic.ts';
import { displayNames } from './sms-part.ts';

/** Somebody who wants to be told about a petition. */
export interface Follower {
  readonly petition: string;
  readonly email: string;
  readonly choice: FollowChoice;
}

export interface FollowDeps {
  readonly sns: SNSClient;
  /** The ARN of the stack's topics of followers, as far as they have the same: up to `-follow-`. */
  readonly topicPrefix: string;
  /** The KMS key of the topics. Undefined: none. */
  readonly topicKey?: string | undefined;
  /** Stores that there is such a topic, so that alerts are published to it. */
  readonly record: (petition: string, choice: FollowChoice) => Promise<unknown>;
}

/**
 * It does the same whether the address is known or not, so that nobody learns who follows what. SNS sends a mail to an
 * address that is new or has not confirmed, and none to one that has. Another choice is another topic, and is confirmed by
 * itself: nobody can change what somebody else chose. @throws what SNS or the table throws.
 */
export async function follow({ petition, email, choice }: Follower, deps: FollowDeps): Promise<void> {
  // First: a subscription to a topic of which nobody knows would get nothing.
  await deps.record(petition, choice);
  const topic = followersTopic(deps.topicPrefix, petition, choice);
  const subscribe = new SubscribeCommand({ TopicArn: topic, Protocol: 'email', Endpoint: email });
  try {
    await deps.sns.send(subscribe);
  } catch (error) {
    if (!(error instanceof NotFoundException)) throw error;
    await createTopic(topic, deps);
    await deps.sns.send(subscribe);
  }
}

/** Two may do this at the same time: SNS gives the topic that exists if its attributes and tags are the same. */
async function createTopic(topic: string, { sns, topicPrefix, topicKey }: FollowDeps): Promise<void> {
  const Tags: Tag[] = [{ Key: stackTag, Value: topicName(topicPrefix).replace(/-follow-$/, '') }];
  const Attributes = { DisplayName: displayNames.alerts, ...(topicKey !== undefined && { KmsMasterKeyId: topicKey }) };
  await sns.send(new CreateTopicCommand({ Name: topicName(topic), Attributes, Tags }));
}

/** With it the topics are found among others, and in the bill. */
const stackTag = 'petition-monitor';
