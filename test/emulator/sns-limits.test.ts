/**
 * What Amazon SNS does to subscribers by itself, as its developer guide says it (2026-11): it suspends, drops and prefixes.
 * The pages are below docs.aws.amazon.com/sns/latest/.
 */
import {
  ConfirmSubscriptionCommand,
  CreateTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  InvalidParameterException,
  ListSubscriptionsByTopicCommand,
  NotFoundException,
  PublishCommand,
  SetTopicAttributesCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
  type PublishCommandInput,
} from '@aws-sdk/client-sns';
import { startSns, type SnsEndpoint } from '../../emulator/sns/server.ts';
import type { SnsDelivery } from '../../emulator/sns/topics.ts';
import { at } from '../domain/story.ts';
import { accessKey } from '../../emulator/listen.ts';

const desk = 'desk@example.org';
const phone = '+447700900000';
const queue = 'arn:aws:sqs:us-east-1:000000000000:alerts';

let clock = at('2016-01-05T17:00:00Z');
let sns: SnsEndpoint;
let client: SNSClient;
let topic: string;
let delivered: SnsDelivery[];

beforeEach(async () => {
  delivered = [];
  clock = at('2016-01-05T17:00:00Z');
  sns = await startSns({
    now: () => clock.toString(),
    onDelivery: (delivery) => void delivered.push(delivery),
    mailsConfirm: true,
  });
  client = new SNSClient({
    endpoint: sns.url,
    region: 'us-east-1',
    credentials: { accessKeyId: accessKey, secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  topic = await topicNamed('alerts');
});
afterEach(async () => {
  client.destroy();
  await sns.close();
});

async function topicNamed(Name: string, Attributes?: Record<string, string>): Promise<string> {
  return (await client.send(new CreateTopicCommand({ Name, Attributes }))).TopicArn ?? '';
}
async function subscribe(Protocol: string, Endpoint: string, Attributes?: Record<string, string>): Promise<string> {
  const request = { TopicArn: topic, Protocol, Endpoint, Attributes, ReturnSubscriptionArn: true };
  return (await client.send(new SubscribeCommand(request))).SubscriptionArn ?? '';
}
/** The links in the mails that ask to confirm. */
async function links(): Promise<string[]> {
  await sns.settled();
  return delivered.splice(0).flatMap(({ message }) => /visit:\n(.*)/.exec(message)?.[1] ?? []);
}
async function confirmed(address: string, attributes?: Record<string, string>): Promise<string> {
  const arn = await subscribe('email', address, attributes);
  for (const link of await links()) await fetch(link);
  return arn;
}
const publish = (input: Partial<PublishCommandInput> = {}): Promise<unknown> =>
  client.send(new PublishCommand({ TopicArn: topic, Message: 'Hello', ...input }));
async function publishEvery(milliseconds: number, times: number, input?: Partial<PublishCommandInput>): Promise<void> {
  for (let n = 0; n < times; n++) {
    await publish(input);
    clock = clock.add({ milliseconds });
  }
}
/** How many messages each address got since this was last asked. */
async function got(): Promise<Record<string, number>> {
  await sns.settled();
  const all = delivered.splice(0).map(({ subscription }) => subscription.endpoint);
  return Object.fromEntries([...new Set(all)].map((one) => [one, all.filter((other) => other === one).length]));
}
const pending = async (SubscriptionArn: string): Promise<string | undefined> =>
  (await client.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }))).Attributes?.PendingConfirmation;
const listed = async (): Promise<unknown[]> =>
  (await client.send(new ListSubscriptionsByTopicCommand({ TopicArn: topic }))).Subscriptions ?? [];

// dg/sns-email-notifications.html, "Important"
describe('a mail address that gets more than ten messages a second', () => {
  test.each([
    [10, 0],
    [11, 100],
    [200, 100],
    [200, 200],
  ])('is not one that gets %i, %i ms apart', async (times, apart) => {
    const arn = await confirmed(desk);
    await publishEvery(apart, times);
    expect(await got()).toEqual({ [desk]: times });
    expect(await pending(arn)).toBe('false');
  });

  test.each([
    [11, 0],
    [15, 20],
    [200, 99],
  ])('must confirm again, and gets nothing until then: %i, %i ms apart', async (times, apart) => {
    const arn = await confirmed(desk);
    await subscribe('sms', phone);
    await publishEvery(apart, times);
    // Others of the topic get everything: the limit is of the subscription.
    expect(await got()).toEqual({ [desk]: 10, [phone]: times });
    expect(await pending(arn)).toBe('true');
    expect(await listed()).toMatchObject([{ SubscriptionArn: 'PendingConfirmation' }, { Endpoint: phone }]);
    clock = clock.add({ hours: 1 });
    await publish();
    expect(await got()).toEqual({ [phone]: 1 });
    expect(await confirmed(desk)).toBe(arn);
    await publish();
    expect(await got()).toEqual({ [desk]: 1, [phone]: 1 });
  });

  test('is gone after 48 hours if it does not', async () => {
    const arn = await confirmed(desk);
    await publishEvery(0, 11);
    clock = clock.add({ hours: 48 });
    await expect(pending(arn)).rejects.toThrow(NotFoundException);
  });

  test('is counted after its filter policy', async () => {
    const arn = await confirmed(desk, { FilterPolicy: '{"alert":["threshold-met"]}' });
    const attribute = (StringValue: string): PublishCommandInput['MessageAttributes'] => ({
      alert: { DataType: 'String', StringValue },
    });
    await publishEvery(0, 100, { MessageAttributes: attribute('closing-soon') });
    await publishEvery(0, 10, { MessageAttributes: attribute('threshold-met') });
    expect(await got()).toEqual({ [desk]: 10 });
    expect(await pending(arn)).toBe('false');
  });
});

// api/API_Subscribe.html: a token is valid for two days. aws.amazon.com/about-aws/whats-new, 2023-05-10: then it is deleted.
describe('a subscription that is not confirmed', () => {
  test.each<[string, string]>([
    ['email', desk],
    ['https', 'https://127.0.0.1:1/alerts'],
  ])('is dropped after 48 hours, without a word: %s', async (protocol, endpoint) => {
    const arn = await subscribe(protocol, endpoint);
    const [link = sns.url] = await links();
    clock = clock.add({ hours: 47, minutes: 59, seconds: 59 });
    expect(await pending(arn)).toBe('true');
    clock = clock.add({ seconds: 1 });
    expect(await listed()).toEqual([]);
    await expect(pending(arn)).rejects.toThrow(NotFoundException);
    expect((await fetch(link)).status).toBe(400);
    await publish();
    expect(await got()).toEqual({});
    expect(await subscribe(protocol, endpoint)).not.toBe(arn);
  });

  test('that was confirmed in time stays', async () => {
    const arn = await confirmed(desk);
    clock = clock.add({ hours: 24 * 365 });
    expect(await pending(arn)).toBe('false');
  });

  test('is counted by the topic as pending', async () => {
    await subscribe('email', desk);
    await subscribe('sqs', queue);
    expect((await client.send(new GetTopicAttributesCommand({ TopicArn: topic }))).Attributes).toMatchObject({
      SubscriptionsPending: '1',
      SubscriptionsConfirmed: '1',
    });
  });
});

// repost.aws/knowledge-center/sns-cross-account-subscription; api/API_Unsubscribe.html
describe('a subscription that ends', () => {
  const visit = async (SubscriptionArn: string): Promise<number> =>
    (await fetch(`${sns.url}/?${new URLSearchParams({ Action: 'Unsubscribe', SubscriptionArn }).toString()}`)).status;

  test('by the link in a mail is listed as "Deleted" for 72 hours, and gets nothing', async () => {
    const arn = await confirmed(desk);
    expect(await visit(arn)).toBe(200);
    expect(await listed()).toMatchObject([{ SubscriptionArn: 'Deleted', Endpoint: desk }]);
    await expect(pending(arn)).rejects.toThrow(NotFoundException);
    await publish();
    expect(await got()).toEqual({});
    clock = clock.add({ hours: 71, minutes: 59 });
    expect(await listed()).toHaveLength(1);
    clock = clock.add({ minutes: 1 });
    expect(await listed()).toEqual([]);
  });

  test('by its owner is listed no more', async () => {
    const arn = await confirmed(desk);
    await client.send(new UnsubscribeCommand({ SubscriptionArn: arn }));
    expect(await listed()).toEqual([]);
  });

  test('by a link is neither that of a queue, nor one that was confirmed with authentication', async () => {
    await subscribe('email', desk);
    const [link = ''] = await links();
    const { searchParams } = new URL(link);
    // The link alone can not ask for it.
    searchParams.set('AuthenticateOnUnsubscribe', 'true');
    expect((await fetch(`${sns.url}/?${searchParams.toString()}`)).status).toBe(403);
    const Token = searchParams.get('Token') ?? '';
    const request = { TopicArn: topic, Token, AuthenticateOnUnsubscribe: 'true' };
    const { SubscriptionArn = '' } = await client.send(new ConfirmSubscriptionCommand(request));
    expect([await visit(SubscriptionArn), await visit(await subscribe('sqs', queue))]).toEqual([403, 403]);
    await client.send(new UnsubscribeCommand({ SubscriptionArn }));
    expect(await listed()).toMatchObject([{ Protocol: 'sqs' }]);
  });
});

// dg/sms_publish-to-topic.html
describe('an SMS', () => {
  test.each([
    ['Petitions', 'PETITIONS> Hello'],
    ['Petition alerts', 'PETITION A> Hello'],
    ['Our alerts', 'OUR ALERTS> Hello'],
    ['', 'Hello'],
  ])('of a topic with the display name "%s" is "%s"', async (AttributeValue, text) => {
    await client.send(new SetTopicAttributesCommand({ TopicArn: topic, AttributeName: 'DisplayName', AttributeValue }));
    await subscribe('sms', phone);
    await subscribe('sqs', queue);
    await publish();
    await sns.settled();
    expect(delivered.map(({ message }) => message)).toEqual([text, 'Hello']);
  });
});

// api/API_CreateTopic.html, dg/subscription-filter-policy-constraints.html, api/API_SetSubscriptionAttributes.html,
// api/API_Publish.html
describe('refused', () => {
  test('is a topic that is there with other attributes, and it stays as it was', async () => {
    const DisplayName = 'Petitions';
    const named = await topicNamed('named', { DisplayName });
    expect(await topicNamed('named', { DisplayName })).toBe(named);
    expect(await topicNamed('named')).toBe(named);
    const other = topicNamed('named', { DisplayName: 'Monitor' });
    await expect(other).rejects.toThrow(/Topic already exists with different attributes/);
    const { Attributes } = await client.send(new GetTopicAttributesCommand({ TopicArn: named }));
    expect(Attributes).toMatchObject({ DisplayName });
  });

  test.each([
    ['six keys', { a: ['x'], b: ['x'], c: ['x'], d: ['x'], e: ['x'], f: ['x'] }],
    ['151 combinations', { a: Array.from({ length: 151 }, (_, n) => String(n)) }],
    ['a number of a billion and one', { a: [{ numeric: ['>', 1_000_000_001] }] }],
    ['six digits after the decimal point', { a: [0.123456] }],
    ['a nested policy', { a: { b: ['x'] } }],
  ])('is a filter policy with %s', async (_, policy) => {
    const refused = subscribe('sqs', queue, { FilterPolicy: JSON.stringify(policy) });
    await expect(refused).rejects.toThrow(InvalidParameterException);
    expect(await listed()).toEqual([]);
  });

  test.each([
    ['150 combinations', { a: Array.from({ length: 75 }, (_, n) => String(n)), b: ['x', 'y'] }],
    ['a billion', { a: [{ numeric: ['=', 1_000_000_000] }] }],
    ['five digits after the decimal point', { a: [0.12345] }],
  ])('is not one with %s', async (_, policy) => {
    const arn = await subscribe('sqs', queue, {
      FilterPolicy: JSON.stringify(policy),
      FilterPolicyScope: 'MessageAttributes',
    });
    expect(await pending(arn)).toBe('false');
  });

  test.each([
    ['262,144 bytes', 0, true],
    ['one byte more', 1, false],
  ])('is what is longer than 262,144 bytes with its attributes: %s', async (_, more, isAccepted) => {
    // "alert", "String" and "met" are 14 bytes.
    const Message = 'x'.repeat(262_144 - 14 + more);
    const MessageAttributes = { alert: { DataType: 'String', StringValue: 'met' } };
    const published = publish({ Message, MessageAttributes }).then(
      () => true,
      (error: unknown) => !(error instanceof InvalidParameterException),
    );
    expect(await published).toBe(isAccepted);
  });
});
