/** Somebody who signs up by himself, for a test: by what the form does, and by the link in the mail that asks to confirm. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ListSubscriptionsByTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import * as z from 'zod/mini';
import type { Emulator } from '../emulator/emulator.ts';
import type { FollowChoice } from '../src/domain/followers.ts';
import { follow } from '../src/notifications/follow.ts';
import { followersTopic } from '../src/notifications/followers-topic.ts';
import { FollowersRepository } from '../src/storage/followers-repository.ts';
import { parse } from '../src/validation.ts';
import { accessKey } from '../emulator/listen.ts';

const environment = z.object({
  AWS_ENDPOINT_URL_SNS: z.string(),
  AWS_ENDPOINT_URL_DYNAMODB: z.string(),
  TABLE_NAME: z.string(),
  FOLLOWERS_TOPIC_PREFIX: z.string(),
});

type SignUpPlace = Pick<Emulator, 'awsEnvironment' | 'functionEnvironment'>;

export interface Visitors {
  readonly signUp: (petition: string, email: string, choice?: FollowChoice) => Promise<void>;
  readonly topicOf: (petition: string, choice?: FollowChoice) => string;
  /** Who is subscribed to a petition's topic, and whether they have confirmed. @throws when there is none. */
  readonly followersOf: (petition: string, choice?: FollowChoice) => Promise<[string, boolean][]>;
  readonly sns: SNSClient;
  readonly followers: FollowersRepository;
  readonly close: () => void;
}

export function visitorsOf({ awsEnvironment, functionEnvironment }: SignUpPlace): Visitors {
  const all = { ...awsEnvironment, ...functionEnvironment('petitions.json') };
  const { FOLLOWERS_TOPIC_PREFIX: topicPrefix, TABLE_NAME, ...endpoints } = parse(environment, all, 'environment');
  const local = { region: 'us-east-1', credentials: { accessKeyId: accessKey, secretAccessKey: 'local' } };
  const sns = new SNSClient({ ...local, endpoint: endpoints.AWS_ENDPOINT_URL_SNS });
  const client = new DynamoDBClient({ ...local, endpoint: endpoints.AWS_ENDPOINT_URL_DYNAMODB });
  const followers = new FollowersRepository(client, TABLE_NAME);
  const topicOf = (petition: string, choice: FollowChoice = 'main'): string =>
    followersTopic(topicPrefix, petition, choice);
  return {
    signUp: (petition, email, choice = 'main') =>
      follow({ petition, email, choice }, { sns, topicPrefix, record: (name, chosen) => followers.add(name, chosen) }),
    topicOf,
    followersOf: async (petition, choice) => {
      const request = new ListSubscriptionsByTopicCommand({ TopicArn: topicOf(petition, choice) });
      const { Subscriptions = [] } = await sns.send(request);
      return Subscriptions.map(({ Endpoint = '', SubscriptionArn = '' }) => [
        Endpoint,
        SubscriptionArn.startsWith('arn:'),
      ]);
    },
    sns,
    followers,
    close: () => {
      sns.destroy();
      client.destroy();
    },
  };
}

/** Visits the links of all mails among these that ask to confirm. */
export async function confirmAll(mails: readonly { readonly message: string }[]): Promise<void> {
  for (const { message } of mails) {
    const link = /http:\S+Action=ConfirmSubscription\S*/.exec(message)?.[0];
    if (link !== undefined) await fetch(link);
  }
}
