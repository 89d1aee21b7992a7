/**
 * The queue for ticks with more due petitions than one run can poll. It is first in, first out for each host, so one
 * run at a time polls a host. What fails three times goes to the dead-letter queue, which has an alarm.
 */
import { Duration, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { EventSourceMapping, type Function } from 'aws-cdk-lib/aws-lambda';
import { DeduplicationScope, FifoThroughputLimit, Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

export interface BatchQueueProps {
  /** The function that sends to the queue and is invoked with its messages. */
  readonly poll: Function;
  readonly encryptionKey: IKey | undefined;
}

export class BatchQueue extends Construct {
  readonly queue: Queue;
  /** Petitions that failed three times in a row. */
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
      // Limits apply to each group (host), not to the queue: 3,000 messages a second, with 25 petitions each, for every
      // host.
      deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
      fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
      // Just longer than a run may take, because a host waits this long after a run dies. AWS recommends six times the
      // function's limit, for functions that are throttled for minutes.
      visibilityTimeout: Duration.seconds(60),
      // A petition that has waited for a day is due again anyway, whatever its poll interval.
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
      // At most 20 hosts at a time: the account's other functions need concurrency too.
      maxConcurrency: 20,
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
