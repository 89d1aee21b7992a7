/** What a stack with queries has beside the others: a function every hour, and what watches over it. */
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { monitor, templateOf } from './synth-monitor.ts';

let template: Template;
const queries = [{ source: 'uk-parliament', all: 'open', minSignatures: 5_000 }] as const;

beforeAll(() => {
  template = templateOf({ watch: [...queries], subscribers: [{ email: 'desk@example.org' }] });
});

test('without queries there is none of it', () => {
  templateOf({ watch: monitor.watch }).resourceCountIs('AWS::Lambda::Function', 1);
});

test('a function runs every hour, for a quarter of one at the most, and is told what the poll function is told', () => {
  template.resourceCountIs('AWS::Lambda::Function', 2);
  template.hasResourceProperties('AWS::Scheduler::Schedule', { ScheduleExpression: 'rate(1 hour)', State: 'ENABLED' });
  template.hasResourceProperties('AWS::Lambda::Function', {
    Timeout: 900,
    Environment: { Variables: { PETITIONS_FILE: 'petitions.json', ALERT_TOPIC_ARN: Match.anyValue() } },
  });
});

test('what is found may be too much for one run: there is a queue', () => {
  template.resourceCountIs('AWS::Lambda::EventSourceMapping', 1);
});

test('alarms watch its runs and its queue', () => {
  for (const heading of ['No list is read', 'Discovery runs are in the failure queue']) {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmDescription: Match.stringLikeRegexp(`"${heading}"`),
    });
  }
});

test('the outputs name it', () => {
  const outputs = template.findOutputs('*');
  expect(Object.keys(outputs)).toEqual(expect.arrayContaining(['DiscoverFunctionName', 'DiscoverFailureQueueUrl']));
});
