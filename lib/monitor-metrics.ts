/** All that is measured of one monitor, by itself and by AWS: what alarms and the dashboard are made of. */
import { Metric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { namespace, type MetricName } from '../src/runtime/metrics.ts';
import type { PetitionStore } from './petition-store.ts';
import type { ScheduledFunction } from './scheduled-function.ts';

/** What is measured of one function. */
export class FunctionMetrics {
  readonly #measured: ScheduledFunction;

  constructor(measured: ScheduledFunction) {
    this.#measured = measured;
  }

  /** What it counts of its work. */
  counted(metricName: MetricName, options: MetricOptions): Metric {
    return new Metric({
      namespace,
      metricName,
      dimensionsMap: { service: this.#measured.function.functionName },
      ...options,
    });
  }

  /** The log that it counts in what is no metric. */
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

/** Of the poll function, and of the table; and of the digest function, where there is one. */
export class MonitorMetrics extends FunctionMetrics {
  readonly digests: FunctionMetrics | undefined;
  readonly #store: PetitionStore;

  constructor(poll: ScheduledFunction, store: PetitionStore, sender: ScheduledFunction | undefined) {
    super(poll);
    this.#store = store;
    this.digests = sender && new FunctionMetrics(sender);
  }

  /** Requests that the table refused because there were too many. */
  throttled(kind: 'Read' | 'Write', options: MetricOptions): Metric {
    return this.#store.table.metric(`${kind}ThrottleEvents`, options);
  }
}
