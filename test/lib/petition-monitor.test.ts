import { Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as z from 'zod/mini';
import { tableDefinition } from '../../emulator/dynamodb.ts';
import { PetitionMonitor } from '../../lib/petition-monitor.ts';
import { appFor, monitor, stackOf, templateOf, templateWithKey } from './synth-monitor.ts';
import { all } from './resources.ts';

let template: Template;

beforeAll(() => {
  template = templateOf();
});

test('the template is the one that was looked at', () => {
  const blanked = JSON.stringify(template.toJSON(), null, 2).replace(/[0-9a-f]{64}\.zip/g, 'CODE.zip');
  expect(blanked).toMatchSnapshot();
});

describe('the table', () => {
  const replica = (changes: object): object => ({ Replicas: [Match.objectLike(changes)] });

  test('is the one that the embedded cloud has', () => {
    template.hasResourceProperties('AWS::DynamoDB::GlobalTable', tableDefinition);
  });

  test('is kept when the stack is deleted, is protected, and can be put back in time', () => {
    template.hasResource('AWS::DynamoDB::GlobalTable', {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: replica({
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      }),
    });
  });

  test('goes with the stack when the data are not to be kept', () => {
    templateOf({ keepData: false }).hasResource('AWS::DynamoDB::GlobalTable', {
      DeletionPolicy: 'Delete',
      Properties: replica({
        DeletionProtectionEnabled: false,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false },
      }),
    });
  });
});

describe('subscriptions', () => {
  test('are those of the config, with their filter policies', () => {
    const subscriptions = all(template, 'AWS::SNS::Subscription', z.record(z.string(), z.unknown()));
    expect(
      subscriptions.map(({ properties: { Protocol, Endpoint, FilterPolicy } }) => ({
        Protocol,
        Endpoint,
        FilterPolicy,
      })),
    ).toEqual([
      { Protocol: 'email', Endpoint: 'desk@example.org', FilterPolicy: undefined },
      {
        Protocol: 'sms',
        Endpoint: '+447700900000',
        FilterPolicy: { alert: ['threshold-met', 'response-missed'], petition: ['uk-parliament/700143'] },
      },
      { Protocol: 'email', Endpoint: 'ops@example.org', FilterPolicy: undefined },
    ]);
  });

  test('keep their ids when their order changes', () => {
    const idsOf = (one: Template): string[] => Object.keys(one.findResources('AWS::SNS::Subscription')).sort();
    const subscribers = [{ email: 'a@example.org' }, { email: 'b@example.org' }];
    expect(idsOf(templateOf({ subscribers }))).toEqual(idsOf(templateOf({ subscribers: [...subscribers].reverse() })));
  });
});

test('topics with SMS have names that SNS uses whole before a text: ten characters at most', () => {
  const named = all(template, 'AWS::SNS::Topic', z.object({ DisplayName: z.string().check(z.maxLength(10)) }));
  expect(named.map(({ properties }) => properties.DisplayName)).toEqual(['Petitions', 'Petitions', 'Monitor']);
});

describe('machines that subscribe', () => {
  const functionArn = 'arn:aws:lambda:eu-west-2:123456789012:function:alerts';
  const queueArn = 'arn:aws:sqs:eu-west-2:123456789012:alerts';
  let machines: Template;

  beforeAll(() => {
    machines = templateOf({
      subscribers: [
        { email: 'desk@example.org' },
        { webhook: 'https://example.org/alerts', sources: ['uk-parliament'] },
        { queue: queueArn, thresholds: ['debate'] },
        { function: functionArn },
      ],
    });
  });

  test('have a queue each topic, which the outputs name for those that subscribe by command', () => {
    machines.hasOutput('AlertUndeliveredArn', {
      Value: { 'Fn::GetAtt': [Match.stringLikeRegexp('MonitorAlertsUndelivered'), 'Arn'] },
    });
    expect(machines.findOutputs('OperatorUndeliveredArn')).toEqual({});
    const told = templateOf({ operators: [{ queue: queueArn }] });
    told.hasOutput('OperatorUndeliveredArn', {
      Value: { 'Fn::GetAtt': [Match.stringLikeRegexp('MonitorOperatorsUndelivered'), 'Arn'] },
    });
    expect(told.findOutputs('AlertUndeliveredArn')).toEqual({});
  });

  test('leave what they do not take in a queue, which the topic may fill; mails and SMS do not', () => {
    const subscriptions = all(
      machines,
      'AWS::SNS::Subscription',
      z.object({
        Protocol: z.string(),
        Endpoint: z.string(),
        FilterPolicy: z.optional(z.unknown()),
        RedrivePolicy: z.optional(z.unknown()),
      }),
    ).map(({ properties }) => properties);
    const toQueue = { deadLetterTargetArn: { 'Fn::GetAtt': [expect.stringMatching(/Undelivered/), 'Arn'] } };
    const ofMachines = [
      {
        Protocol: 'https',
        Endpoint: 'https://example.org/alerts',
        FilterPolicy: { source: ['uk-parliament'] },
        RedrivePolicy: toQueue,
      },
      {
        Protocol: 'sqs',
        Endpoint: queueArn,
        FilterPolicy: { threshold: ['debate', { exists: false }] },
        RedrivePolicy: toQueue,
      },
      { Protocol: 'lambda', Endpoint: functionArn, RedrivePolicy: toQueue },
    ];
    // Each of them is on the topic for machines, too, and leaves in the same queue what it does not take.
    expect(subscriptions).toHaveLength(8);
    expect(subscriptions.slice(0, 4)).toEqual([{ Protocol: 'email', Endpoint: 'desk@example.org' }, ...ofMachines]);
    expect(subscriptions.slice(4, 7)).toEqual(expect.arrayContaining(ofMachines));
    expect(subscriptions[7]).toEqual({ Protocol: 'email', Endpoint: 'ops@example.org' });
    machines.hasResourceProperties('AWS::SQS::QueuePolicy', {
      Queues: [{ Ref: Match.stringLikeRegexp('Undelivered') }],
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Allow',
            Action: 'sqs:SendMessage',
            Principal: { Service: 'sns.amazonaws.com' },
            Condition: { ArnEquals: { 'aws:SourceArn': { Ref: Match.stringLikeRegexp('Alerts') } } },
          }),
        ]),
      },
    });
    template.resourceCountIs('AWS::SQS::Queue', 1);
    machines.resourceCountIs('AWS::SQS::Queue', 2);
  });

  test('let the topic invoke a function, where the stack may say so', () => {
    machines.hasResource('AWS::Lambda::Permission', {
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: functionArn,
        Principal: 'sns.amazonaws.com',
        SourceArn: { Ref: Match.stringLikeRegexp('Alerts') },
      },
      Condition: Match.stringLikeRegexp('IsBeside'),
    });
    const [condition] = Object.values(machines.findConditions('*'));
    expect(condition).toEqual({
      'Fn::And': [
        { 'Fn::Equals': [{ Ref: 'AWS::AccountId' }, '123456789012'] },
        { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-2'] },
      ],
    });
  });

  test('of a queue synth says what its policy has to let in', () => {
    const stack = stackOf({ subscribers: [{ queue: queueArn }] });
    const said = Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('sqs:SendMessage'));
    // It lets in two topics: that of alerts, and that for machines.
    expect(said.map(({ id }) => id)).toEqual(['/Petitions/Monitor/Alerts', '/Petitions/Monitor/Machines']);
    expect(said.every(({ entry }) => JSON.stringify(entry.data).includes(queueArn))).toBe(true);
  });
});

describe('the poll function', () => {
  test('runs every minute on Node 24, and ends before the next', () => {
    template.hasResourceProperties('AWS::Lambda::Function', { Runtime: 'nodejs24.x', Timeout: 50 });
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'rate(1 minute)',
      State: 'ENABLED',
    });
  });

  test('is told the table, the topics and the config by its environment', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: {
          TABLE_NAME: { Ref: Match.anyValue() },
          ALERT_TOPIC_ARN: { Ref: Match.stringLikeRegexp('Alerts') },
          MACHINE_TOPIC_ARN: { Ref: Match.stringLikeRegexp('Machines') },
          OPERATOR_TOPIC_ARN: { Ref: Match.stringLikeRegexp('Operators') },
          PETITIONS_FILE: 'petitions.json',
        },
      },
    });
  });
});

describe('what can be chosen', () => {
  test('nothing is traced and nothing reserved, unless it is asked for', () => {
    const [poll] = all(template, 'AWS::Lambda::Function', z.record(z.string(), z.unknown()));
    expect(poll?.properties).not.toHaveProperty('TracingConfig');
    expect(poll?.properties).not.toHaveProperty('ReservedConcurrentExecutions');
    const chosen = templateOf({ tracing: true, reservedConcurrency: 2, site: {} });
    chosen.hasResourceProperties('AWS::Lambda::Function', {
      TracingConfig: { Mode: 'Active' },
      ReservedConcurrentExecutions: 2,
    });
    // The others run alone, and a reservation takes from the account.
    const reserved = all(
      chosen,
      'AWS::Lambda::Function',
      z.object({ ReservedConcurrentExecutions: z.optional(z.number()) }),
    );
    expect(reserved.map(({ properties }) => properties.ReservedConcurrentExecutions)).toEqual([2, undefined]);
  });

  test.each([
    [0, false, 1],
    [1.5, false, 1],
    // Two sources, and the ticks.
    [2, true, 3],
  ])('a concurrency of %d is refused, with a queue: %s', (reservedConcurrency, handOver, least) => {
    expect(() => templateOf({ reservedConcurrency, handOver })).toThrow(
      `PetitionMonitor: reservedConcurrency must be a whole number, ${least} or more`,
    );
    expect(() => templateOf({ reservedConcurrency: least, handOver })).not.toThrow();
  });

  test('logs are kept for a month, or as long as is said', () => {
    template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
    const chosen = templateOf({ logRetention: RetentionDays.ONE_YEAR });
    chosen.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 365 });
  });

  test('a dashboard costs more than the monitor, and is there when it is asked for', () => {
    template.resourceCountIs('AWS::CloudWatch::Dashboard', 0);
    expect(template.findOutputs('Dashboard')).toEqual({});
    const shown = templateOf({ dashboard: true });
    shown.resourceCountIs('AWS::CloudWatch::Dashboard', 1);
    shown.hasOutput('Dashboard', {});
    const body = JSON.stringify(shown.findResources('AWS::CloudWatch::Dashboard'));
    expect(body).toContain("filter message = 'poll counts'");
  });

  test('a key of your own is on the table, all topics, queues and logs, and admits alarms and logs', () => {
    const own = templateWithKey();
    const arn = { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] };
    own.allResourcesProperties('AWS::SNS::Topic', { KmsMasterKeyId: arn });
    own.allResourcesProperties('AWS::SQS::Queue', { KmsMasterKeyId: arn });
    own.allResourcesProperties('AWS::Logs::LogGroup', { KmsKeyId: arn });
    own.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
      Replicas: [Match.objectLike({ SSESpecification: { KMSMasterKeyId: arn } })],
    });
    const admitted = (Service: string, changes: object): object =>
      Match.objectLike({ Effect: 'Allow', Principal: { Service }, ...changes });
    own.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([
          admitted('cloudwatch.amazonaws.com', {
            Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
            Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
          }),
          admitted('logs.eu-west-2.amazonaws.com', {}),
        ]),
      },
    });
  });

  test('a KMS key needs a stack with a region, and the error says so', () => {
    const stack = new Stack(appFor(), 'Own');
    const encryptionKey = new Key(stack, 'Key');
    expect(() => new PetitionMonitor(stack, 'Monitor', { ...monitor, encryptionKey })).toThrow(
      "PetitionMonitor: encryptionKey needs a stack with a region, such as env: { region: 'eu-west-2' }",
    );
  });
});

test('more addresses than fit into a stack are one sentence, with how many do; as many as fit are deployed', () => {
  const named = (many: number) => ({
    subscribers: Array.from({ length: many }, (_, n) => ({ email: `desk-${n}@example.org` })),
  });
  let said = '';
  try {
    stackOf(named(500));
  } catch (error) {
    said = String(error);
  }
  const room = Number(
    /and there is room for (\d+) in one stack: add some with `petition-monitor subscribe`/.exec(said)?.[1],
  );
  expect(said).toContain('needs 501 subscriptions');
  // With the operator's.
  Template.fromStack(stackOf(named(room - 1))).resourceCountIs('AWS::SNS::Subscription', room);
  expect(() => stackOf(named(room))).toThrow('room for');
});

test('a bad config fails, with every fault at once', () => {
  const watch = [{ source: 'uk-parliament' as const, petition: 'seven' }];
  expect(() => templateOf({ watch, subscribers: [], contact: 'me' })).toThrow(
    /PetitionMonitor: 2 faults\n {2}watch\.0\.petition .*\n {2}contact /,
  );
});
