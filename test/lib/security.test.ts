/** Least privilege: what each role may do is listed here and in docs/security.md, and nothing else is in the template. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { PetitionMonitorProps } from '../../lib/petition-monitor.ts';
import { monitor, templateOf, templateWithKey } from './synth-monitor.ts';
import { rolesOf, tableOf, type Role } from './roles.ts';

const mayOf = (roles: readonly Role[]): Record<string, readonly string[]> =>
  Object.fromEntries(roles.map(({ id, may }) => [id.replace(/[0-9A-F]{8}$/, ''), may]));

/** What a function may do with its own watchdog: read it, move it ahead, and name its role again. */
const watching = (name: string): string[] => [
  `iam:PassRole on ${name}WatchdogRole, to scheduler.amazonaws.com`,
  `scheduler:GetSchedule on ${name}WatchdogSchedule`,
  `scheduler:UpdateSchedule on ${name}WatchdogSchedule`,
];
const watchdog = ['sns:Publish on OperatorsTopic', 'sqs:SendMessage on PollFailures'];
/** What both functions that poll may do. */
const polling = [
  'dynamodb:BatchGetItem on StoreTable',
  'dynamodb:GetItem on StoreTable',
  'dynamodb:PutItem on StoreTable',
  'dynamodb:Query on StoreTable, pk monitor',
  'dynamodb:Query on StoreTable/index/agenda',
  'dynamodb:UpdateItem on StoreTable',
  ...watching('Poll'),
  'logs:CreateLogStream on PollLogs',
  'logs:PutLogEvents on PollLogs',
  'sns:ListSubscriptionsByTopic on AlertsTopic',
  'sns:ListSubscriptionsByTopic on MachinesTopic',
  'sns:Publish on AlertsTopic',
  'sns:Publish on MachinesTopic',
  'sns:Publish on OperatorsTopic',
  'sqs:SendMessage on PollFailures',
].sort();
const poller = [...polling, 'sns:ListSubscriptionsByTopic on OperatorsTopic'].sort();
const invoker = ['lambda:InvokeFunction on PollFunction', 'sqs:SendMessage on PollFailures'];
const ofPolling = { MonitorPollRole: poller, MonitorPollInvoker: invoker, MonitorPollWatchdogRole: watchdog };

test('each role may do exactly what it does', () => {
  const roles = rolesOf(templateOf());
  expect(mayOf(roles)).toEqual(ofPolling);
  const scheduler = 'scheduler.amazonaws.com';
  expect(roles.map(({ assumedBy }) => assumedBy)).toEqual(['lambda.amazonaws.com', scheduler, scheduler]);
});

test('the poll function looks for recipients in topics for which petitions.json names some, and in those of alerts', () => {
  const listed = (changes: Partial<PetitionMonitorProps>): string[] =>
    (mayOf(rolesOf(templateOf(changes))).MonitorPollRole ?? []).filter(
      (one) => one.startsWith('sns:List') && !/ (?:Alerts|Machines)Topic$/.test(one),
    );
  expect(listed({ subscribers: [], operators: [], digests: [...digests] })).toEqual([]);
  const read = { ...digests[0], subscribers: [{ email: 'reader@example.org' }] };
  expect(listed({ subscribers: [], digests: [read, digests[1]] })).toEqual([
    'sns:ListSubscriptionsByTopic on DigestsListbriefingTopic',
    'sns:ListSubscriptionsByTopic on OperatorsTopic',
  ]);
});

const digests = [
  { name: 'briefing', every: 'day', at: '08:00', timeZone: 'Europe/London' },
  { name: 'week-ahead', every: 'monday', at: '08:00', timeZone: 'Europe/London' },
] as const;

test('digests add three roles: one reads, remembers what was sent, and publishes to the topics of the lists', () => {
  expect(mayOf(rolesOf(templateOf({ digests: [...digests] })))).toEqual({
    ...ofPolling,
    MonitorDigestsSenderRole: [
      'dynamodb:GetItem on StoreTable',
      'dynamodb:PutItem on StoreTable, pk digest',
      'dynamodb:Query on StoreTable/index/agenda',
      ...watching('DigestsSender'),
      'logs:CreateLogStream on DigestsSenderLogs',
      'logs:PutLogEvents on DigestsSenderLogs',
      'sns:Publish on DigestsListbriefingTopic',
      'sns:Publish on DigestsListweekaheadTopic',
      'sqs:SendMessage on PollFailures',
    ].sort(),
    MonitorDigestsSenderWatchdogRole: watchdog,
    MonitorDigestsSenderInvoker: ['lambda:InvokeFunction on DigestsSenderFunction', 'sqs:SendMessage on PollFailures'],
  });
});

test('a channel adds three roles: one writes the items of channels alone, reads their secrets, and notifies operators', () => {
  const { MonitorPollRole, ...roles } = mayOf(
    rolesOf(templateOf({ subscribers: [{ slack: { parameter: '/petitions/slack' } }] })),
  );
  expect(JSON.stringify(MonitorPollRole)).not.toContain('ssm:');
  expect(roles).toEqual({
    MonitorPollInvoker: invoker,
    MonitorPollWatchdogRole: watchdog,
    MonitorDeliverySenderRole: [
      'dynamodb:GetItem on StoreTable, pk delivery',
      'dynamodb:PutItem on StoreTable, pk delivery',
      'dynamodb:Query on StoreTable, pk delivery',
      ...watching('DeliverySender'),
      // To wake itself.
      'iam:PassRole on DeliverySenderInvoker, to scheduler.amazonaws.com',
      'scheduler:GetSchedule on DeliveryWakeUp',
      'scheduler:UpdateSchedule on DeliveryWakeUp',
      'logs:CreateLogStream on DeliverySenderLogs',
      'logs:PutLogEvents on DeliverySenderLogs',
      'sns:Publish on OperatorsTopic',
      'sqs:SendMessage on PollFailures',
      'ssm:GetParameter on arn:AWS::Partition:ssm:AWS::Region:AWS::AccountId:parameter/petitions/slack',
    ].sort(),
    MonitorDeliverySenderWatchdogRole: watchdog,
    MonitorDeliverySenderInvoker: [
      'lambda:InvokeFunction on DeliverySenderFunction',
      'sqs:SendMessage on PollFailures',
    ],
  });
});

test('a site adds three roles: one reads, and writes the files of the site, what it remembers and its turns, and publishes nothing', () => {
  expect(mayOf(rolesOf(templateOf({ site: {} })))).toEqual({
    ...ofPolling,
    MonitorSiteReportRole: [
      'dynamodb:BatchGetItem on StoreTable',
      'dynamodb:GetItem on StoreTable',
      'dynamodb:Query on StoreTable',
      'dynamodb:Query on StoreTable/index/agenda',
      'dynamodb:UpdateItem on StoreTable, pk site',
      ...watching('SiteReport'),
      'logs:CreateLogStream on SiteReportLogs',
      'logs:PutLogEvents on SiteReportLogs',
      's3:DeleteObject on SiteBucket/site/*',
      's3:GetObject on SiteBucket/state.json',
      's3:ListBucket on SiteBucket',
      's3:PutObject on SiteBucket/site/*',
      's3:PutObject on SiteBucket/state.json',
      'sqs:SendMessage on PollFailures',
    ].sort(),
    MonitorSiteReportWatchdogRole: watchdog,
    MonitorSiteReportInvoker: ['lambda:InvokeFunction on SiteReportFunction', 'sqs:SendMessage on PollFailures'],
  });
});

test('where visitors can sign up, the poll function publishes to the topics of followers, and deletes those that are over', () => {
  const ofPoll = (site: object) => mayOf(rolesOf(templateOf({ site }))).MonitorPollRole ?? [];
  const added = ofPoll({ signUp: {} }).filter((one) => !ofPoll({}).includes(one));
  const topics = 'arn:AWS::Partition:sns:AWS::Region:AWS::AccountId:Petitions-follow-*';
  expect(added).toEqual([
    'dynamodb:DeleteItem on StoreTable, pk followers',
    'dynamodb:Query on StoreTable, pk followers',
    `sns:DeleteTopic on ${topics}`,
    `sns:Publish on ${topics}`,
  ]);
});

test('what signs up visitors subscribes mails to the topics of followers, and publishes nothing', () => {
  const topics = 'arn:AWS::Partition:sns:AWS::Region:AWS::AccountId:Petitions-follow-*';
  expect(mayOf(rolesOf(templateOf({ site: { signUp: {} } }))).MonitorSiteSignUpAnswerRole).toEqual([
    'dynamodb:GetItem on StoreTable',
    'dynamodb:UpdateItem on StoreTable, pk followers or sign-up',
    'logs:CreateLogStream on SiteSignUpAnswerLogs',
    'logs:PutLogEvents on SiteSignUpAnswerLogs',
    `sns:CreateTopic on ${topics}`,
    `sns:Subscribe on ${topics}, email only`,
    `sns:TagResource on ${topics}`,
  ]);
});

test('a queue adds what its function does with it, as the function and as what Lambda asks it by', () => {
  expect(mayOf(rolesOf(templateOf({ handOver: true })))).toEqual({
    ...ofPolling,
    MonitorPollRole: [
      ...poller,
      ...['DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage', 'SendMessage'].map(
        (action) => `sqs:${action} on PollBatchesQueue`,
      ),
    ].sort(),
  });
});

const queried: PetitionMonitorProps['watch'] = [...monitor.watch, { source: 'uk-parliament', all: 'open' }];

test('queries add three roles: one does what the poll function does, and looks for no recipients', () => {
  const roles = mayOf(rolesOf(templateOf({ watch: queried, handOver: false })));
  const ofDiscovery = (may: readonly string[]): string[] =>
    may.map((one) => one.replace(/Poll(?!Failures)/, 'Discovery')).sort();
  expect(roles).toEqual({
    ...ofPolling,
    MonitorDiscoveryWatchdogRole: watchdog,
    MonitorDiscoveryRole: ofDiscovery(polling),
    MonitorDiscoveryInvoker: ofDiscovery(invoker),
  });
});

test('a petition whose platform asks for a key adds the reading of its parameter, and of the secret that one stands for', () => {
  const of = (petition: string, parameter: string) => ({
    source: 'action-network' as const,
    petition: `d32fcdd6-7366-466d-a3b8-${petition}`,
    key: { parameter },
  });
  const secret = 'aws/reference/secretsmanager/petitions/action-network';
  const watch = [
    ...monitor.watch,
    of('7e0d87c3cd8b', '/petitions/action-network'),
    of('7e0d87c3cd8c', '/petitions/action-network'),
    of('7e0d87c3cd8d', `/${secret}`),
  ];
  const ours = (service: string): string => `arn:AWS::Partition:${service}:AWS::Region:AWS::AccountId`;
  const reading = [
    `secretsmanager:GetSecretValue on ${ours('secretsmanager')}:secret:petitions/action-network-??????`,
    `ssm:GetParameter on ${ours('ssm')}:parameter/${secret}`,
    `ssm:GetParameter on ${ours('ssm')}:parameter/petitions/action-network`,
  ];
  const digest = { ...digests[0] };
  const roles = mayOf(rolesOf(templateOf({ watch, digests: [digest] })));
  expect(roles.MonitorPollRole).toEqual([...poller, ...reading].sort());
  expect(JSON.stringify({ ...roles, MonitorPollRole: [] })).not.toMatch(/ssm:|secretsmanager:/);
  // What reads lists may read the keys of those alone.
  const all = { source: 'action-network', all: 'open', key: { parameter: '/petitions/group' } } as const;
  const { MonitorDiscoveryRole } = mayOf(rolesOf(templateOf({ watch: [...watch, all] })));
  expect(MonitorDiscoveryRole?.filter((may) => /^(?:ssm|secretsmanager):/.test(may))).toEqual([
    `ssm:GetParameter on ${ours('ssm')}:parameter/petitions/group`,
  ]);
});

test('tracing adds the sending of traces, and nothing else', () => {
  const xray = ['xray:PutTelemetryRecords on *', 'xray:PutTraceSegments on *'];
  expect(mayOf(rolesOf(templateOf({ tracing: true })))).toEqual({
    ...ofPolling,
    MonitorPollRole: [...poller, ...xray].sort(),
  });
});

test('a key of your own adds what SNS, SQS and DynamoDB do with it in the name of a role', () => {
  const [ofPoller, ofInvoker] = rolesOf(templateWithKey()).map(({ may }) =>
    may.filter((one) => one.startsWith('kms:')),
  );
  expect(ofInvoker).toEqual(['kms:Decrypt on Key', 'kms:GenerateDataKey on Key']);
  expect(ofPoller).toEqual([
    'kms:Decrypt on Key',
    'kms:DescribeKey on Key',
    'kms:Encrypt on Key',
    'kms:GenerateDataKey on Key',
    'kms:GenerateDataKeyWithoutPlaintext on Key',
    'kms:ReEncryptFrom on Key',
    'kms:ReEncryptTo on Key',
  ]);
});

const everything: Partial<PetitionMonitorProps> = {
  subscribers: [...(monitor.subscribers ?? []), { slack: { parameter: '/petitions/slack' } }],
  digests: digests.slice(0, 1),
  watch: queried,
  site: { signUp: {} },
};

test('docs/security.md has the roles of the template', () => {
  const file = new URL('../../docs/security.md', import.meta.url);
  const page = readFileSync(file, 'utf8');
  const between = /(<!-- roles -->\n\n).*?(\n\n<!-- end of roles -->)/s;
  const now = page.replace(
    between,
    (_, begin: string, end: string) => `${begin}${tableOf(rolesOf(templateOf(everything)))}${end}`,
  );
  expect(page).toMatch(between);
  if (process.env.SECURITY === 'write') writeFileSync(file, now);
  // `npm run security` writes it.
  else expect(page).toBe(now);
});
