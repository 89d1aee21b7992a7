/** The metrics that the functions count and that alarms and dashboards are made of. */
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

export type MetricName = (typeof metrics)[keyof typeof metrics];
