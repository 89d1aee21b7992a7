/** The embedded SNS endpoint, through the real SDK client. */
import {
  ConfirmSubscriptionCommand,
  CreateTopicCommand,
  InvalidParameterException,
  ListPlatformApplicationsCommand,
  ListSubscriptionsByTopicCommand,
  NotFoundException,
  PublishCommand,
  SetTopicAttributesCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
  type PublishCommandInput,
} from '@aws-sdk/client-sns';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod/mini';
import { startSns, type SnsEndpoint } from '../../emulator/sns/server.ts';
import type { SnsDelivery } from '../../emulator/sns/topics.ts';
import { serve, type Loopback } from '../loopback.ts';
import { accessKey } from '../../emulator/listen.ts';

const credentials = {
  region: 'us-east-1',
  credentials: { accessKeyId: accessKey, secretAccessKey: 'local' },
  maxAttempts: 1,
};
const queue = 'arn:aws:sqs:us-east-1:000000000000:alerts';

let sns: SnsEndpoint;
let client: SNSClient;
let topic: string;
let delivered: SnsDelivery[];

beforeEach(async () => {
  delivered = [];
  sns = await startSns({ now: () => '2016-01-05T17:00:00Z', onDelivery: (delivery) => void delivered.push(delivery) });
  client = new SNSClient({ ...credentials, endpoint: sns.url });
  topic = (await client.send(new CreateTopicCommand({ Name: 'alerts' }))).TopicArn ?? '';
});
afterEach(async () => {
  client.destroy();
  await sns.close();
});

const subscribe = async (Protocol: string, Endpoint: string, Attributes?: Record<string, string>): Promise<string> =>
  (await client.send(new SubscribeCommand({ TopicArn: topic, Protocol, Endpoint, Attributes }))).SubscriptionArn ?? '';

async function publish(input: Partial<PublishCommandInput>): Promise<SnsDelivery[]> {
  await client.send(new PublishCommand({ TopicArn: topic, Message: 'Hello', ...input }));
  await sns.settled();
  return delivered.splice(0);
}

const attributes = (values: Record<string, string>): PublishCommandInput['MessageAttributes'] =>
  Object.fromEntries(Object.entries(values).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]));

test('a topic that is created twice is the same topic', async () => {
  expect((await client.send(new CreateTopicCommand({ Name: 'alerts' }))).TopicArn).toBe(topic);
  expect(topic).toMatch(/^arn:aws:sns:us-east-1:000000000000:alerts$/);
});

test('subscriptions are listed, once each, and gone when they are ended', async () => {
  const arn = await subscribe('email', 'desk@example.org');
  expect(await subscribe('email', 'desk@example.org')).toBe(arn);
  await subscribe('sms', '+447700900000');
  const listed = async (): Promise<unknown[]> =>
    (await client.send(new ListSubscriptionsByTopicCommand({ TopicArn: topic }))).Subscriptions ?? [];
  expect(await listed()).toMatchObject([
    { SubscriptionArn: arn, Protocol: 'email', Endpoint: 'desk@example.org', TopicArn: topic },
    { Protocol: 'sms', Endpoint: '+447700900000' },
  ]);
  await client.send(new UnsubscribeCommand({ SubscriptionArn: arn }));
  expect(await listed()).toHaveLength(1);
});

test('each protocol gets its own text, or the default', async () => {
  await subscribe('email', 'desk@example.org');
  await subscribe('sms', '+447700900000');
  const Message = JSON.stringify({ default: 'for machines', email: 'for <readers> & others', extra: '' });
  expect(await publish({ Message, MessageStructure: 'json', Subject: 'News & more' })).toMatchObject([
    { subject: 'News & more', message: 'for <readers> & others', subscription: { endpoint: 'desk@example.org' } },
    { message: 'for machines', subscription: { endpoint: '+447700900000' } },
  ]);
});

test('a queue and a function get what is for machines, and need not confirm', async () => {
  await subscribe('sqs', queue);
  await subscribe('lambda', 'arn:aws:lambda:us-east-1:000000000000:function:alerts');
  const Message = JSON.stringify({ default: 'for machines', email: 'for readers' });
  expect(await publish({ Message, MessageStructure: 'json' })).toMatchObject([
    { message: 'for machines', subscription: { protocol: 'sqs' } },
    { message: 'for machines', subscription: { protocol: 'lambda' } },
  ]);
});

test('a webhook that is not to be called is shown instead, and need not confirm', async () => {
  const shown: SnsDelivery[] = [];
  const quiet = await startSns({
    now: () => '2016-01-05T17:00:00Z',
    onDelivery: (delivery) => void shown.push(delivery),
    isCalled: ({ hostname }) => hostname !== 'example.org',
  });
  const other = new SNSClient({ ...credentials, endpoint: quiet.url });
  const { TopicArn } = await other.send(new CreateTopicCommand({ Name: 'alerts' }));
  await other.send(new SubscribeCommand({ TopicArn, Protocol: 'https', Endpoint: 'https://example.org/alerts' }));
  await other.send(new PublishCommand({ TopicArn, Message: 'Hello' }));
  await quiet.settled();
  expect(shown).toMatchObject([{ message: 'Hello', subscription: { endpoint: 'https://example.org/alerts' } }]);
  other.destroy();
  await quiet.close();
});

// A mail that a full disk does not take must be sent again: until it is written, the message is not accepted.
test('a message is accepted when what is not posted has been delivered', async () => {
  const written: string[] = [];
  const slow = await startSns({
    now: () => '2016-01-05T17:00:00Z',
    onDelivery: async ({ message }) => {
      await sleep(50);
      written.push(message);
    },
  });
  const other = new SNSClient({ ...credentials, endpoint: slow.url });
  const { TopicArn } = await other.send(new CreateTopicCommand({ Name: 'alerts' }));
  await other.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'desk@example.org' }));
  await other.send(new PublishCommand({ TopicArn, Message: 'Hello' }));
  expect(written).toEqual(['Hello']);
  other.destroy();
  await slow.close();
});

test('a message of one text goes to all as it is', async () => {
  await subscribe('email', 'desk@example.org');
  expect(await publish({ Message: '{"default":"x"}\n🙂' })).toMatchObject([{ message: '{"default":"x"}\n🙂' }]);
});

describe('a filter policy', () => {
  test.each<[string, object, Record<string, string>, boolean]>([
    ['a value that is named', { alert: ['threshold-met', 'response-met'] }, { alert: 'response-met' }, true],
    ['a value that is not', { alert: ['threshold-met'] }, { alert: 'response-met' }, false],
    ['an attribute that is missing', { alert: ['threshold-met'] }, {}, false],
    ['both keys', { alert: ['a'], petition: ['x/1'] }, { alert: 'a', petition: 'x/1' }, true],
    ['one key of two', { alert: ['a'], petition: ['x/1'] }, { alert: 'a', petition: 'x/2' }, false],
    ['a prefix', { petition: [{ prefix: 'uk-' }] }, { petition: 'uk-parliament/1' }, true],
    ['another prefix', { petition: [{ prefix: 'uk-' }] }, { petition: 'us-we-the-people/1' }, false],
    ['a suffix', { petition: [{ suffix: '/1' }] }, { petition: 'uk-parliament/1' }, true],
    ['another case', { alert: [{ 'equals-ignore-case': 'A' }] }, { alert: 'a' }, true],
    ['anything but it', { alert: [{ 'anything-but': 'a' }] }, { alert: 'a' }, false],
    ['anything but others', { alert: [{ 'anything-but': ['b', 'c'] }] }, { alert: 'a' }, true],
    ['anything but its prefix', { alert: [{ 'anything-but': { prefix: 'thr' } }] }, { alert: 'threshold-met' }, false],
    ['anything but its suffix', { alert: [{ 'anything-but': { suffix: '-met' } }] }, { alert: 'threshold-met' }, false],
    ['an attribute that is there', { threshold: [{ exists: true }] }, { threshold: 'response' }, true],
    ['one that must not be there', { threshold: [{ exists: false }] }, { threshold: 'response' }, false],
    ['one that is rightly not there', { threshold: [{ exists: false }] }, {}, true],
  ])('of %s', async (_, policy, values, passes) => {
    await subscribe('email', 'desk@example.org', { FilterPolicy: JSON.stringify(policy) });
    expect(await publish({ MessageAttributes: attributes(values) })).toHaveLength(passes ? 1 : 0);
  });

  test.each<[object, string, boolean]>([
    [{ needed: [{ numeric: ['>=', 10_000] }] }, '10000', true],
    [{ needed: [{ numeric: ['>', 0, '<', 10_000] }] }, '10000', false],
    [{ needed: [{ numeric: ['>', 0, '<=', 10_000] }] }, '10000', true],
    [{ needed: [{ numeric: ['=', 10_000] }] }, '1e4', true],
    [{ needed: [10_000] }, '10000', true],
  ])('of numbers: %j with %s', async (policy, StringValue, passes) => {
    await subscribe('email', 'desk@example.org', { FilterPolicy: JSON.stringify(policy) });
    const MessageAttributes = { needed: { DataType: 'Number', StringValue } };
    expect(await publish({ MessageAttributes })).toHaveLength(passes ? 1 : 0);
  });

  test('of one of several values of an attribute', async () => {
    await subscribe('email', 'desk@example.org', { FilterPolicy: '{"topic":["b"]}' });
    const topicIs = (values: string): PublishCommandInput['MessageAttributes'] => ({
      topic: { DataType: 'String.Array', StringValue: values },
    });
    expect(await publish({ MessageAttributes: topicIs('["a","b"]') })).toHaveLength(1);
    expect(await publish({ MessageAttributes: topicIs('["a",1,null]') })).toHaveLength(0);
  });

  test.each([
    '{"a":["b"]',
    '{"a":"b"}',
    '{"a":[]}',
    '{"a":[{"like":"b"}]}',
    JSON.stringify(Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((key) => [key, ['x']]))),
    JSON.stringify({ a: Array.from({ length: 76 }, String), b: ['x', 'y'] }),
  ])('%s is refused', async (FilterPolicy) => {
    await expect(subscribe('email', 'desk@example.org', { FilterPolicy })).rejects.toThrow(InvalidParameterException);
  });
});

describe('what the service would refuse is refused', () => {
  test.each<[string, Partial<PublishCommandInput>]>([
    ['a subject of 100 characters', { Subject: 'x'.repeat(100) }],
    ['a subject with a line break', { Subject: 'a\nb' }],
    ['a subject that begins with a blank', { Subject: ' a' }],
    ['an empty message', { Message: '' }],
    ['a message of more than 256 kB', { Message: 'é'.repeat(140_000) }],
    ['texts that are no JSON', { Message: 'x', MessageStructure: 'json' }],
    ['texts without a default', { Message: '{"email":"x"}', MessageStructure: 'json' }],
  ])('%s', async (_, input) => {
    await expect(publish(input)).rejects.toThrow(InvalidParameterException);
  });

  test('an SMS of more than 1,600 characters', async () => {
    await subscribe('sms', '+447700900000');
    await expect(publish({ Message: 'x'.repeat(1601) })).rejects.toThrow(InvalidParameterException);
  });

  test('a topic that does not exist', async () => {
    await expect(publish({ TopicArn: `${topic}-other` })).rejects.toThrow(NotFoundException);
  });

  test('a topic of which the name is none, a protocol that is not spoken, an action that is not there', async () => {
    await expect(client.send(new CreateTopicCommand({ Name: 'a b' }))).rejects.toThrow(InvalidParameterException);
    await expect(subscribe('firehose', 'arn:x')).rejects.toThrow(/protocol firehose is not part of this endpoint/);
    const attribute = new SetTopicAttributesCommand({ TopicArn: topic, AttributeName: 'Policy' });
    await expect(client.send(attribute)).rejects.toThrow(/AttributeName Policy is not part of this endpoint/);
    const action = new ListPlatformApplicationsCommand({});
    await expect(client.send(action)).rejects.toThrow(/ListPlatformApplications is not part of this endpoint/);
  });
});

describe('a webhook', () => {
  const envelopeSchema = z.object({
    Type: z.string(),
    SubscribeURL: z.optional(z.string()),
    UnsubscribeURL: z.optional(z.string()),
    Token: z.optional(z.string()),
  });
  let hook: Loopback;
  let bodies: string[];
  let failing: number;

  beforeEach(async () => {
    bodies = [];
    failing = 0;
    hook = await serve((request, response) => {
      void text(request).then((body) => {
        bodies.push(body);
        response.writeHead((failing -= 1) >= 0 ? 500 : 200).end();
      });
    });
  });
  afterEach(() => hook.close());

  const last = (): z.output<typeof envelopeSchema> => z.parse(envelopeSchema, JSON.parse(bodies.at(-1) ?? ''));

  async function confirmed(rawDelivery = 'false'): Promise<void> {
    expect(await subscribe('http', hook.url, { RawMessageDelivery: rawDelivery })).toBe('pending confirmation');
    await sns.settled();
    expect((await fetch(last().SubscribeURL ?? '')).status).toBe(200);
    bodies.splice(0);
  }

  test('gets nothing until it has confirmed', async () => {
    await subscribe('http', hook.url);
    await publish({});
    expect(bodies).toHaveLength(1);
    expect(last().Type).toBe('SubscriptionConfirmation');
    await client.send(new ConfirmSubscriptionCommand({ TopicArn: topic, Token: last().Token }));
    await publish({});
    expect(last().Type).toBe('Notification');
    await expect(client.send(new ConfirmSubscriptionCommand({ TopicArn: topic, Token: 'x' }))).rejects.toThrow(
      InvalidParameterException,
    );
  });

  test('gets the envelope of the service, and can leave by its link', async () => {
    await confirmed();
    await publish({ Subject: 'News', MessageAttributes: attributes({ alert: 'threshold-met' }) });
    expect(JSON.parse(bodies[0] ?? '')).toMatchObject({
      Type: 'Notification',
      TopicArn: topic,
      Subject: 'News',
      Message: 'Hello',
      Timestamp: '2016-01-05T17:00:00Z',
      MessageAttributes: { alert: { Type: 'String', Value: 'threshold-met' } },
    });
    expect(hook.requests.at(-1)?.headers).toMatchObject({
      'x-amz-sns-message-type': 'Notification',
      'x-amz-sns-topic-arn': topic,
    });
    expect((await fetch(last().UnsubscribeURL ?? '')).status).toBe(200);
    await publish({});
    expect(bodies).toHaveLength(1);
  });

  test('gets the message alone, when it asked for that', async () => {
    await confirmed('true');
    await publish({ Message: '{"a":1}' });
    expect(bodies).toEqual(['{"a":1}']);
    expect(hook.requests.at(-1)?.headers['x-amz-sns-rawdelivery']).toBe('true');
  });

  test('that fails is tried three times at once', async () => {
    await confirmed();
    failing = 2;
    await publish({});
    expect(bodies).toHaveLength(3);
    failing = 9;
    await publish({});
    expect(bodies).toHaveLength(6);
  });
});

/**
 * People start their program after the monitor, or restart it. Amazon SNS gives up after a minute; on a laptop a webhook
 * that came up after nine seconds got nothing in 200 (tried 2026-11).
 */
describe('a webhook that comes up later', () => {
  const envelopeSchema = z.object({ Type: z.string(), Message: z.string(), SubscribeURL: z.optional(z.string()) });
  let notes: string[];
  let late: SnsEndpoint;
  let other: SNSClient;
  let TopicArn: string | undefined;
  let down: boolean;
  let visits: boolean;
  let messages: string[];
  let onRefusal: () => void;
  let hook: Loopback;

  beforeEach(async () => {
    [notes, messages, down, visits] = [[], [], true, true];
    onRefusal = () => undefined;
    hook = await serve((request, response) => {
      void text(request).then(async (body) => {
        const { Type, Message, SubscribeURL } = z.parse(envelopeSchema, JSON.parse(body));
        if (!down && Type === 'Notification') messages.push(Message);
        if (!down && visits && SubscribeURL !== undefined) await fetch(SubscribeURL);
        response.writeHead(down ? 503 : 200).end();
        if (down) onRefusal();
      });
    });
    late = await startSns({
      now: () => '2016-01-05T17:00:00Z',
      onDelivery: () => undefined,
      onNote: (note) => void notes.push(note.replace(hook.url, 'HOOK')),
      retryEvery: 50,
    });
    other = new SNSClient({ ...credentials, endpoint: late.url });
    TopicArn = (await other.send(new CreateTopicCommand({ Name: 'alerts' }))).TopicArn;
  });
  afterEach(async () => {
    other.destroy();
    await late.close();
    await hook.close();
  });

  const join = (): Promise<unknown> =>
    other.send(new SubscribeCommand({ TopicArn, Protocol: 'http', Endpoint: hook.url }));
  const send = async (...texts: readonly string[]): Promise<void> => {
    for (const Message of texts) await other.send(new PublishCommand({ TopicArn, Message }));
    await late.settled();
  };
  async function until(condition: () => boolean): Promise<void> {
    while (!condition()) await sleep(10);
  }
  const refuses = 'HOOK does not accept its messages: it answers with status 503. They are kept, and tried again.';
  const accepts = 'HOOK accepts its messages now.';

  test('is named, asked until it confirms, and gets what it missed, once, in order', async () => {
    await join();
    await send('1', '2');
    expect(notes).toEqual([refuses]);
    down = false;
    await until(() => messages.length === 2);
    await send('3');
    await until(() => notes.length === 2);
    expect(notes).toEqual([refuses, accepts]);
    down = true;
    await send('4');
    await send('5');
    down = false;
    await until(() => notes.length === 4);
    expect(notes).toEqual([refuses, accepts, refuses, accepts]);
    expect(messages).toEqual(['1', '2', '3', '4', '5']);
  });

  test('gets them in order when it recovers between two of them, too', async () => {
    down = false;
    await join();
    await send('1');
    await until(() => messages.length === 1);
    down = true;
    await send('2', '3');
    // What follows the refusal would be accepted.
    onRefusal = () => (down = false);
    await until(() => messages.length === 3);
    expect(messages).toEqual(['1', '2', '3']);
  });

  test('that accepts, but does not visit its SubscribeURL, is named and asked again', async () => {
    [down, visits] = [false, false];
    await join();
    await send('1');
    await until(() => notes.length > 0);
    expect(notes).toEqual([
      'HOOK does not accept its messages: it has not visited its SubscribeURL. They are kept, and tried again.',
    ]);
    expect(messages).toEqual([]);
    visits = true;
    await until(() => messages.length === 1);
  });

  test('what was not delivered at the end is named', async () => {
    await join();
    await send('1', '2');
    await late.close();
    expect(notes).toEqual([refuses, 'HOOK did not get 2 messages.']);
  });
});
