/**
 * The queue for ticks with more due petitions than one run can poll. It is first in, first out for each host, so one
 * run at a time polls a host. What fails each time goes to the dead-letter queue, and operators are notified.
 */
import { Duration, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { EventSourceMapping, type Function } from 'aws-cdk-lib/aws-lambda';
import { DeduplicationScope, FifoThroughputLimit, Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { batchQueueSettings } from '../lambda/poll/batch-limits.ts';

export interface BatchQueueProps {
  /** The function that sends to the queue and is invoked with its messages. */
  readonly poll: Function;
  readonly encryptionKey: IKey | undefined;
}

export class BatchQueue extends Construct {
  readonly queue: Queue;
  /** Petitions that failed each time. */
  readonly deadLetterQueue: Queue;

  constructor(scope: Construct, id: string, { poll, encryptionKey }: BatchQueueProps) {
    super(scope, id);
    const both: QueueProps = {
      fifo: true,
      enforceSSL: true,
      ...(encryptionKey
        ? { encryption: QueueEncryption.KMS, encryptionMasterKey: encryptionKey }
        : { encryption: QueueEncryption.SQS_MANAGED }),
    };
    this.deadLetterQueue = new Queue(this, 'SetAside', { ...both, retentionPeriod: Duration.days(14) });
    for (const id of ['AwsSolutions-SQS3', 'Serverless-SQSRedrivePolicy']) {
      Validations.of(this.deadLetterQueue).acknowledge({
        id,
        reason: 'It is itself a dead-letter queue.',
      });
    }
    this.queue = new Queue(this, 'Queue', {
      ...both,
      // Limits apply to each group (host), not to the queue: 3,000 messages a second for every host.
      deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
      fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
      visibilityTimeout: Duration.seconds(batchQueueSettings.visibilityTimeout),
      // A petition that has waited for a day is due again anyway, whatever its poll interval.
      retentionPeriod: Duration.days(1),
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount: batchQueueSettings.maxReceiveCount },
    });
    poll.addEnvironment('BATCH_QUEUE_URL', this.queue.queueUrl);
    poll.addToRolePolicy(
      new PolicyStatement({
        actions: ['sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
        resources: [this.queue.queueArn],
      }),
    );
    const source = new EventSourceMapping(this, 'Source', {
      target: poll,
      eventSourceArn: this.queue.queueArn,
      batchSize: batchQueueSettings.batchSize,
      reportBatchItemFailures: true,
      // No maximum of concurrent runs: there are as many as groups have messages. With a maximum, Lambda goes on polling
      // an idle queue with five readers instead of two, which costs more than all polls of a small monitor.
    });
    Validations.of(source).acknowledge({
      id: 'Serverless-LambdaEventSourceMappingDestination',
      reason:
        'An event source mapping of an SQS queue cannot have one: failures go to the dead-letter queue of the queue.',
    });
    // Lambda checks the role when it creates the mapping.
    if (poll.role !== undefined) source.node.addDependency(poll.role);
  }
}
