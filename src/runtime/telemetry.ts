/** What the functions report about themselves: structured log lines with ids, never payloads, and metrics. */
import { Logger } from '@aws-lambda-powertools/logger';
import { MetricUnit, Metrics } from '@aws-lambda-powertools/metrics';
import { metrics as named, namespace, loggedCounts, countsMessage, type MetricName } from './metrics.ts';

/** The fields by which log lines can be searched. */
export interface LogFields {
  readonly petition?: string;
  readonly alert?: string;
  readonly reason?: string;
  readonly [count: string]: string | number | undefined;
}

export interface Telemetry {
  readonly info: (message: string, fields?: LogFields) => void;
  readonly warn: (message: string, fields?: LogFields) => void;
  readonly error: (message: string, fields?: LogFields) => void;
  /** Counts what one run did, in the units of metrics.ts. */
  readonly count: (counted: Readonly<Partial<Record<MetricName, number>>>) => void;
}

/**
 * To CloudWatch: log lines as JSON, metrics in the embedded metric format, and the counts of every hour as a log line.
 */
export function cloudWatchTelemetry(serviceName: string): Telemetry {
  const logger = new Logger({ serviceName });
  const metrics = new Metrics({ namespace, serviceName });
  return {
    info: (message, fields = {}) => logger.info(message, fields),
    warn: (message, fields = {}) => logger.warn(message, fields),
    error: (message, fields = {}) => logger.error(message, fields),
    count: (counted) => {
      // CloudWatch charges for every metric of an hour in which it was sent: zeros would cost as much as other values.
      const happened = Object.entries(counted).filter(([, value]) => value > 0);
      const usual = happened.filter(([name]) => isLoggedOnly(name));
      if (usual.length > 0) logger.info(countsMessage, Object.fromEntries(usual));
      const seldom = happened.filter(([name]) => !isLoggedOnly(name));
      for (const [name, value] of seldom) metrics.addMetric(name, unitOf(name), value);
      if (seldom.length > 0) metrics.publishStoredMetrics();
    },
  };
}

const isLoggedOnly = (name: string): boolean => loggedCounts.some((usual) => usual === name);

const unitOf = (name: string): (typeof MetricUnit)['Count' | 'Seconds'] =>
  name === named.publishDelay ? MetricUnit.Seconds : MetricUnit.Count;
