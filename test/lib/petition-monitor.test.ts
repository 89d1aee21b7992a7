import { readFileSync } from 'node:fs';
import { RemovalPolicy } from 'aws-cdk-lib';
import type { Template } from 'aws-cdk-lib/assertions';
import { Match } from 'aws-cdk-lib/assertions';
import * as z from 'zod/mini';
import { tableDefinition } from '../../local/cloud/dynamodb.ts';
import { messageOf } from '../../lambda/health/message.ts';
import { noticed } from '../health/notice.ts';
import { templateOf } from './monitor.ts';

let template: Template;

beforeAll(() => {
  template = templateOf();
});

const resource = z.object({ Properties: z.record(z.string(), z.unknown()) });

/** The properties of every resource of a type; there is at least one. */
function all<Schema extends z.ZodMiniType>(type: string, schema: Schema): z.output<Schema>[] {
  const found = Object.values(template.findResources(type)).map((one) =>
    z.parse(schema, z.parse(resource, one).Properties),
  );
  expect(found.length).toBeGreaterThan(0);
  return found;
}

test('the template is the one that was looked at', () => {
  const blanked = JSON.stringify(template.toJSON(), null, 2).replace(/[0-9a-f]{64}\.zip/g, 'CODE.zip');
  expect(blanked).toMatchSnapshot();
});

describe('the table', () => {
  test('is the one that the embedded cloud has, and can be put back in time', () => {
    template.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      ...tableDefinition,
      Replicas: [Match.objectLike({ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } })],
    });
  });

  test('is kept when the stack is deleted, unless it is said otherwise', () => {
    template.hasResource('AWS::DynamoDB::GlobalTable', { DeletionPolicy: 'Retain' });
    const other = templateOf({ removalPolicy: RemovalPolicy.DESTROY });
    other.hasResource('AWS::DynamoDB::GlobalTable', { DeletionPolicy: 'Delete' });
  });
});

describe('subscriptions', () => {
  test('are those of the config, with their filter policies', () => {
    const subscriptions = all('AWS::SNS::Subscription', z.record(z.string(), z.unknown()));
    expect(subscriptions.map(({ Protocol, Endpoint, FilterPolicy }) => ({ Protocol, Endpoint, FilterPolicy }))).toEqual(
      [
        { Protocol: 'email', Endpoint: 'desk@example.org', FilterPolicy: undefined },
        {
          Protocol: 'sms',
          Endpoint: '+447700900000',
          FilterPolicy: { alert: ['threshold-met', 'response-missed'], petition: ['uk-parliament/700143'] },
        },
        { Protocol: 'email', Endpoint: 'ops@example.org', FilterPolicy: undefined },
      ],
    );
  });

  test('keep their ids when their order changes, and hold no address in them', () => {
    const idsOf = (one: Template): string[] => Object.keys(one.findResources('AWS::SNS::Subscription')).sort();
    const subscribers = [{ email: 'a@example.org' }, { email: 'b@example.org' }];
    expect(idsOf(templateOf({ subscribers }))).toEqual(idsOf(templateOf({ subscribers: [...subscribers].reverse() })));
    for (const id of idsOf(template)) expect(id).not.toMatch(/desk|4477|ops/);
  });
});

describe('the poll function', () => {
  test('runs every minute on Node 24 and ARM, and ends before the next', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Timeout: 50,
    });
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

  test('sends what fails to the failure queue, by both ways: the schedule and the invocation', () => {
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': [Match.stringLikeRegexp('Failures'), 'Arn'] } } },
    });
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      Target: {
        DeadLetterConfig: { Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('Failures'), 'Arn'] } },
        RetryPolicy: { MaximumRetryAttempts: 0 },
      },
    });
  });

  test('may do exactly what it does', () => {
    const policies = all(
      'AWS::IAM::Policy',
      z.object({
        PolicyDocument: z.object({
          Statement: z.array(z.object({ Action: z.union([z.string(), z.array(z.string())]), Resource: z.unknown() })),
        }),
      }),
    );
    const actions = policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement.flatMap(({ Action }) => Action));
    expect([...actions].sort()).toEqual([
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:Query',
      'dynamodb:UpdateItem',
      'lambda:InvokeFunction',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'sns:Publish',
      // Of the function's destination, as CDK grants it.
      'sqs:GetQueueAttributes',
      'sqs:GetQueueUrl',
      'sqs:SendMessage',
      'sqs:SendMessage',
    ]);
    const resources = policies.flatMap(({ PolicyDocument }) =>
      PolicyDocument.Statement.map(({ Resource }) => JSON.stringify(Resource)),
    );
    for (const one of resources) expect(one).not.toBe('"*"');
    template.resourcePropertiesCountIs('AWS::IAM::Role', { ManagedPolicyArns: Match.anyValue() }, 0);
  });
});

describe('everywhere', () => {
  test('logs are kept for a time, and no longer', () => {
    for (const { RetentionInDays } of all('AWS::Logs::LogGroup', z.object({ RetentionInDays: z.number() }))) {
      expect(RetentionInDays).toBe(30);
    }
  });

  test('every alarm acts, says what a reader loses, and names a heading that is in the runbook, as notices do', () => {
    const runbook = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8');
    const headings = Array.from(runbook.matchAll(/^## (.*)$/gm), ([, heading]) => heading);
    const alarms = all(
      'AWS::CloudWatch::Alarm',
      z.object({ AlarmDescription: z.string(), AlarmActions: z.array(z.unknown()), TreatMissingData: z.string() }),
    );
    const named = alarms.map(({ AlarmDescription, AlarmActions }) => {
      expect(AlarmActions).toHaveLength(1);
      expect(AlarmDescription).toMatch(/without anybody being told\./);
      return /See docs\/runbook\.md, "(.*)"\.$/.exec(AlarmDescription)?.[1];
    });
    const notice = messageOf({ ...noticed, notice: 'source-failing' }).email;
    expect([...named, /docs\/runbook\.md, "(.*)"\./.exec(notice)?.[1]].sort()).toEqual([...headings].sort());
  });

  test('topics and queues take nothing that is not encrypted on its way, and alarms may publish', () => {
    const policy = z.object({
      PolicyDocument: z.object({
        Statement: z.array(
          z.object({ Effect: z.string(), Principal: z.unknown(), Condition: z.optional(z.unknown()) }),
        ),
      }),
    });
    const topics = all('AWS::SNS::TopicPolicy', policy);
    expect(topics).toHaveLength(2);
    for (const { PolicyDocument } of [...topics, ...all('AWS::SQS::QueuePolicy', policy)]) {
      expect(PolicyDocument.Statement).toContainEqual(
        expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      );
    }
    const admitting = topics.filter(({ PolicyDocument }) =>
      PolicyDocument.Statement.some(
        ({ Effect, Principal }) =>
          Effect === 'Allow' && JSON.stringify(Principal) === '{"Service":"cloudwatch.amazonaws.com"}',
      ),
    );
    expect(admitting).toHaveLength(1);
  });
});

test('a bad config fails, with every fault at once', () => {
  const watch = [{ source: 'uk-parliament' as const, petition: 'seven' }];
  expect(() => templateOf({ watch, subscribers: [], contact: 'me' })).toThrow(
    /PetitionMonitor: 2 faults\n {2}watch\.0\.petition .*\n {2}contact /,
  );
});
