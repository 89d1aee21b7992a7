/**
 * The function that polls the due petitions every minute and publishes alerts, and the queue for what is too much for
 * one run.
 */
import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { PetitionFunction, type PetitionFunctionProps } from './petition-function.ts';
import { BatchQueue } from './batch-queue.ts';
import { grantReadingApiKeys } from './api-key-grants.ts';

export interface PollerProps extends PetitionFunctionProps {
  /** Whether to create a queue for what is too much for one run. */
  readonly handOver: boolean;
  /**
   * How many runs at a time the account reserves for the function, and allows.
   * @default - none
   */
  readonly reservedConcurrency?: number | undefined;
}

export class Poller extends PetitionFunction {
  /** Undefined without such a queue. */
  readonly batches: BatchQueue | undefined;

  constructor(scope: Construct, id: string, { handOver, reservedConcurrency, ...props }: PollerProps) {
    super(scope, id, props, {
      reservedConcurrency,
      name: 'poll',
      description: 'Polls the due petitions and publishes alerts',
      every: Duration.minutes(1),
      watchdog: {
        name: 'poll function',
        after: Duration.minutes(6),
        impact: 'Until this is fixed, thresholds and deadlines may pass without an alert.',
        runbook: 'No poll succeeds',
      },
    });
    grantReadingApiKeys(this.function, props.config);
    const { encryptionKey } = props;
    if (handOver) this.batches = new BatchQueue(this, 'Batches', { poll: this.function, encryptionKey });
  }
}
