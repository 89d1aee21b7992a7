/** The queue of a stack that hands over: there when it is needed, and as the embedded one has it. */
import { Match, type Template } from 'aws-cdk-lib/assertions';
import type { PetitionMonitorProps } from '../../lib/petition-monitor.ts';
import { queueSettings } from '../../emulator/sqs/queue.ts';
import { templateOf, templateWithKey } from './synth-monitor.ts';

const watching = (many: number): PetitionMonitorProps['watch'] =>
  Array.from({ length: many }, (_, n) => ({ source: 'uk-parliament' as const, petition: String(n + 1) }));

const sources = (template: Template): number =>
  Object.keys(template.findResources('AWS::Lambda::EventSourceMapping')).length;

test.each([
  [1_000, undefined, 0],
  [1_001, undefined, 1],
  [1, true, 1],
  [1_001, false, 0],
])('of %i petitions, with handOver %s, there are %i', (many, handOver, expected) => {
  const alone = { subscribers: [], operators: [] };
  const template = templateOf({ ...alone, watch: watching(many), ...(handOver !== undefined && { handOver }) });
  expect(sources(template)).toBe(expected);
});

test('it is first in, first out by group, hands on one batch of a group at a time, and puts aside what fails', () => {
  const template = templateOf({ handOver: true });
  template.hasResourceProperties('AWS::SQS::Queue', {
    FifoQueue: true,
    DeduplicationScope: 'messageGroup',
    FifoThroughputLimit: 'perMessageGroupId',
    VisibilityTimeout: queueSettings.visibilityTimeout,
    RedrivePolicy: { maxReceiveCount: queueSettings.maxReceiveCount, deadLetterTargetArn: Match.anyValue() },
  });
  template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
    BatchSize: 10,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    ScalingConfig: { MaximumConcurrency: 20 },
  });
});

test('the function is told where it is, and only where there is one', () => {
  const told = { Environment: { Variables: { BATCH_QUEUE_URL: Match.anyValue() } } };
  templateOf({ handOver: true }).hasResourceProperties('AWS::Lambda::Function', told);
  templateOf().hasResourceProperties('AWS::Lambda::Function', {
    Environment: { Variables: { BATCH_QUEUE_URL: Match.absent() } },
  });
});

test('an alarm goes on when petitions are in the dead-letter queue', () => {
  templateOf({ handOver: true }).hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmDescription: Match.stringLikeRegexp('"Petitions are in the dead-letter queue"'),
  });
});

test('under a key of your own the queues are too', () => {
  const queues = templateWithKey({ handOver: true }).findResources('AWS::SQS::Queue', {
    Properties: { FifoQueue: true, KmsMasterKeyId: Match.anyValue() },
  });
  expect(Object.keys(queues)).toHaveLength(2);
});
