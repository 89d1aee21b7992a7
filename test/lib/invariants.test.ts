/** What holds of every resource of the stack, whatever is added to it. */
import { readFileSync } from 'node:fs';
import type { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod/mini';
import { problemNames } from '../../src/domain/monitor-health.ts';
import { noticeMessage } from '../../src/notifications/operator-notice.ts';
import { noticed } from '../domain/notice.ts';
import { monitor, templateOf } from './synth-monitor.ts';
import { all, policyDocument, type Statement } from './resources.ts';

let template: Template;

beforeAll(() => {
  const webhook = { webhook: 'https://example.org/alerts' };
  template = templateOf({
    watch: [...monitor.watch, { source: 'uk-parliament', all: 'open' }],
    dashboard: true,
    subscribers: [...(monitor.subscribers ?? []), webhook, { slack: { parameter: '/petitions/slack' } }],
    digests: [{ name: 'daily', every: 'day', at: '08:00', timeZone: 'Europe/London', subscribers: [webhook] }],
    site: { signUp: {} },
  });
});

const policy = z.object({ PolicyDocument: policyDocument });
const statementsOf = (type: string): { id: string; statements: Statement[] }[] =>
  all(template, type, policy).map(({ id, properties }) => ({ id, statements: properties.PolicyDocument.Statement }));
const arnOf = (of: unknown): string => JSON.stringify(of);

test('there is one architecture', () => {
  for (const { properties } of all(
    template,
    'AWS::Lambda::Function',
    z.object({ Architectures: z.array(z.string()) }),
  )) {
    expect(properties.Architectures).toEqual(['arm64']);
  }
});

// github.com/aws/aws-cdk/issues/24804, 2023 to 2024: "FilterPolicyScope: Invalid value [null]", and a rollback.
test('every subscription has a scope of its filters, which neither comes nor goes with them', () => {
  const scopes = all(template, 'AWS::SNS::Subscription', z.object({ FilterPolicyScope: z.optional(z.string()) })).map(
    ({ properties }) => properties.FilterPolicyScope,
  );
  expect(scopes.length).toBeGreaterThan(4);
  expect(new Set(scopes)).toEqual(new Set(['MessageAttributes']));
});

test('every log is kept for a time, and no longer', () => {
  for (const { properties } of all(template, 'AWS::Logs::LogGroup', z.object({ RetentionInDays: z.number() }))) {
    expect(properties.RetentionInDays).toBe(30);
  }
});

test('every function logs to a group of the stack: Lambda would make one that is kept for ever', () => {
  const logging = z.object({ LoggingConfig: z.object({ LogGroup: z.object({ Ref: z.string() }) }) });
  const groups = all(template, 'AWS::Logs::LogGroup', z.unknown()).map(({ id }) => id);
  for (const { properties } of all(template, 'AWS::Lambda::Function', logging)) {
    expect(groups).toContain(properties.LoggingConfig.LogGroup.Ref);
  }
});

test('every alarm acts both ways, says what recipients lose, and names a heading of the runbook, as notices do', () => {
  const runbook = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8');
  const headings = Array.from(runbook.matchAll(/^## (.*)$/gm), ([, heading]) => heading);
  const alarm = z.object({
    AlarmDescription: z.string(),
    AlarmActions: z.array(z.object({ Ref: z.string() })),
    OKActions: z.array(z.unknown()),
    TreatMissingData: z.enum(['notBreaching', 'ignore']),
  });
  const named = all(template, 'AWS::CloudWatch::Alarm', alarm).map(({ properties }) => {
    const { AlarmDescription, AlarmActions, OKActions } = properties;
    expect(AlarmActions).toEqual([{ Ref: expect.stringMatching(/^MonitorOperatorsTopic/) }]);
    expect(OKActions).toEqual(AlarmActions);
    expect(AlarmDescription).toMatch(/ without an alert\.| may have missed /);
    return /See docs\/runbook\.md, "(.*)"\.$/.exec(AlarmDescription)?.[1];
  });
  const notices = [
    ...(['source-failing', 'channel-failing', 'channel-dropped'] as const).map(
      (notice) => noticeMessage({ ...noticed, notice }).email,
    ),
    ...problemNames.map((problem) => noticeMessage({ ...noticed, notice: 'monitor-failing', problem }).email),
    ...all(template, 'AWS::Scheduler::Schedule', z.object({ Target: z.unknown() })).map(({ properties }) =>
      JSON.stringify(properties).replaceAll('\\', ''),
    ),
  ];
  const told = notices.flatMap((text) =>
    [...text.matchAll(/docs\/runbook\.md, "(.*?)"\./g)].map(([, heading]) => heading),
  );
  const sent = new Set([...named, ...told]);
  expect([...sent].sort()).toEqual([...headings].sort());
});

test('every metric of ours that is shown is counted by these functions, and by no other of the account', () => {
  const dashboard = JSON.stringify(template.findResources('AWS::CloudWatch::Dashboard'));
  const functions = all(template, 'AWS::Lambda::Function', z.unknown());
  expect(functions).toHaveLength(6);
  const [poll, sender] = [/Poll/, /Digests/].map((name) => functions.find(({ id }) => name.test(id)));
  const shown = dashboard.split('PetitionThresholdMonitor').length - 1;
  expect(shown).toBeGreaterThan(0);
  const shownOf = (id = ''): number => dashboard.split(`\\"service\\",\\"",{"Ref":"${id}"}`).length - 1;
  expect([shownOf(poll?.id), shownOf(sender?.id)]).toEqual([shown - 1, 1]);
});

// monitoring/AlarmThatSendsEmail.html, 2026-11: an alarm of which all points are missing is on, if they are breaching.
test('no alarm is on before there was a run, and each goes on again at the next time', () => {
  const alarm = z.object({ TreatMissingData: z.string(), MetricName: z.string() });
  for (const { properties } of all(template, 'AWS::CloudWatch::Alarm', alarm)) {
    expect(properties.TreatMissingData).not.toMatch(/^(?:breaching|missing)$/);
    // The depth of a queue whose messages lie for 14 days is no news.
    expect(properties.MetricName).not.toMatch(/NumberOfMessagesVisible/);
  }
});

test('every topic and queue refuses what is not encrypted on its way, and refuses nothing else', () => {
  for (const type of ['AWS::SNS::TopicPolicy', 'AWS::SQS::QueuePolicy']) {
    for (const { statements } of statementsOf(type)) {
      const denied = statements.filter(({ Effect }) => Effect === 'Deny');
      // Denying more by principal or action would keep CloudWatch's alarms out, without a word.
      expect(denied.map(({ Condition }) => Condition)).toEqual([{ Bool: { 'aws:SecureTransport': 'false' } }]);
    }
  }
  for (const [type, policies] of [
    ['AWS::SNS::Topic', 'AWS::SNS::TopicPolicy'],
    ['AWS::SQS::Queue', 'AWS::SQS::QueuePolicy'],
  ] as const) {
    expect(statementsOf(policies)).toHaveLength(all(template, type, z.unknown()).length);
  }
});

test('a topic with a policy admits its publishers: alarms to the operators, and roles by their own policies', () => {
  const admitted = statementsOf('AWS::SNS::TopicPolicy').flatMap(({ id, statements }) =>
    statements
      .filter(({ Effect }) => Effect === 'Allow')
      .map(({ Principal, Action, Condition }) => ({
        id: id.replace(/[0-9A-F]{8}$/, ''),
        Principal,
        Action,
        Condition,
      })),
  );
  expect(admitted).toEqual([
    {
      id: 'MonitorOperatorsTopicPolicy',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: ['sns:Publish'],
      Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
    },
  ]);
});

test('what fails goes to a queue that an alarm watches, by both ways: the schedule and the invocation', () => {
  const arn = z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) });
  const schedules = all(
    template,
    'AWS::Scheduler::Schedule',
    z.object({
      Target: z.object({
        DeadLetterConfig: z.object({ Arn: arn }),
        RetryPolicy: z.object({ MaximumRetryAttempts: z.number().check(z.minimum(1)) }),
      }),
    }),
  ).map(({ properties }) => properties.Target.DeadLetterConfig.Arn);
  const invoked = all(
    template,
    'AWS::Lambda::EventInvokeConfig',
    z.object({
      MaximumRetryAttempts: z.number(),
      DestinationConfig: z.object({ OnFailure: z.object({ Destination: arn }) }),
    }),
  );
  // Only what SNS hands over is not there for the next run.
  for (const { id, properties } of invoked) {
    expect([id, properties.MaximumRetryAttempts]).toEqual([id, id.includes('Delivery') ? 2 : 0]);
  }
  const invocations = invoked.map(({ properties }) => properties.DestinationConfig.OnFailure.Destination);
  const functions = all(template, 'AWS::Lambda::Function', z.unknown());
  // The schedule of a function, and its watchdog; and the one that wakes the deliver function. A visitor waits for what signs him up.
  const scheduled = functions.filter(({ id }) => !id.includes('SignUp')).length;
  expect([schedules.length, invocations.length]).toEqual([2 * scheduled + 1, scheduled]);
  const alarms = arnOf(template.findResources('AWS::CloudWatch::Alarm'));
  for (const {
    'Fn::GetAtt': [queue],
  } of [...schedules, ...invocations]) {
    expect(alarms).toContain(`{"Name":"QueueName","Value":{"Fn::GetAtt":["${queue}","QueueName"]}}`);
  }
});

test('every queue is encrypted where it lies, as AWS does by itself with tables, topics and logs', () => {
  for (const { properties } of all(template, 'AWS::SQS::Queue', z.record(z.string(), z.unknown()))) {
    expect(properties).toMatchObject({ SqsManagedSseEnabled: true });
  }
});

test('no id, output or environment holds an address of somebody, or a secret', () => {
  const parts = z.object({ Resources: z.record(z.string(), z.unknown()), Outputs: z.record(z.string(), z.unknown()) });
  const { Resources, Outputs } = z.parse(parts, template.toJSON());
  const environments = all(template, 'AWS::Lambda::Function', z.object({ Environment: z.unknown() }));
  const open = [Object.keys(Resources).join(' '), JSON.stringify(Outputs), JSON.stringify(environments)];
  for (const text of open) {
    expect(text.length).toBeGreaterThan(0);
    expect(text).not.toMatch(/@|desk|ops|4477|secret|password|token|key/i);
  }
});
