import { App, Stack } from 'aws-cdk-lib';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as z from 'zod/mini';
import { tableDefinition } from '../../local/cloud/dynamodb.ts';
import { PetitionMonitor } from '../../lib/petition-monitor.ts';
import { monitor, templateOf, templateWithKey } from './monitor.ts';
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
    const chosen = templateOf({ tracing: true, reservedConcurrency: 2 });
    chosen.hasResourceProperties('AWS::Lambda::Function', {
      TracingConfig: { Mode: 'Active' },
      ReservedConcurrentExecutions: 2,
    });
  });

  test('logs are kept for a month, or as long as is said', () => {
    template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
    const chosen = templateOf({ logRetention: RetentionDays.ONE_YEAR });
    chosen.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 365 });
  });

  test('the dashboard can be left out', () => {
    template.resourceCountIs('AWS::CloudWatch::Dashboard', 1);
    template.hasOutput('Dashboard', {});
    const without = templateOf({ dashboard: false });
    without.resourceCountIs('AWS::CloudWatch::Dashboard', 0);
    expect(without.findOutputs('Dashboard')).toEqual({});
  });

  test('a key of your own is on the table, both topics, the queue and the logs, and admits alarms and logs', () => {
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

  test('a key wants a stack that names its region, and says so', () => {
    const stack = new Stack(new App(), 'Own');
    const encryptionKey = new Key(stack, 'Key');
    expect(() => new PetitionMonitor(stack, 'Monitor', { ...monitor, encryptionKey })).toThrow(
      "PetitionMonitor: encryptionKey wants a stack that names its region, such as env: { region: 'eu-west-2' }",
    );
  });
});

test('a bad config fails, with every fault at once', () => {
  const watch = [{ source: 'uk-parliament' as const, petition: 'seven' }];
  expect(() => templateOf({ watch, subscribers: [], contact: 'me' })).toThrow(
    /PetitionMonitor: 2 faults\n {2}watch\.0\.petition .*\n {2}contact /,
  );
});
