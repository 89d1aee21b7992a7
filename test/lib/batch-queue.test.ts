/** The queue of a stack that hands over: there when it is needed, and as the embedded one has it. */
import { Match, type Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod/mini';
import type { PetitionMonitorProps } from '../../lib/petition-monitor.ts';
import { batchQueueSettings } from '../../lambda/poll/batch-limits.ts';
import { all } from './resources.ts';
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

test('it is first in, first out by group, delivers to one run of a group at a time, and sets aside what fails', () => {
  const template = templateOf({ handOver: true });
  template.hasResourceProperties('AWS::SQS::Queue', {
    FifoQueue: true,
    DeduplicationScope: 'messageGroup',
    FifoThroughputLimit: 'perMessageGroupId',
    VisibilityTimeout: batchQueueSettings.visibilityTimeout,
    RedrivePolicy: { maxReceiveCount: batchQueueSettings.maxReceiveCount, deadLetterTargetArn: Match.anyValue() },
  });
  template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
    BatchSize: batchQueueSettings.batchSize,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    // docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html, 2026-11: an idle queue is polled less without it.
    ScalingConfig: Match.absent(),
  });
});

test('the function is told where it is, and only where there is one', () => {
  const told = { Environment: { Variables: { BATCH_QUEUE_URL: Match.anyValue() } } };
  templateOf({ handOver: true }).hasResourceProperties('AWS::Lambda::Function', told);
  templateOf().hasResourceProperties('AWS::Lambda::Function', {
    Environment: { Variables: { BATCH_QUEUE_URL: Match.absent() } },
  });
});

// docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html, 2026-11: six times the function's, five receives.
test('a message is hidden for six times as long as a run may take, and received five times at least', () => {
  const { Timeout } =
    all(templateOf(), 'AWS::Lambda::Function', z.object({ Timeout: z.number() }))[0]?.properties ?? {};
  expect(batchQueueSettings.visibilityTimeout).toBe(6 * (Timeout ?? 0));
  expect(batchQueueSettings.maxReceiveCount).toBeGreaterThanOrEqual(5);
});

test('an alarm goes on when nobody takes from it, before anything is set aside', () => {
  const template = templateOf({ handOver: true });
  const alarm = z.object({ MetricName: z.optional(z.string()), Threshold: z.number() });
  const [age] = all(template, 'AWS::CloudWatch::Alarm', alarm).filter(
    ({ properties }) => properties.MetricName === 'ApproximateAgeOfOldestMessage',
  );
  expect(age?.properties.Threshold).toBeLessThan(
    (batchQueueSettings.maxReceiveCount - 1) * batchQueueSettings.visibilityTimeout,
  );
});

test('under a key of your own the queues are too', () => {
  const queues = templateWithKey({ handOver: true }).findResources('AWS::SQS::Queue', {
    Properties: { FifoQueue: true, KmsMasterKeyId: Match.anyValue() },
  });
  expect(Object.keys(queues)).toHaveLength(2);
});
