/**
 * The function that looks at what is due, every minute, and publishes the alerts that this brings; and the queue through which it
 * hands to itself what is too much for one run.
 */
import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { PetitionFunction, type PetitionFunctionProps } from './petition-function.ts';
import { BatchQueue } from './batch-queue.ts';
import { grantReadingApiKeys } from './api-key-grants.ts';

export interface PollerProps extends PetitionFunctionProps {
  /** Whether there is a queue for what is too much for one run. */
  readonly handOver: boolean;
}

export class Poller extends PetitionFunction {
  /** Undefined where none is wanted. */
  readonly batches: BatchQueue | undefined;

  constructor(scope: Construct, id: string, { handOver, ...props }: PollerProps) {
    super(scope, id, props, {
      name: 'poll',
      description: 'Looks at the petitions that are due, and publishes the alerts that this brings',
      every: Duration.minutes(1),
    });
    grantReadingApiKeys(this.function, props.config);
    const { encryptionKey } = props;
    if (handOver) this.batches = new BatchQueue(this, 'Batches', { poll: this.function, encryptionKey });
  }
}
