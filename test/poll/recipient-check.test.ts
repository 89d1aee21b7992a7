/** What SNS lists, and what it means for a recipient: the real client, over the embedded SNS and canned lists. */
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { recipientFingerprint } from '../../src/config/named-recipients.ts';
import { checkRecipients } from '../../src/polling/recipient-check.ts';
import { startPeople, type People } from '../cli/topic-fixture.ts';

let people: People;

beforeEach(async () => {
  people = await startPeople();
});
afterEach(() => people.close());

const mail = (name: string) => ({ protocol: 'email', endpoint: `${name}@example.org` });
const queue = (index: number) => ({
  protocol: 'sqs',
  endpoint: `arn:aws:sqs:eu-west-2:123456789012:alerts-${index}`,
});

async function check(...all: readonly { readonly protocol: string; readonly endpoint: string }[]) {
  const nowhere = 'arn:aws:sns:us-east-1:000000000000:not-there';
  const topics = { alerts: people.alerts, machines: nowhere, operators: nowhere, digests: {} };
  const problems = await checkRecipients(
    { alerts: all.map(recipientFingerprint), machines: [], operators: [], digests: {} },
    topics,
  );
  return problems.map(({ problem, reason }) => `${problem}: ${reason}`);
}

function lists(...arns: readonly string[]): void {
  const members = arns.map(
    (arn) =>
      `<member><SubscriptionArn>${arn}</SubscriptionArn><Protocol>email</Protocol><Endpoint>a@example.org</Endpoint></member>`,
  );
  const body = `<ListSubscriptionsByTopicResponse><ListSubscriptionsByTopicResult><Subscriptions>${members.join('')}</Subscriptions></ListSubscriptionsByTopicResult></ListSubscriptionsByTopicResponse>`;
  people.answers.set('ListSubscriptionsByTopic', { status: 200, body });
}

const confirmed = 'arn:aws:sns:eu-west-2:123456789012:alerts:1';

test('a recipient who confirms, leaves by the link of a mail, and is brought back', async () => {
  const subscribe = (): Promise<string> => people.subscribe('stack', people.alerts, 'email', 'a@example.org');
  const arn = await subscribe();
  expect(await check(mail('a'))).toEqual(['recipients-pending: 1 of 1 of the alerts']);
  await people.confirmAll();
  expect(await check(mail('a'))).toEqual([]);
  await people.lose(arn);
  // SNS lists it as "Deleted" for three days.
  expect(await check(mail('a'))).toEqual(['recipients-missing: 1 of 1 of the alerts']);
  await subscribe();
  await people.confirmAll();
  expect(await check(mail('a'))).toEqual([]);
});

// The order of the list is not defined.
test('a recipient who has left and come back is there, in whatever order SNS lists it', async () => {
  lists('Deleted', confirmed, 'Deleted');
  expect(await check(mail('a'))).toEqual([]);
});

// SNS developer guide, "Email notifications": more than ten mails a second suspend a subscription.
test('an address that SNS suspended has to confirm again', async () => {
  await people.subscribe('stack', people.alerts, 'email', 'a@example.org');
  await people.confirmAll();
  expect(await check(mail('a'))).toEqual([]);
  const client = new SNSClient({});
  for (let mails = 0; mails < 11; mails += 1) {
    await client.send(new PublishCommand({ TopicArn: people.alerts, Message: 'a burst' }));
  }
  client.destroy();
  expect(await check(mail('a'))).toEqual(['recipients-pending: 1 of 1 of the alerts']);
  expect((await people.run('subscribers')).stdout).toMatch(/a@example\.org .* pending .* petitions\.json/);
});

test('a machine is also looked for on the topic for machines', async () => {
  await people.subscribe('stack', people.machines, 'sqs', queue(1).endpoint);
  const named = [queue(1), queue(2)].map(recipientFingerprint);
  const problems = await checkRecipients(
    { alerts: [], machines: named, operators: [], digests: {} },
    { alerts: people.alerts, machines: people.machines, operators: people.operators, digests: {} },
  );
  expect(problems).toMatchObject([{ problem: 'recipients-missing', reason: '1 of 2 of the topic for machines' }]);
});

test('all pages are read; a topic for which nobody is named is not asked about', async () => {
  for (let index = 0; index < 130; index += 1)
    await people.subscribe('stack', people.alerts, 'sqs', queue(index).endpoint);
  expect(await check(queue(0), queue(129), queue(130))).toEqual(['recipients-missing: 1 of 3 of the alerts']);
});

test('an answer that is none is an error, and nobody is missing by it', async () => {
  people.answers.set('ListSubscriptionsByTopic', {
    status: 403,
    body: '<ErrorResponse><Error><Code>AuthorizationError</Code></Error></ErrorResponse>',
  });
  await expect(check(mail('a'))).rejects.toThrow();
});
