/** `status` of a deployed stack names who of petitions.json gets nothing: real clients over the embedded SNS and table. */
import { jest } from '@jest/globals';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { status } from '../../cli/commands/status.ts';
import { createTable, startDynamoDb } from '../../emulator/dynamodb.ts';
import { setEnvironment } from '../../local/process-environment.ts';
import { jsonLines } from './cli.ts';
import { startPeople, type People } from './topic-fixture.ts';

let people: People;
let database: Awaited<ReturnType<typeof startDynamoDb>>;
let restore: () => void;

beforeEach(async () => {
  people = await startPeople();
  database = await startDynamoDb();
  restore = setEnvironment({ AWS_ENDPOINT_URL_DYNAMODB: database.url });
  const client = new DynamoDBClient({});
  await createTable(client, 'petitions');
  client.destroy();
});
afterEach(async () => {
  restore();
  await Promise.all([database.close(), people.close()]);
});

async function shown(format: 'text' | 'jsonl' = 'text'): Promise<{ stdout: string; stderr: string }> {
  const written = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    jest.spyOn(process[stream], 'write').mockImplementation((text) => {
      written[stream] += String(text);
      return true;
    }),
  );
  await status({ stack: 'Petitions', format }).finally(() => spies.forEach((spy) => spy.mockRestore()));
  return written;
}

test('of alerts, digests and the operators’ messages: whoever is gone, and whoever has not confirmed', async () => {
  const sns = new SNSClient({});
  const { TopicArn: digest = '' } = await sns.send(new CreateTopicCommand({ Name: 'petition-digest-daily' }));
  sns.destroy();
  people.outputs.DigestTopicArns = JSON.stringify({ daily: digest });
  const lost = [
    await people.subscribe('stack', people.alerts, 'email', 'desk@example.org'),
    await people.subscribe('stack', people.operators, 'email', 'ops@example.org'),
    await people.subscribe('stack', digest, 'email', 'reader@example.org'),
  ];
  await people.subscribe('stack', people.alerts, 'email', 'there@example.org');
  await people.confirmAll();
  for (const arn of lost) await people.lose(arn);
  await people.subscribe('stack', people.alerts, 'email', 'new@example.org');
  const { stdout, stderr } = await shown();
  expect(stderr).toBe('');
  expect(stdout.split('\n')).toEqual([
    'Nothing is watched.',
    'desk@example.org does not get the alerts: SNS no longer has it',
    'new@example.org does not get the alerts: it is not confirmed',
    'ops@example.org does not get the messages to operators: SNS no longer has it',
    'reader@example.org does not get the digest daily: SNS no longer has it',
    'What to do: docs/runbook.md, "Recipients are missing".',
    'No operator is subscribed: nobody hears of problems of the monitor.',
    'The monitor has not completed a run yet.',
    '',
  ]);
  const [summary] = jsonLines((await shown('jsonl')).stdout);
  expect(summary?.absent).toEqual([
    { protocol: 'email', endpoint: 'desk@example.org', state: 'gone', of: 'alerts' },
    { protocol: 'email', endpoint: 'new@example.org', state: 'pending', of: 'alerts' },
    { protocol: 'email', endpoint: 'ops@example.org', state: 'gone', of: 'operators' },
    { protocol: 'email', endpoint: 'reader@example.org', state: 'gone', of: 'digest/daily' },
  ]);
});

test('nothing is said when all are there; without permission to ask, the rest is shown, and why this is not', async () => {
  await people.subscribe('stack', people.alerts, 'sms', '+447700900000');
  const lost = await people.subscribe('stack', people.operators, 'sms', '+447700900000');
  await people.lose(lost);
  // By hand, so that it gets messages, whatever CloudFormation believes.
  await people.subscribe('hand', people.operators, 'sms', '+447700900000');
  expect((await shown()).stdout).toBe('Nothing is watched.\nThe monitor has not completed a run yet.\n');
  people.answers.set('ListSubscriptionsByTopic', {
    status: 403,
    body: '<ErrorResponse><Error><Type>Sender</Type><Code>AuthorizationError</Code><Message>not authorized</Message></Error></ErrorResponse>',
  });
  const { stdout, stderr } = await shown();
  expect(stdout).toContain('has not completed a run yet');
  expect(stderr).toBe('Who is missing in SNS is not known: not authorized\n');
  expect(jsonLines((await shown('jsonl')).stdout)[0]).toMatchObject({ summary: true, absent: null });
});
