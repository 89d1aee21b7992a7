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

test('a watchdog watches its runs, for three of them and a quarter of an hour', () => {
  template.hasResourceProperties('AWS::Scheduler::Schedule', {
    Description: 'Goes off when no run of the discovery function has succeeded for 3 hours and 15 minutes',
  });
});

test('the outputs name it', () => {
  const outputs = template.findOutputs('*');
  expect(Object.keys(outputs)).toEqual(expect.arrayContaining(['DiscoverFunctionName', 'DiscoverFailureQueueUrl']));
});
