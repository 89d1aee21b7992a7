/**
 * Every call of the SDK that the functions make, over the embedded cloud, is one that the template's role of that function
 * allows. What a role may and no run here does is listed, each with its reason.
 */
import { jest } from '@jest/globals';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';
import { startListPlatform, type ListPlatform } from '../discovery/list-platform.ts';
import { visitorsOf, type Visitors } from '../sign-up.ts';
import { startMonitor, type Monitor } from '../test-monitor.ts';
import { rolesOf } from './roles.ts';
import { templateOf } from './synth-monitor.ts';

const inputSchema = z.object({
  TableName: z.optional(z.string()),
  IndexName: z.optional(z.string()),
  RequestItems: z.optional(z.unknown()),
  TopicArn: z.optional(z.string()),
  /** Of a topic that is created. */
  Name: z.optional(z.string()),
  QueueUrl: z.optional(z.string()),
  Bucket: z.optional(z.string()),
  Key: z.optional(z.unknown()),
});
type Input = z.output<typeof inputSchema>;

/** The topics of the embedded cloud: its lists, by name. */
const digestTopicPrefix = 'petition-digest-';

/** Those who sign up make them. */
const followersTopics = 'arn:AWS::Partition:sns:AWS::Region:AWS::AccountId:Petitions-follow-*';

/** Operations that IAM knows by another action. */
const actions: Readonly<Record<string, string>> = {
  SendMessageBatch: 'SendMessage',
  ListObjectsV2: 'ListBucket',
  HeadObject: 'GetObject',
  DeleteObjects: 'DeleteObject',
};

/** `service:Action on Resource`, as roles.ts words a role. */
function phrase(
  service: string,
  operation: string,
  { IndexName, Name, TopicArn = Name, QueueUrl, Bucket, Key }: Input,
): string {
  const action = `${service}:${actions[operation] ?? operation}`;
  if (QueueUrl !== undefined) return `${action} on PollBatchesQueue`;
  if (TopicArn !== undefined) {
    const name = TopicArn.slice(TopicArn.lastIndexOf(':') + 1);
    if (name.startsWith(digestTopicPrefix))
      return `${action} on DigestsList${name.slice(digestTopicPrefix.length)}Topic`;
    if (name.startsWith('petition-follow-')) return `${action} on ${followersTopics}`;
    const topic = ['Operators', 'Machines'].find((one) => name.endsWith(one.toLowerCase())) ?? 'Alerts';
    return `${action} on ${topic}Topic`;
  }
  if (Bucket !== undefined) {
    const key = z.safeParse(z.string(), Key).data;
    const object = key === undefined ? '' : key.startsWith('site/') ? '/site/*' : `/${key}`;
    return `${action} on SiteBucket${object}`;
  }
  return `${action} on StoreTable${IndexName === undefined ? '' : `/index/${IndexName}`}`;
}

let platform: ListPlatform;
let monitor: Monitor;
let visitors: Visitors;
const spies = [
  ['dynamodb', jest.spyOn(DynamoDBClient.prototype, 'send')],
  ['sns', jest.spyOn(SNSClient.prototype, 'send')],
  ['sqs', jest.spyOn(SQSClient.prototype, 'send')],
  ['s3', jest.spyOn(S3Client.prototype, 'send')],
] as const;

/** What was called since this was last asked. */
function called(): string[] {
  const all = spies.flatMap(([service, spy]) =>
    spy.mock.calls
      .splice(0)
      .map(([command]) =>
        phrase(service, command.constructor.name.replace(/Command$/, ''), z.parse(inputSchema, command.input)),
      ),
  );
  return [...new Set(all)].sort();
}

const may = Object.fromEntries(
  rolesOf(
    templateOf({
      watch: [{ source: 'uk-parliament', all: 'open' }],
      subscribers: [],
      digests: [{ name: 'daily', every: 'day', at: '08:00', timeZone: 'Europe/London' }],
      site: { signUp: {} },
    }),
  ).map((role) => [role.id.replace(/^Monitor|[0-9A-F]{8}$/g, ''), role.may.map((one) => one.replace(/, .*/, ''))]),
);

beforeAll(async () => {
  platform = await startListPlatform();
  monitor = await startMonitor({
    watch: [
      { source: 'uk-parliament', all: 'open', baseUrl: platform.url },
      { source: 'uk-parliament', petition: '1', baseUrl: platform.url },
    ],
    digests: [{ name: 'daily', every: 'day', at: '08:00', timeZone: 'Europe/London' }],
    site: { signUp: {} },
    allowPrivateSources: true,
  });
  visitors = visitorsOf(monitor.emulator);
  // One that is watched, and one that is not any more.
  for (const petition of ['uk-parliament/1', 'senedd/1']) await visitors.signUp(petition, 'reader@example.org');
});
afterAll(async () => {
  visitors.close();
  await monitor.close();
  await platform.close();
  jest.restoreAllMocks();
});

/** Runs in which petitions are new, found, met and closed, and pages are written once and again. */
async function scenarios(): Promise<Record<string, Set<string>>> {
  const calls: Record<string, Set<string>> = {};
  const run = async (role: string, work: () => Promise<unknown>): Promise<void> => {
    called();
    await work().catch(() => undefined);
    calls[role] = new Set([...(calls[role] ?? []), ...called()]);
  };
  platform.shows(1, { signature_count: 9_990 });
  await run('PollRole', () => monitor.tick('2026-03-01T12:00:00Z'));
  for (let id = 2; id < 30; id += 1) platform.shows(id, { signature_count: 5 });
  await run('DiscoveryRole', () => monitor.discover('2026-03-01T12:30:00Z'));
  platform.shows(1, { signature_count: 10_010 });
  platform.shows(3, { signature_count: 10, state: 'closed' });
  await run('DiscoveryRole', () => monitor.discover('2026-03-01T13:30:00Z'));
  await run('PollRole', () => monitor.tick('2026-03-02T12:00:00Z'));
  await run('DigestsSenderRole', () => monitor.sendDigests('2026-03-02T12:01:00Z'));
  await run('DigestsSenderRole', () => monitor.sendDigests('2026-03-03T08:05:00Z'));
  await run('SiteReportRole', () => monitor.report('2026-03-03T08:06:00Z'));
  platform.shows(2, { signature_count: 50 });
  await run('SiteReportRole', () => monitor.report('2026-03-04T08:06:00Z'));
  const body = new URLSearchParams({ petition: 'uk-parliament/1', email: 'reader@example.org', choice: 'all' });
  await run('SiteSignUpAnswerRole', () => fetch(`${monitor.siteUrl}sign-up`, { method: 'POST', body }));
  await run('PollRole', () => monitor.tick('2026-04-03T12:00:00Z'));
  return calls;
}

test('no function calls what its role does not allow, and what it may besides has a reason', async () => {
  const calls = await scenarios();
  const beyond = Object.entries(calls).flatMap(([role, made]) =>
    [...made].filter((one) => may[role]?.includes(one) !== true).map((one) => `${role} ${one}`),
  );
  expect(beyond).toEqual([]);
  const unused = Object.entries(calls).map(([role, made]) => [
    role,
    (may[role] ?? []).filter((one) => !made.has(one) && !isForOthers(one)),
  ]);
  // More than ten alerts at once (test/poll/burst.test.ts).
  const burst = [
    'sns:ListSubscriptionsByTopic on AlertsTopic',
    'sns:ListSubscriptionsByTopic on MachinesTopic',
    'sns:Publish on MachinesTopic',
  ];
  expect(Object.fromEntries(unused)).toEqual({
    DigestsSenderRole: [],
    // A list may show a crossing first, and may be the first to find its host failing.
    DiscoveryRole: [
      ...burst,
      'sns:Publish on AlertsTopic',
      'sns:Publish on OperatorsTopic',
      `sns:Publish on ${followersTopics}`,
    ].sort(),
    // Once a day (test/poll/recipients.test.ts); a host that fails for half an hour; more due than one run can do (test/poll/offload.test.ts).
    PollRole: [
      ...burst,
      'sns:ListSubscriptionsByTopic on OperatorsTopic',
      'sns:Publish on OperatorsTopic',
      'sqs:SendMessage on PollBatchesQueue',
    ].sort(),
    // Pages of petitions that are no longer watched; S3 asks for the list to answer 404 instead of 403.
    SiteReportRole: ['s3:DeleteObject on SiteBucket/site/*', 's3:ListBucket on SiteBucket'],
    // A topic is created with its tags.
    SiteSignUpAnswerRole: [`sns:TagResource on ${followersTopics}`],
  });
});

/** Lambda logs, keeps failures and reads queues in the name of the role. The watchdog is in with-watchdog.test.ts. */
const isForOthers = (one: string): boolean =>
  /^(?:logs|scheduler|iam):|PollFailures$|^sqs:(?:DeleteMessage|GetQueueAttributes|ReceiveMessage) /.test(one);
