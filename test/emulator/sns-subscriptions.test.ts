/** What the embedded SNS keeps of subscriptions: their attributes, their pages, who must confirm. */
import {
  CreateTopicCommand,
  FilterPolicyLimitExceededException,
  GetSMSAttributesCommand,
  GetSMSSandboxAccountStatusCommand,
  GetSubscriptionAttributesCommand,
  InvalidParameterException,
  ListSubscriptionsByTopicCommand,
  NotFoundException,
  paginateListSubscriptionsByTopic,
  PublishCommand,
  SetSubscriptionAttributesCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
  type Subscription,
} from '@aws-sdk/client-sns';
import { startSns, type SnsEndpoint } from '../../emulator/sns/server.ts';
import type { SnsDelivery } from '../../emulator/sns/topics.ts';
import { accessKey } from '../../emulator/listen.ts';

const desk = 'desk@example.org';
const queue = 'arn:aws:sqs:us-east-1:000000000000:alerts';
const FilterPolicy = '{"alert":["threshold-met"]}';

let sns: SnsEndpoint;
let client: SNSClient;
let topic: string;
let delivered: SnsDelivery[];

async function start(mailsConfirm: boolean): Promise<void> {
  delivered = [];
  const onDelivery = (delivery: SnsDelivery): void => void delivered.push(delivery);
  sns = await startSns({ now: () => '2016-01-05T17:00:00Z', onDelivery, mailsConfirm });
  client = new SNSClient({
    endpoint: sns.url,
    region: 'us-east-1',
    credentials: { accessKeyId: accessKey, secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  topic = (await client.send(new CreateTopicCommand({ Name: 'alerts' }))).TopicArn ?? '';
}
beforeEach(() => start(false));
afterEach(async () => {
  client.destroy();
  await sns.close();
});

const subscribe = async (Protocol: string, Endpoint: string, Attributes?: Record<string, string>): Promise<string> => {
  const request = { TopicArn: topic, Protocol, Endpoint, Attributes, ReturnSubscriptionArn: true };
  return (await client.send(new SubscribeCommand(request))).SubscriptionArn ?? '';
};
const attributesOf = async (SubscriptionArn: string): Promise<Record<string, string> | undefined> =>
  (await client.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }))).Attributes;
const set = (SubscriptionArn: string, AttributeName: string, AttributeValue: string): Promise<unknown> =>
  client.send(new SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName, AttributeValue }));

test('the same address with other attributes is refused, and what it had stays', async () => {
  const arn = await subscribe('email', desk, { FilterPolicy });
  expect(await subscribe('email', desk, { FilterPolicy })).toBe(arn);
  expect(await subscribe('email', desk)).toBe(arn);
  const other = subscribe('email', desk, { FilterPolicy: '{"alert":["response-met"]}' });
  await expect(other).rejects.toThrow(InvalidParameterException);
  await expect(other).rejects.toThrow(/Subscription already exists with different attributes/);
  expect(await attributesOf(arn)).toMatchObject({ FilterPolicy });
});

test('attributes are shown, set, and hold from then on', async () => {
  const arn = await subscribe('sqs', queue);
  expect(await attributesOf(arn)).toEqual({
    SubscriptionArn: arn,
    TopicArn: topic,
    Protocol: 'sqs',
    Endpoint: queue,
    Owner: '000000000000',
    PendingConfirmation: 'false',
    RawMessageDelivery: 'false',
  });
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: `${queue}-undelivered` });
  await set(arn, 'FilterPolicy', FilterPolicy);
  await set(arn, 'RedrivePolicy', RedrivePolicy);
  await set(arn, 'RawMessageDelivery', 'true');
  expect(await attributesOf(arn)).toMatchObject({
    FilterPolicy,
    FilterPolicyScope: 'MessageAttributes',
    RedrivePolicy,
    RawMessageDelivery: 'true',
  });
  const publish = async (): Promise<number> => {
    await client.send(new PublishCommand({ TopicArn: topic, Message: 'Hello' }));
    await sns.settled();
    return delivered.splice(0).length;
  };
  expect(await publish()).toBe(0);
  await set(arn, 'FilterPolicy', '{}');
  expect(await attributesOf(arn)).not.toHaveProperty('FilterPolicy');
  expect(await publish()).toBe(1);
});

test.each([
  ['FilterPolicy', '{"alert":"threshold-met"}'],
  ['RedrivePolicy', '{"deadLetterTargetArn":"alerts"}'],
  ['DeliveryPolicy', '{}'],
])('%s of %s is refused', async (name, value) => {
  const arn = await subscribe('sqs', queue);
  await expect(set(arn, name, value)).rejects.toThrow(InvalidParameterException);
});

test('lists come a hundred at a time', async () => {
  const addresses = Array.from({ length: 205 }, (_, index) => `reader-${index}@example.org`);
  for (const address of addresses) await subscribe('email', address);
  const pages: Subscription[][] = [];
  for await (const { Subscriptions = [] } of paginateListSubscriptionsByTopic({ client }, { TopicArn: topic })) {
    pages.push(Subscriptions);
  }
  expect(pages.map(({ length }) => length)).toEqual([100, 100, 5]);
  expect(pages.flat().map(({ Endpoint }) => Endpoint)).toEqual(addresses);
  const wrong = new ListSubscriptionsByTopicCommand({ TopicArn: topic, NextToken: 'x' });
  await expect(client.send(wrong)).rejects.toThrow(InvalidParameterException);
});

test('a topic takes 200 filter policies, and more subscriptions without one', async () => {
  for (let i = 0; i < 200; i++) await subscribe('email', `reader-${i}@example.org`, { FilterPolicy });
  const one = await subscribe('email', desk);
  await expect(subscribe('sms', '+447700900000', { FilterPolicy })).rejects.toThrow(FilterPolicyLimitExceededException);
  await expect(set(one, 'FilterPolicy', FilterPolicy)).rejects.toThrow(FilterPolicyLimitExceededException);
  const first = (await client.send(new ListSubscriptionsByTopicCommand({ TopicArn: topic }))).Subscriptions?.[0];
  await set(first?.SubscriptionArn ?? '', 'FilterPolicy', '{"alert":["response-met"]}');
});

test('where mails must confirm, they get nothing before, can not be ended, and show no ARN', async () => {
  client.destroy();
  await sns.close();
  await start(true);
  const arn = await subscribe('email', desk);
  const listed = async (): Promise<unknown> =>
    (await client.send(new ListSubscriptionsByTopicCommand({ TopicArn: topic }))).Subscriptions;
  expect(await listed()).toMatchObject([{ SubscriptionArn: 'PendingConfirmation', Endpoint: desk }]);
  expect(await attributesOf(arn)).toMatchObject({ PendingConfirmation: 'true' });
  for (const [ended, reason] of [
    [arn, /Cannot unsubscribe a subscription that is pending confirmation/],
    ['PendingConfirmation', /PendingConfirmation does not start with arn/],
  ] as const) {
    await expect(client.send(new UnsubscribeCommand({ SubscriptionArn: ended }))).rejects.toThrow(reason);
  }
  await sns.settled();
  const [mail] = delivered.splice(0);
  expect(mail?.subject).toBe('AWS Notification - Subscription Confirmation');
  expect((await fetch(/visit:\n(.*)/.exec(mail?.message ?? '')?.[1] ?? '')).status).toBe(200);
  expect(await listed()).toMatchObject([{ SubscriptionArn: arn }]);
  await client.send(new UnsubscribeCommand({ SubscriptionArn: arn }));
  expect(await listed()).toEqual([]);
});

test('what is not there can be ended, and not asked about', async () => {
  const arn = `${topic}:00000000-0000-0000-0000-000000000000`;
  await client.send(new UnsubscribeCommand({ SubscriptionArn: arn }));
  await expect(attributesOf(arn)).rejects.toThrow(NotFoundException);
});

test('the account is a new one: in the sandbox of SMS, with a dollar a month', async () => {
  expect(await client.send(new GetSMSSandboxAccountStatusCommand({}))).toMatchObject({ IsInSandbox: true });
  const request = new GetSMSAttributesCommand({ attributes: ['MonthlySpendLimit'] });
  expect((await client.send(request)).attributes).toEqual({ MonthlySpendLimit: '1' });
});
