/** The metrics of one monitor, ours and AWS's: alarms and the dashboard use them. */
import { Metric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { namespace, type MetricName } from '../src/runtime/metrics.ts';
import type { PetitionStore } from './petition-store.ts';
import type { ScheduledFunction } from './scheduled-function.ts';

/** The metrics of one function. */
export class FunctionMetrics {
  readonly #measured: ScheduledFunction;

  constructor(measured: ScheduledFunction) {
    this.#measured = measured;
  }

  /** A metric that the function itself sends. */
  counted(metricName: MetricName, options: MetricOptions): Metric {
    return new Metric({
      namespace,
      metricName,
      dimensionsMap: { service: this.#measured.function.functionName },
      ...options,
    });
  }

  /** Its log, which has the counts that are not metrics. */
  get logGroupName(): string {
    return this.#measured.function.logGroup.logGroupName;
  }

  invocations(options: MetricOptions): Metric {
    return this.#measured.function.metricInvocations(options);
  }

  errors(options: MetricOptions): Metric {
    return this.#measured.function.metricErrors(options);
  }

  failuresQueued(options: MetricOptions): Metric {
    return this.#measured.failures.metricApproximateNumberOfMessagesVisible(options);
  }
}

/** The metrics of the poll function, the table and, if there is one, the digest function. */
export class MonitorMetrics extends FunctionMetrics {
  readonly digests: FunctionMetrics | undefined;
  readonly #store: PetitionStore;

  constructor(poll: ScheduledFunction, store: PetitionStore, sender: ScheduledFunction | undefined) {
    super(poll);
    this.#store = store;
    this.digests = sender && new FunctionMetrics(sender);
  }

  /** Requests that DynamoDB throttled. */
  throttled(kind: 'Read' | 'Write', options: MetricOptions): Metric {
    return this.#store.table.metric(`${kind}ThrottleEvents`, options);
  }
}
