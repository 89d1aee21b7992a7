/** What the functions count, and alarms and dashboards are made of. */
export const namespace = 'PetitionThresholdMonitor';

export const metrics = {
  /** Petitions that were due and looked at. */
  looks: 'Looks',
  /** Looks that gave a count. */
  readings: 'Readings',
  /** Looks that gave no answer, or one that is not what it has to be. */
  sourceErrors: 'SourceErrors',
  /** Alerts committed. */
  alertsCommitted: 'AlertsCommitted',
  /** Alerts that SNS accepted. */
  alertsPublished: 'AlertsPublished',
  /** From the look that proves an alert to SNS accepting it, the longest of a run: seconds, rounded up. */
  publishDelay: 'PublishDelay',
  /** Alerts that SNS did not accept: they stay in the outbox. */
  publishErrors: 'PublishErrors',
  /** Petitions whose look failed for a reason of our own. */
  failures: 'Failures',
  /** Petitions that a run did not get to before its time was up. */
  deferred: 'Deferred',
  /** For how many minutes something has been due, and has not been looked at. */
  minutesBehind: 'MinutesBehind',
  /** Digests that SNS accepted. */
  digestsPublished: 'DigestsPublished',
} as const;

/**
 * What is counted in every hour, trouble or not: in the log, not as a metric. No alarm is made of it, and at 30 cents a
 * month a metric (list price of 2026-02) the two cost more than all looks of a thousand petitions.
 */
export const loggedCounts = [metrics.looks, metrics.readings] as const;

/** The message of the log line that has them. */
export const countsMessage = 'poll counts';

export type MetricName = (typeof metrics)[keyof typeof metrics];
