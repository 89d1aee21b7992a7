/** What a subscriber's choices let through: the alerts as they are published, past the filter policies as SNS takes them. */
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { alertMessage } from '../../src/notifications/alert-message.ts';
import { snsPublisher } from '../../src/notifications/sns-publisher.ts';
import { filterPolicyOf, type SubscriptionFilters } from '../../src/config/subscriptions.ts';
import type { AlertName } from '../../src/domain/alerts.ts';
import { startSns, type SnsEndpoint } from '../../emulator/sns/server.ts';
import { sample } from '../notifications/samples.ts';
import { accessKey } from '../../emulator/listen.ts';

let sns: SnsEndpoint;
let client: SNSClient;
let delivered: number;

beforeEach(async () => {
  delivered = 0;
  sns = await startSns({ now: () => '2016-01-05T17:00:00Z', onDelivery: () => void (delivered += 1) });
  const credentials = { accessKeyId: accessKey, secretAccessKey: 'local' };
  client = new SNSClient({ endpoint: sns.url, region: 'us-east-1', credentials });
});
afterEach(async () => {
  client.destroy();
  await sns.close();
});

test.each<[string, SubscriptionFilters, AlertName, boolean]>([
  ['the threshold that was chosen', { thresholds: ['response'] }, 'threshold-met', true],
  ['another threshold', { thresholds: ['debate'] }, 'threshold-met', false],
  ['a petition as a whole, whatever threshold was chosen', { thresholds: ['debate'] }, 'petition-gone', true],
  [
    'a petition as a whole, when the alerts leave it out',
    { thresholds: ['debate'], alerts: ['threshold-met'] },
    'petition-gone',
    false,
  ],
  ['the source that was chosen', { sources: ['test'] }, 'threshold-met', true],
  ['another source', { sources: ['uk-parliament'] }, 'threshold-met', false],
  ['the petition that was chosen', { petitions: ['test/1'] }, 'petition-gone', true],
  ['another petition', { petitions: ['test/2'] }, 'petition-gone', false],
])('an alert of %s: %j, %s', async (_, choices, alert, passes) => {
  const { TopicArn = '' } = await client.send(new CreateTopicCommand({ Name: 'alerts' }));
  const Attributes = { FilterPolicy: JSON.stringify(filterPolicyOf(choices)) };
  const Endpoint = 'arn:aws:sqs:us-east-1:000000000000:alerts';
  await client.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint, Attributes }));
  await snsPublisher(client, TopicArn, { warn: () => undefined })(alertMessage(sample(alert)));
  await sns.settled();
  expect(delivered).toBe(passes ? 1 : 0);
});
