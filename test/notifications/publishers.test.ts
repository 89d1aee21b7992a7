/** The pace of what is published to the followers of one petition: SNS suspends who gets more than ten mails a second. */
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { accessKey } from '../../emulator/listen.ts';
import { startSns, type SnsEndpoint } from '../../emulator/sns/server.ts';
import { setEnvironment } from '../../local/process-environment.ts';
import { createPace, NotYet, turnsOfProcess } from '../../src/notifications/pace.ts';
import { createPublisher, type Publisher } from '../../src/notifications/publishers.ts';
import { isAfter, type Instant } from '../../src/domain/time.ts';
import { at } from '../domain/story.ts';
import { sample } from './samples.ts';

const start = at('2026-11-05T17:00:00Z');
const petition = 'uk-parliament/1';
const alert = { ...sample('threshold-met'), petition };
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined, count: () => undefined };

let sns: SnsEndpoint;
let restore: () => void;
let now: Instant;
let deliveredAt: number[];
let publisher: Publisher;

beforeEach(async () => {
  now = start;
  deliveredAt = [];
  sns = await startSns({
    now: () => now.toString(),
    onDelivery: () => void deliveredAt.push(now.epochMilliseconds - start.epochMilliseconds),
  });
  restore = setEnvironment({
    AWS_ENDPOINT_URL_SNS: sns.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: accessKey,
    AWS_SECRET_ACCESS_KEY: 'local',
  });
  const client = new SNSClient({});
  const topic = async (Name: string): Promise<string> =>
    (await client.send(new CreateTopicCommand({ Name }))).TopicArn ?? '';
  const alerts = await topic('alerts');
  const ofFollowers = await topic('Stack-follow-main-uk-parliament_2f1');
  await client.send(new SubscribeCommand({ TopicArn: ofFollowers, Protocol: 'email', Endpoint: 'reader@example.org' }));
  client.destroy();
  const clock = {
    now: () => now,
    waitUntil: (instant: Instant) => {
      if (isAfter(instant, now)) now = instant;
      return Promise.resolve();
    },
  };
  publisher = createPublisher(
    {
      ...{ subscribers: alerts, machines: alerts, operators: alerts, contact: undefined },
      pageOf: () => undefined,
      shortPageOf: () => undefined,
      followers: {
        prefix: ofFollowers.replace(/main-.*/, ''),
        choicesOf: () => Promise.resolve(['main']),
        pace: createPace(turnsOfProcess(4), clock),
      },
    },
    // The topic of alerts has no pace here: that of followers must have its own.
    () => Promise.resolve(),
    silent,
  );
});
afterEach(async () => {
  restore();
  await sns.close();
});

test('followers of a petition with many alerts get four a second', async () => {
  for (let n = 1; n <= 12; n += 1)
    await publisher.publish({ ...alert, id: `${petition}#${n}` }, start.add({ seconds: 9 }), new Set());
  await sns.settled();
  expect(deliveredAt).toEqual(Array.from({ length: 12 }, (_, n) => 250 * n));
});

test('what has its turn later waits for that topic alone', async () => {
  const accepted = new Set<string>();
  await publisher.publish({ ...alert, id: `${petition}#1` }, now, new Set());
  await expect(publisher.publish({ ...alert, id: `${petition}#2` }, now, accepted)).rejects.toThrow(NotYet);
  expect([...accepted]).toEqual(['alerts']);
  await publisher.publish({ ...alert, id: `${petition}#2` }, now.add({ seconds: 1 }), accepted);
  expect([...accepted]).toEqual(['alerts', 'main']);
});
