/** Queues, functions, certificates and domains of the same CDK app, as they are and by their ARNs, which are tokens. */
import { readFileSync, readdirSync } from 'node:fs';
import { CfnParameter, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import * as z from 'zod/mini';
import { configSchema } from '../../src/config/config.ts';
import { PetitionMonitor, type PetitionMonitorProps } from '../../lib/petition-monitor.ts';
import { all } from './resources.ts';
import { appFor } from './synth-monitor.ts';

const appStack = (): Stack => new Stack(appFor(), 'Own');
const watch: PetitionMonitorProps['watch'] = [{ source: 'uk-parliament', petition: '700143' }];

const queueIn = (stack: Stack): Queue => new Queue(stack, 'Q');
const functionIn = (stack: Stack): LambdaFunction =>
  new LambdaFunction(stack, 'F', {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => {};'),
  });

function templateWith(propsIn: (stack: Stack) => Partial<PetitionMonitorProps>): Template {
  const stack = appStack();
  new PetitionMonitor(stack, 'Monitor', { watch, ...propsIn(stack) });
  return Template.fromStack(stack);
}

const atArn = (id: string): object => ({ 'Fn::GetAtt': [expect.stringMatching(`^${id}[0-9A-F]{8}$`), 'Arn'] });
const endpoint = z.object({ Protocol: z.string(), Endpoint: z.unknown(), FilterPolicy: z.optional(z.unknown()) });
/** Each once: a machine among the subscribers is on two topics. */
const endpointsIn = (template: Template): unknown[] => [
  ...new Map(
    all(template, 'AWS::SNS::Subscription', endpoint).map(({ properties }) => [JSON.stringify(properties), properties]),
  ).values(),
];

test.each<[string, (stack: Stack) => Partial<PetitionMonitorProps>]>([
  ['as it is', (stack) => ({ subscribers: [{ queue: queueIn(stack), thresholds: ['debate'] }] })],
  ['by its ARN', (stack) => ({ subscribers: [{ queue: queueIn(stack).queueArn, thresholds: ['debate'] }] })],
  ['among operators', (stack) => ({ operators: [{ queue: queueIn(stack) }] })],
  [
    'of a digest',
    (stack) => ({
      digests: [{ name: 'd', every: 'day', at: '08:00', timeZone: 'UTC', subscribers: [{ queue: queueIn(stack) }] }],
    }),
  ],
])('a queue of the app is subscribed %s', (_, propsIn) => {
  expect(endpointsIn(templateWith(propsIn))).toEqual([
    expect.objectContaining({ Protocol: 'sqs', Endpoint: atArn('Q') }),
  ]);
});

test('the policy of a queue of the app lets the topic send, and so does its key; there is nothing to warn of', () => {
  const stack = appStack();
  const encryptionMasterKey = new Key(stack, 'K');
  const queue = new Queue(stack, 'Q', { encryption: QueueEncryption.KMS, encryptionMasterKey });
  new PetitionMonitor(stack, 'Monitor', { watch, subscribers: [{ queue }] });
  const template = Template.fromStack(stack);
  const admitted = (Action: unknown, Resource: unknown): object => ({
    Statement: Match.arrayWith([
      {
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action,
        Resource,
        Condition: { ArnEquals: { 'aws:SourceArn': { Ref: Match.stringLikeRegexp('MonitorAlertsTopic') } } },
      },
    ]),
  });
  template.hasResourceProperties('AWS::SQS::QueuePolicy', {
    Queues: [{ Ref: Match.stringLikeRegexp('^Q[0-9A-F]{8}$') }],
    PolicyDocument: admitted('sqs:SendMessage', { 'Fn::GetAtt': [Match.stringLikeRegexp('^Q'), 'Arn'] }),
  });
  template.hasResourceProperties('AWS::KMS::Key', {
    KeyPolicy: admitted(['kms:Decrypt', 'kms:GenerateDataKey*'], '*'),
  });
  expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('sqs:SendMessage'))).toEqual([]);
});

test('the policy of an imported queue is not the app’s: synth says what it has to let in', () => {
  const stack = appStack();
  const queue = Queue.fromQueueArn(stack, 'Q', 'arn:aws:sqs:eu-west-2:123456789012:alerts');
  new PetitionMonitor(stack, 'Monitor', { watch, subscribers: [{ queue }] });
  expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('sqs:SendMessage'))).toHaveLength(2);
});

test.each<[string, (stack: Stack) => Partial<PetitionMonitorProps>]>([
  ['as it is', (stack) => ({ subscribers: [{ function: functionIn(stack) }] })],
  ['by its ARN', (stack) => ({ subscribers: [{ function: functionIn(stack).functionArn }] })],
])('a function of the app is subscribed %s, and the topic may invoke it, under no condition', (_, propsIn) => {
  const template = templateWith(propsIn);
  expect(endpointsIn(template)).toEqual([expect.objectContaining({ Protocol: 'lambda', Endpoint: atArn('F') })]);
  template.hasResourceProperties('AWS::Lambda::Permission', {
    Action: 'lambda:InvokeFunction',
    FunctionName: { 'Fn::GetAtt': [Match.stringLikeRegexp('^F'), 'Arn'] },
    Principal: 'sns.amazonaws.com',
    SourceArn: { Ref: Match.stringLikeRegexp('MonitorAlertsTopic') },
  });
  // CloudFormation refuses a condition that names a resource.
  expect(template.findConditions('*')).toEqual({});
});

test.each<[string, (stack: Stack, certificate: Certificate) => Partial<PetitionMonitorProps>]>([
  ['as it is', (stack, certificate) => ({ site: { domain: domainIn(stack), certificate } })],
  ['by its ARN', (stack, { certificateArn: certificate }) => ({ site: { domain: domainIn(stack), certificate } })],
])('a site takes a certificate of the app %s, and a domain that is a parameter', (_, propsIn) => {
  const template = templateWith((stack) =>
    propsIn(stack, new Certificate(stack, 'C', { domainName: 'petitions.example.org' })),
  );
  template.hasResourceProperties('AWS::CloudFront::Distribution', {
    DistributionConfig: {
      Aliases: [{ Ref: 'Domain' }],
      ViewerCertificate: { AcmCertificateArn: { Ref: Match.stringLikeRegexp('^C[0-9A-F]{8}$') } },
    },
  });
  template.hasResourceProperties('AWS::Lambda::Function', {
    Environment: { Variables: { SITE_URL: { 'Fn::Join': ['', ['https://', { Ref: 'Domain' }, '/']] } } },
  });
});

const domainIn = (stack: Stack): string => new CfnParameter(stack, 'Domain').valueAsString;

test('addresses that are parameters are subscribed, each by its protocol', () => {
  const template = templateWith((stack) => {
    const [email, sms, webhook] = ['E', 'S', 'W'].map((id) => new CfnParameter(stack, id).valueAsString);
    return { subscribers: [{ email }, { sms }, { webhook }] };
  });
  expect(endpointsIn(template)).toEqual([
    { Protocol: 'email', Endpoint: { Ref: 'E' } },
    { Protocol: 'sms', Endpoint: { Ref: 'S' } },
    { Protocol: 'https', Endpoint: { Ref: 'W' } },
  ]);
});

test('the ids of subscriptions are the same at each synthesis, however many tokens were made before', () => {
  const ids = (before: number): string[] =>
    Object.keys(
      templateWith((stack) => {
        for (let one = 0; one < before; one++) expect(new Queue(stack, `Other${one}`).queueArn).toBeTruthy();
        return { subscribers: [{ queue: queueIn(stack) }] };
      }).findResources('AWS::SNS::Subscription'),
    );
  expect(ids(3)).toEqual(ids(0));
});

test.each<[string, (stack: Stack) => Partial<PetitionMonitorProps>, string]>([
  [
    'a queue that is first in, first out',
    (stack) => ({ subscribers: [{ queue: new Queue(stack, 'Q', { fifo: true }) }] }),
    'subscribers.0.queue must be the ARN of a standard queue',
  ],
  [
    'one queue twice',
    (stack) => {
      const queue = queueIn(stack);
      return { subscribers: [{ queue }, { queue: queue.queueArn }] };
    },
    'subscribers.1.queue is already used by subscribers.0',
  ],
  [
    'a queue and an address in one',
    (stack) => ({ subscribers: [{ queue: queueIn(stack), email: 'a@example.org' }] }),
    'subscribers.0 must have one address',
  ],
])('%s is refused, as in petitions.json', (_, propsIn, fault) => {
  expect(() => templateWith(propsIn)).toThrow(fault);
});

describe('what other constructs of the app may ask for', () => {
  const roleIn = (stack: Stack): Role =>
    new Role(stack, 'Reader', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  const grantedTo = (grant: (monitor: PetitionMonitor, role: Role) => unknown): unknown[] => {
    const stack = appStack();
    grant(new PetitionMonitor(stack, 'Monitor', { watch }), roleIn(stack));
    const policies = Template.fromStack(stack).findResources('AWS::IAM::Policy', {
      Properties: { PolicyName: Match.stringLikeRegexp('^Reader') },
    });
    const policy = z.object({
      Properties: z.object({ PolicyDocument: z.object({ Statement: z.array(z.object({ Action: z.unknown() })) }) }),
    });
    return Object.values(policies).flatMap((one) =>
      z.parse(policy, one).Properties.PolicyDocument.Statement.flatMap(({ Action }) => Action),
    );
  };

  test('reading the table, and no writing', () => {
    expect(grantedTo((monitor, role) => monitor.grantRead(role))).toEqual([
      ...['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query'],
      'dynamodb:Query',
    ]);
  });

  test('publishing to the topic of alerts', () => {
    expect(grantedTo((monitor, role) => monitor.grantPublishAlerts(role))).toEqual(['sns:Publish']);
  });

  test('metrics, each of this poll function', () => {
    const stack = appStack();
    const monitor = new PetitionMonitor(stack, 'Monitor', { watch });
    const asked = [
      monitor.metricAlertsCommitted(),
      monitor.metricAlertsPublished(),
      monitor.metricPublishErrors(),
      monitor.metricSourceErrors(),
      monitor.metricMinutesBehind(),
    ];
    expect(asked.map(({ metricName, statistic }) => [metricName, statistic])).toEqual([
      ['AlertsCommitted', 'Sum'],
      ['AlertsPublished', 'Sum'],
      ['PublishErrors', 'Sum'],
      ['SourceErrors', 'Sum'],
      ['MinutesBehind', 'Maximum'],
    ]);
    const named = { service: monitor.poll.function.functionName };
    for (const { dimensions } of asked) expect(dimensions).toEqual(named);
  });
});

describe('what editors show', () => {
  const lib = new URL('../../lib/', import.meta.url);
  const source = (file: string): string => readFileSync(new URL(file, lib), 'utf8');

  test('every optional property of the constructs says its default', () => {
    const silent = readdirSync(lib).flatMap((file) =>
      [...source(file).matchAll(/(\/\*\*(?:(?!\*\/)[^])*\*\/\s+)?readonly (\w+)\?:/g)]
        .filter(([, comment = '']) => !comment.includes('@default'))
        .map(([, , name]) => `${file}: ${name ?? ''}`),
    );
    expect(silent).toEqual([]);
  });

  test('every setting of petitions.json is a property with a comment', () => {
    const props = [
      ['petition-monitor.ts', 'PetitionMonitorProps'],
      ['app-resources.ts', 'SettingsWithResources'],
    ].map(([file = '', name]) => new RegExp(`export interface ${name} [^]*?\\n}`).exec(source(file))?.[0]);
    const told = [...props.join().matchAll(/\*\/\s+readonly (\w+)\??:/g)].map(([, name]) => name);
    const settings = Object.keys(configSchema.shape).filter((name) => name !== '$schema');
    expect(told).toEqual(expect.arrayContaining(settings));
  });
});
