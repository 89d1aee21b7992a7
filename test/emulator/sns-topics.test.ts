/** What the embedded SNS keeps of topics: which there are, their tags, and who must confirm on them. */
import {
  CreateTopicCommand,
  DeleteTopicCommand,
  ListTopicsCommand,
  NotFoundException,
  paginateListTopics,
  PublishCommand,
  SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import { startSns, type SnsEndpoint } from '../../emulator/sns/server.ts';
import type { SnsDelivery } from '../../emulator/sns/topics.ts';
import { accessKey } from '../../emulator/listen.ts';

let sns: SnsEndpoint;
let client: SNSClient;
let now: string;
let delivered: SnsDelivery[];

beforeEach(async () => {
  now = '2026-11-05T17:00:00Z';
  delivered = [];
  sns = await startSns({
    now: () => now,
    onDelivery: (delivery) => void delivered.push(delivery),
    isConfirming: (topic) => topic.endsWith(':confirming'),
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

const create = async (Name: string, more: object = {}): Promise<string> =>
  (await client.send(new CreateTopicCommand({ Name, ...more }))).TopicArn ?? '';
const Tags = [{ Key: 'stack', Value: 'Stack' }];
const Attributes = { DisplayName: 'Petitions', KmsMasterKeyId: 'alias/mine' };

test('a topic that exists is given again: without attributes and tags, or with the same', async () => {
  const arn = await create('topic', { Attributes, Tags });
  expect(await create('topic', { Attributes, Tags })).toBe(arn);
  expect(await create('topic')).toBe(arn);
});

test.each([
  ['attributes', { Attributes: { DisplayName: 'Others' } }],
  ['tags', { Tags: [{ Key: 'stack', Value: 'Other' }] }],
])('with other %s it is refused, and stays as it was', async (what, other) => {
  const arn = await create('topic', { Attributes, Tags });
  await expect(create('topic', other)).rejects.toThrow(`already exists with different ${what}`);
  expect(await create('topic', { Attributes, Tags })).toBe(arn);
});

test('topics are listed by the hundred', async () => {
  for (let n = 0; n < 101; n += 1) await create(`topic-${n}`);
  const pages: number[] = [];
  for await (const { Topics = [] } of paginateListTopics({ client }, {})) pages.push(Topics.length);
  expect(pages).toEqual([100, 1]);
  await expect(client.send(new ListTopicsCommand({ NextToken: 'x' }))).rejects.toThrow('NextToken');
});

test('a topic that is deleted is gone with its subscriptions, and may be deleted again', async () => {
  const TopicArn = await create('topic');
  await client.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'desk@example.org' }));
  await client.send(new DeleteTopicCommand({ TopicArn }));
  await client.send(new DeleteTopicCommand({ TopicArn }));
  await expect(client.send(new PublishCommand({ TopicArn, Message: 'x' }))).rejects.toThrow(NotFoundException);
  await create('topic');
  await client.send(new PublishCommand({ TopicArn, Message: 'x' }));
  expect(delivered).toEqual([]);
});

test('where addresses must confirm on a topic, they lapse after two days; on the others they need not', async () => {
  const [confirming, other] = [await create('confirming'), await create('other')];
  for (const TopicArn of [confirming, other])
    await client.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'desk@example.org' }));
  await sns.settled();
  const [link = ''] = /http:\S+Action=ConfirmSubscription\S*/.exec(delivered[0]?.message ?? '') ?? [];
  expect(delivered).toHaveLength(1);
  await client.send(new PublishCommand({ TopicArn: confirming, Message: 'x' }));
  await client.send(new PublishCommand({ TopicArn: other, Message: 'x' }));
  expect(delivered.slice(1).map(({ subscription }) => subscription.topic)).toEqual([other]);
  now = '2026-11-07T17:00:00Z';
  expect((await fetch(link)).status).toBe(400);
});
