/** What the functions count: the source of alarms and dashboards. */
export const namespace = 'PetitionThresholdMonitor';

export const metrics = {
  /** Petitions that were polled. */
  looks: 'Looks',
  /** Polls that gave a count. */
  readings: 'Readings',
  /** Polls without an answer, or with an answer that is not valid. */
  sourceErrors: 'SourceErrors',
  /** Alerts committed. */
  alertsCommitted: 'AlertsCommitted',
  /** Alerts that SNS accepted. */
  alertsPublished: 'AlertsPublished',
  /** Seconds from the poll that proves an alert to SNS accepting it, rounded up; the longest of a run. */
  publishDelay: 'PublishDelay',
  /** Alerts that SNS did not accept: they stay in the outbox. */
  publishErrors: 'PublishErrors',
  /** Petitions that failed for a reason of ours. */
  failures: 'Failures',
  /** Petitions that a run had no time for. */
  deferred: 'Deferred',
  /** For how many minutes something has been due and not polled. */
  minutesBehind: 'MinutesBehind',
  /** Digests that SNS accepted. */
  digestsPublished: 'DigestsPublished',
} as const;

/**
 * Counts of every hour, with or without problems: in the log, not as metrics. No alarm uses them. At 30 cents a month
 * per metric (list price of 2026-02), the two would cost more than all polls of a thousand petitions.
 */
export const loggedCounts = [metrics.looks, metrics.readings] as const;

/** The message of the log line with these counts. */
export const countsMessage = 'poll counts';

export type MetricName = (typeof metrics)[keyof typeof metrics];
