/** What a stack with digests has beside the others: a topic a list, a function, and what watches over it. */
import { Match, type Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod/mini';
import type { PetitionMonitorProps } from '../../lib/petition-monitor.ts';
import { templateOf } from './synth-monitor.ts';
import { all } from './resources.ts';

const briefing = { name: 'briefing', every: 'day', at: '08:00', timeZone: 'Europe/London' } as const;
const digests: PetitionMonitorProps['digests'] = [
  { ...briefing, subscribers: [{ email: 'a@example.org' }, { webhook: 'https://example.org/digest' }] },
  { ...briefing, name: 'week-ahead', every: 'monday', subscribers: [{ email: 'b@example.org' }] },
];
let template: Template;

beforeAll(() => {
  template = templateOf({ digests, dashboard: true });
});

/** What the digest function is told. */
function environmentIn(of: Template): unknown {
  const schema = z.object({ Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }) });
  const [sender] = all(of, 'AWS::Lambda::Function', schema).filter(({ id }) => id.includes('Digests'));
  return sender?.properties.Environment.Variables;
}

test('without digests there is none of it', () => {
  const without = templateOf();
  without.resourceCountIs('AWS::SNS::Topic', 3);
  without.resourceCountIs('AWS::Lambda::Function', 1);
  expect(without.findOutputs('*')).not.toHaveProperty('DigestTopicArns');
});

test('each list has a topic of its own, with its subscribers, who can not choose', () => {
  template.resourceCountIs('AWS::SNS::Topic', 5);
  const subscription = z.object({ Endpoint: z.string(), TopicArn: z.object({ Ref: z.string() }) });
  const subscribed = all(template, 'AWS::SNS::Subscription', z.looseObject(subscription.shape))
    .filter(({ properties }) => properties.TopicArn.Ref.includes('Digests'))
    .map(({ properties }) => properties);
  expect(subscribed.map(({ Endpoint, TopicArn }) => [Endpoint, TopicArn.Ref.replace(/Topic[0-9A-F]{8}$/, '')])).toEqual(
    [
      ['a@example.org', 'MonitorDigestsListbriefing'],
      ['https://example.org/digest', 'MonitorDigestsListbriefing'],
      ['b@example.org', 'MonitorDigestsListweekahead'],
    ],
  );
  for (const one of subscribed) expect(one).not.toHaveProperty('FilterPolicy');
});

test('the function runs every five minutes, and is told the topics by the names of the lists', () => {
  template.hasResourceProperties('AWS::Scheduler::Schedule', {
    ScheduleExpression: 'rate(5 minutes)',
    State: 'ENABLED',
  });
  const topic = (name: string): object => ({ Ref: expect.stringMatching(`^MonitorDigestsList${name}Topic`) });
  const arns = {
    'Fn::Join': ['', ['{"briefing":"', topic('briefing'), '","week-ahead":"', topic('weekahead'), '"}']],
  };
  expect(environmentIn(template)).toEqual({
    TABLE_NAME: { Ref: expect.stringMatching(/Table/) },
    DIGEST_TOPIC_ARNS: arns,
    PETITIONS_FILE: 'petitions.json',
    WATCHDOG_SCHEDULE: { Ref: expect.stringMatching(/^MonitorDigestsSenderWatchdog/) },
    WATCHDOG_AFTER: 'PT30M',
  });
  const { DigestTopicArns } = template.findOutputs('DigestTopicArns');
  expect(DigestTopicArns?.Value).toEqual(arns);
});

test('the environment of ten lists fits into the 4 kB that Lambda gives, with the longest names', () => {
  const lists = Array.from({ length: 10 }, (_, index) => ({ ...briefing, name: `list-${index}`.padEnd(32, 'x') }));
  const text = JSON.stringify(environmentIn(templateOf({ digests: lists })));
  // CloudFormation names a topic by its stack, which may take 128 characters, the id that we give it, and twelve more.
  const arn = (id: string): string =>
    `arn:aws-us-gov:sns:ap-southeast-2:123456789012:${'x'.repeat(128)}-${id}-${'x'.repeat(12)}`;
  const longest = text.replace(/\{"Ref":"(MonitorDigestsList\w+)"\}/g, (_, id: string) => arn(id));
  expect(longest.match(/arn:aws-us-gov/g)).toHaveLength(10);
  expect(Buffer.byteLength(longest)).toBeLessThan(4_096);
});

test('an alarm watches what machines do not take of a digest, and no other; the dashboard shows it', () => {
  const watched = (heading: string): number =>
    Object.keys(
      template.findResources('AWS::CloudWatch::Alarm', {
        Properties: { AlarmDescription: Match.stringLikeRegexp(`"${heading}"`) },
      }),
    ).length;
  template.resourceCountIs('AWS::CloudWatch::Alarm', 3);
  expect(watched('Runs are in the failure queue')).toBe(1);
  // Nobody but people subscribes to the alerts.
  expect(watched('A subscriber does not accept messages')).toBe(1);
  const dashboard = JSON.stringify(template.findResources('AWS::CloudWatch::Dashboard'));
  expect(dashboard).toContain('Are digests sent?');
  expect(dashboard).toContain('DigestsPublished');
});
