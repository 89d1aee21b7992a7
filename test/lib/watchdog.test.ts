/** The watchdogs, and how much all alarms of a stack cost. */
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod/mini';
import type { PetitionMonitorProps } from '../../lib/petition-monitor.ts';
import { parseJson } from '../../src/validation.ts';
import { examples } from './examples.ts';
import { all } from './resources.ts';
import { stackOf, templateOf, templateWithKey } from './synth-monitor.ts';

const everything: Partial<PetitionMonitorProps> = {
  watch: [{ source: 'uk-parliament', all: 'open' }],
  subscribers: [],
  digests: [{ name: 'daily', every: 'day', at: '08:00', timeZone: 'Europe/London' }],
  site: {},
};
const schedule = z.object({
  ScheduleExpression: z.string(),
  Target: z.object({ Arn: z.unknown(), Input: z.optional(z.unknown()) }),
});
const watchdogsIn = (template: Template) =>
  all(template, 'AWS::Scheduler::Schedule', schedule).filter(({ id }) => id.includes('Watchdog'));

test('each function has one, which lies far ahead until a run succeeds: it is never false on a first deploy', () => {
  const template = templateOf(everything);
  const watchdogs = watchdogsIn(template);
  expect(watchdogs).toHaveLength(4);
  for (const { properties } of watchdogs) expect(properties.ScheduleExpression).toBe('at(2099-01-01T00:00:00)');
  template.resourceCountIs('AWS::Lambda::Function', 4);
  template.allResourcesProperties('AWS::Lambda::Function', {
    Environment: {
      Variables: { WATCHDOG_SCHEDULE: { Ref: Match.stringLikeRegexp('Watchdog') }, WATCHDOG_AFTER: Match.anyValue() },
    },
  });
});

// docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html, 2026-11: the parameters of the request.
test('Scheduler itself publishes, a text for each kind of subscription, to the operators', () => {
  const [watchdog] = watchdogsIn(templateOf());
  expect(watchdog?.properties.Target.Arn).toEqual({
    'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':scheduler:::aws-sdk:sns:publish']],
  });
  const joined = z.object({ 'Fn::Join': z.tuple([z.literal(''), z.array(z.unknown())]) });
  const text = z
    .parse(joined, watchdog?.properties.Target.Input)
    ['Fn::Join'][1].map((part) => (typeof part === 'string' ? part : 'TOPIC'))
    .join('');
  const input = parseJson(z.looseObject({ Message: z.string(), Subject: z.string() }), text, 'input');
  expect(input).toMatchObject({
    TopicArn: 'TOPIC',
    Subject: 'Monitor: no run of the poll function has succeeded for 6 minutes',
    MessageStructure: 'json',
    MessageAttributes: { alert: { DataType: 'String', StringValue: 'monitor-silent' } },
  });
  expect(input.Subject).toMatch(/^[A-Za-z0-9][\x20-\x7e]{0,98}$/);
  const texts = parseJson(
    z.object({ default: z.string(), email: z.string(), sms: z.string() }),
    input.Message,
    'message',
  );
  expect(texts.email).toContain('docs/runbook.md, "No poll succeeds"');
  expect(`MONITOR> ${texts.sms}`.length).toBeLessThanOrEqual(160);
  expect(JSON.parse(texts.default)).toMatchObject({
    id: '<aws.scheduler.execution-id>',
    type: 'monitor.monitor-silent',
  });
});

test('under a key of your own a watchdog may use it', () => {
  templateWithKey().hasResourceProperties('AWS::IAM::Policy', {
    Roles: [{ Ref: Match.stringLikeRegexp('PollWatchdogRole') }],
    PolicyDocument: { Statement: [Match.objectLike({ Action: ['kms:Decrypt', 'kms:GenerateDataKey'] })] },
  });
});

/** CloudWatch charges ten cents a month for each metric of an alarm (list price of us-east-1, 2026-11). */
function centsOfAlarms(template: Template): number {
  const alarms = template.findResources('AWS::CloudWatch::Alarm');
  const metrics = z.object({ Properties: z.object({ Metrics: z.optional(z.array(z.unknown())) }) });
  return Object.values(alarms).reduce(
    (sum: number, alarm) => sum + 10 * (z.parse(metrics, alarm).Properties.Metrics?.length ?? 1),
    0,
  );
}

test('what machines do not take of either topic of alerts goes to one queue, and one alarm watches it', () => {
  const template = templateOf({ subscribers: [{ webhook: 'https://example.org/alerts' }] });
  const subscribed = z.object({ TopicArn: z.object({ Ref: z.string() }), RedrivePolicy: z.optional(z.unknown()) });
  const machines = all(template, 'AWS::SNS::Subscription', subscribed).filter(
    ({ properties }) => properties.RedrivePolicy !== undefined,
  );
  expect(new Set(machines.map(({ properties }) => properties.TopicArn.Ref)).size).toBe(2);
  const [queue, ...others] = new Set(machines.map(({ properties }) => JSON.stringify(properties.RedrivePolicy)));
  expect(others).toEqual([]);
  const [, id] = /"Fn::GetAtt":\["(\w+)"/.exec(queue ?? '') ?? [];
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    MetricName: 'NumberOfMessagesSent',
    Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [id, 'QueueName'] } }],
  });
});

// The metric is of the account: docs.aws.amazon.com/sns/latest/dg/sns-monitoring-using-cloudwatch.html, 2026-11.
test('where a number is a recipient, an alarm goes off at four fifths of what the account may spend on SMS', () => {
  const spending = { MetricName: 'SMSMonthToDateSpentUSD', Dimensions: Match.absent(), Statistic: 'Maximum' };
  const sms = '+447700900000';
  templateOf().hasResourceProperties('AWS::CloudWatch::Alarm', { ...spending, Threshold: 0.8 });
  const raised = templateOf({ subscribers: [], operators: [{ sms }], smsSpendLimit: 50 });
  raised.hasResourceProperties('AWS::CloudWatch::Alarm', { ...spending, Threshold: 40 });
  const without = templateOf({ subscribers: [{ email: 'desk@example.org' }], smsSpendLimit: 50 });
  expect(JSON.stringify(without.toJSON())).not.toContain('SMSMonthToDate');
});

/** An idle queue: two readers, twenty seconds each, of a FIFO queue at 50 cents a million requests. */
const centsOfIdleQueue = (template: Template): number =>
  Object.keys(template.findResources('AWS::Lambda::EventSourceMapping')).length * Math.ceil(2 * 3 * 43_800 * 50e-6);

test('alarms cost ten cents a month without machines, numbers and queue, and in no example more than forty, with the idle queue', () => {
  expect(centsOfAlarms(templateOf({ subscribers: [{ email: 'desk@example.org' }] }))).toBe(10);
  expect(centsOfAlarms(templateOf())).toBe(20);
  const cents = examples().map(({ name, config }): [string, number] => {
    const template = Template.fromStack(stackOf(config));
    return [name, centsOfAlarms(template) + centsOfIdleQueue(template)];
  });
  // docs/cost.md has the same.
  expect(Object.fromEntries(cents)).toMatchObject({ minimal: 10, newsroom: 40, parliament: 20 + 14 });
  for (const [name, sum] of cents) expect([name, sum <= 40]).toEqual([name, true]);
});
