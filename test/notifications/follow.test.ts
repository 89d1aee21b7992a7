/** Signing up: what SNS is asked, and that nobody learns from it who is known. */
import {
  ListSubscriptionsByTopicCommand,
  ListTopicsCommand,
  SetSubscriptionAttributesCommand,
  SNSClient,
} from '@aws-sdk/client-sns';
import { startSns, type SnsEndpoint } from '../../emulator/sns/server.ts';
import type { SnsDelivery } from '../../emulator/sns/topics.ts';
import { startWire } from '../wire.ts';
import { follow, type FollowDeps, type Follower } from '../../src/notifications/follow.ts';
import { accessKey } from '../../emulator/listen.ts';

const topicPrefix = 'arn:aws:sns:us-east-1:000000000000:Stack-follow-';
const main = `${topicPrefix}main-uk-parliament_2f1`;
const reader: Follower = { petition: 'uk-parliament/1', email: 'reader@example.org', choice: 'main' };

let sns: SnsEndpoint;
let client: SNSClient;
let mails: SnsDelivery[];
let recorded: string[];

const clientAt = (endpoint: string): SNSClient =>
  new SNSClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });

beforeEach(async () => {
  mails = [];
  recorded = [];
  sns = await startSns({
    now: () => '2026-11-05T17:00:00Z',
    onDelivery: (delivery) => void mails.push(delivery),
    isConfirming: (topic) => topic.startsWith(topicPrefix),
  });
  client = new SNSClient({
    endpoint: sns.url,
    region: 'us-east-1',
    credentials: { accessKeyId: accessKey, secretAccessKey: 'local' },
    maxAttempts: 1,
  });
});
afterEach(async () => {
  client.destroy();
  await sns.close();
});

const signUp = (more: Partial<Follower & FollowDeps> = {}): Promise<void> =>
  follow(
    { ...reader, ...more },
    {
      sns: client,
      topicPrefix,
      record: (petition, choice) => Promise.resolve(void recorded.push(`${petition} ${choice}`)),
      ...more,
    },
  );
const subscribed = async (TopicArn = main): Promise<string[]> => {
  const { Subscriptions = [] } = await client.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  return Subscriptions.map(({ Endpoint = '', SubscriptionArn = '' }) => `${Endpoint} ${SubscriptionArn}`);
};
/** Visits the link of the last mail. */
async function confirm(): Promise<void> {
  await sns.settled();
  const [link = ''] = /http:\S+Action=ConfirmSubscription\S*/.exec(mails.at(-1)?.message ?? '') ?? [];
  expect((await fetch(link)).status).toBe(200);
}

test('the first who signs up makes the topic, and is asked to confirm', async () => {
  await signUp();
  await sns.settled();
  expect(await subscribed()).toEqual(['reader@example.org PendingConfirmation']);
  expect(mails.map(({ subscription }) => subscription.endpoint)).toEqual(['reader@example.org']);
  expect(recorded).toEqual(['uk-parliament/1 main']);
});

test('a second one needs no new topic', async () => {
  await signUp();
  await signUp({ email: 'other@example.org' });
  expect((await client.send(new ListTopicsCommand({}))).Topics).toEqual([{ TopicArn: main }]);
  expect(await subscribed()).toHaveLength(2);
});

test('who has not confirmed gets the mail again; who has, gets none and stays', async () => {
  await signUp();
  await signUp();
  await sns.settled();
  expect(mails).toHaveLength(2);
  await confirm();
  const before = await subscribed();
  await signUp();
  await sns.settled();
  expect(mails).toHaveLength(2);
  expect(await subscribed()).toEqual(before);
  expect(before[0]).toMatch(/^reader@example\.org arn:/);
});

test('another choice is a topic of its own: it is confirmed by itself, and the first stays', async () => {
  await signUp();
  await confirm();
  await signUp({ choice: 'all' });
  await sns.settled();
  expect(mails).toHaveLength(2);
  expect(await subscribed(main)).toHaveLength(1);
  expect(await subscribed(`${topicPrefix}all-uk-parliament_2f1`)).toEqual(['reader@example.org PendingConfirmation']);
});

test('somebody whose subscription has a filter by hand is as known as any other', async () => {
  await signUp();
  await confirm();
  const [, SubscriptionArn = ''] = (await subscribed())[0]?.split(' ') ?? [];
  const FilterPolicy = '{"alert":["threshold-met"]}';
  await client.send(
    new SetSubscriptionAttributesCommand({
      SubscriptionArn,
      AttributeName: 'FilterPolicy',
      AttributeValue: FilterPolicy,
    }),
  );
  await signUp();
});

test('what is not recorded is not subscribed: the topic would get nothing', async () => {
  const record = (): Promise<never> => Promise.reject(new Error('no table'));
  await expect(signUp({ record })).rejects.toThrow('no table');
  expect((await client.send(new ListTopicsCommand({}))).Topics ?? []).toEqual([]);
});

test('what SNS says besides is thrown, and makes no topic', async () => {
  const wire = await startWire({ table: sns.url, sns: sns.url, source: sns.url });
  const body =
    '<ErrorResponse><Error><Code>InvalidParameter</Code><Message>Invalid email</Message></Error></ErrorResponse>';
  wire.decide(() => ({ instead: { status: 400, headers: { 'content-type': 'text/xml' }, body } }));
  const throughWire = clientAt(wire.addresses.sns);
  const refused: unknown = await signUp({ sns: throughWire }).catch((error: unknown) => error);
  throughWire.destroy();
  await wire.close();
  expect(refused).toHaveProperty('message', 'Invalid email');
  expect(wire.calls.map(({ operation }) => operation)).toEqual(['Subscribe']);
});

test('the topic has the key of the stack', async () => {
  await signUp({ topicKey: 'alias/mine' });
  expect(await subscribed()).toHaveLength(1);
});
