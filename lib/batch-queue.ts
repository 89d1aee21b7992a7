/**
 * The queue through which a tick hands over what is too much for one run: first in, first out by host, so that each host is asked
 * by one run at a time. What fails again and again is put aside, and heard of.
 */
import { Duration, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { EventSourceMapping, type Function } from 'aws-cdk-lib/aws-lambda';
import { DeduplicationScope, FifoThroughputLimit, Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

export interface BatchQueueProps {
  /** The function that fills it, and is invoked with what is in it. */
  readonly poll: Function;
  readonly encryptionKey: IKey | undefined;
}

export class BatchQueue extends Construct {
  readonly queue: Queue;
  /** Petitions that could not be attended to, three times in a row. */
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
        reason: 'It is itself the dead-letter queue of the batches.',
      });
    }
    this.queue = new Queue(this, 'Queue', {
      ...both,
      // By group and not by queue: three thousand messages a second, of twenty-five petitions each, for every host.
      deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
      fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
      // Longer than a run may take, and no more: a host waits for so long when a run dies. AWS's advice of six times as long is
      // for functions that are throttled for minutes.
      visibilityTimeout: Duration.seconds(60),
      // What waited for a day is due again by then, whatever its cadence.
      retentionPeriod: Duration.days(1),
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount: 3 },
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
      batchSize: 10,
      reportBatchItemFailures: true,
      // As many hosts at a time, at the most: the account's other functions want to run too.
      maxConcurrency: 20,
    });
    Validations.of(source).acknowledge({
      id: 'Serverless-LambdaEventSourceMappingDestination',
      reason: 'A mapping of a queue can have none: what fails goes to the dead-letter queue of the queue itself.',
    });
    // Lambda tries the role when it makes the mapping.
    if (poll.role !== undefined) source.node.addDependency(poll.role);
  }
}
