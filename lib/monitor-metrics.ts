/** All that is measured of one monitor, by itself and by AWS: what alarms and the dashboard are made of. */
import { Metric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { namespace, type MetricName } from '../lambda/telemetry/metrics.ts';
import type { PetitionStore } from './petition-store.ts';
import type { Poller } from './poller.ts';

export class MonitorMetrics {
  readonly #poll: Poller;
  readonly #store: PetitionStore;

  constructor(poll: Poller, store: PetitionStore) {
    this.#poll = poll;
    this.#store = store;
  }

  /** What the poll function counts of its work. */
  counted(metricName: MetricName, options: MetricOptions): Metric {
    return new Metric({
      namespace,
      metricName,
      dimensionsMap: { service: this.#poll.function.functionName },
      ...options,
    });
  }

  invocations(options: MetricOptions): Metric {
    return this.#poll.function.metricInvocations(options);
  }

  errors(options: MetricOptions): Metric {
    return this.#poll.function.metricErrors(options);
  }

  failuresQueued(options: MetricOptions): Metric {
    return this.#poll.failures.metricApproximateNumberOfMessagesVisible(options);
  }

  /** Requests that the table refused because there were too many. */
  throttled(kind: 'Read' | 'Write', options: MetricOptions): Metric {
    return this.#store.table.metric(`${kind}ThrottleEvents`, options);
  }
}
