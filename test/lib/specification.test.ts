/** Every template is one that CloudFormation's own resource specification allows: no account is needed to know. */
import type { PetitionMonitorProps } from '../../lib/petition-monitor.ts';
import { examples } from './examples.ts';
import { holdAgainstSpecification } from './specification.ts';
import { templateOf, templateWithKey } from './synth-monitor.ts';

const webhook = { webhook: 'https://example.org/alerts' };
const everything: Partial<PetitionMonitorProps> = {
  watch: [{ source: 'uk-parliament', all: 'open' }],
  subscribers: [
    { email: 'desk@example.org', thresholds: ['debate'] },
    { sms: '+447700900000' },
    webhook,
    { queue: 'arn:aws:sqs:eu-west-2:123456789012:alerts' },
    { function: 'arn:aws:lambda:eu-west-2:123456789012:function:alerts' },
  ],
  digests: [{ name: 'daily', every: 'day', at: '08:00', timeZone: 'Europe/London', subscribers: [webhook] }],
  site: { signUp: {} },
  dashboard: true,
  tracing: true,
  reservedConcurrency: 5,
};

test.each<[string, Partial<PetitionMonitorProps>]>([
  ['of the tests', {}],
  ['with everything', everything],
  ['of dev', { keepData: false }],
  [
    'with a site at a domain of its own',
    {
      site: {
        domain: 'petitions.example.org',
        certificate: 'arn:aws:acm:us-east-1:123456789012:certificate/9d1b3c1e-6f6a-4b0f-8f5e-2f3f6d7c8a90',
      },
    },
  ],
  ...examples().map(({ name, config }): [string, Partial<PetitionMonitorProps>] => [`of the example ${name}`, config]),
])(
  'the template %s has known properties, all that are required, of the right types and allowed values',
  (_, changes) => {
    const { values, faults } = holdAgainstSpecification(templateOf(changes).toJSON());
    expect(faults).toEqual([]);
    expect(values).toBeGreaterThan(150);
  },
);

test('so has one under a key of your own', () => {
  expect(holdAgainstSpecification(templateWithKey({ site: {}, handOver: true }).toJSON()).faults).toEqual([]);
});

/** A template with one resource. */
const one = (Type: string, Properties: object): object => ({ Resources: { One: { Type, Properties } } });
const schedule = {
  FlexibleTimeWindow: { Mode: 'OFF' },
  ScheduleExpression: 'rate(1 minute)',
  Target: { Arn: { Ref: 'Function' }, RoleArn: 'arn' },
};

test.each<[string, object, string]>([
  ['an unknown type', one('AWS::SQS::Quueue', {}), 'One: there is no AWS::SQS::Quueue'],
  ['an unknown property', one('AWS::SQS::Queue', { FifoQueu: true }), 'One.FifoQueu is unknown'],
  [
    'text for a number',
    one('AWS::SQS::Queue', { VisibilityTimeout: 'long' }),
    'One.VisibilityTimeout is no integer: "long"',
  ],
  [
    'one for many',
    one('AWS::SNS::TopicPolicy', { PolicyDocument: {}, Topics: 'arn' }),
    'One.Topics is no array: "arn"',
  ],
  [
    'something missing within',
    one('AWS::Scheduler::Schedule', { ...schedule, Target: { Arn: 'arn' } }),
    'One.Target.RoleArn is required',
  ],
  [
    'a value that is not allowed',
    one('AWS::Scheduler::Schedule', { ...schedule, FlexibleTimeWindow: { Mode: 'SOMETIMES' } }),
    'One.FlexibleTimeWindow.Mode is none of OFF, FLEXIBLE: "SOMETIMES"',
  ],
])('%s is found, with its path', (_, template, fault) => {
  expect(holdAgainstSpecification(template).faults).toEqual([fault]);
});
