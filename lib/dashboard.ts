/** The dashboard: each widget asks a question, and its graph answers it. */
import { Duration } from 'aws-cdk-lib';
import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  LogQueryVisualizationType,
  LogQueryWidget,
  Stats,
  type Alarm,
  type IMetric,
  type IWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { metrics, countsMessage } from '../src/runtime/metrics.ts';
import type { FunctionMetrics, MonitorMetrics } from './monitor-metrics.ts';

/** A dashboard is 24 columns wide: four graphs in a row. */
const [width, height] = [6, 6];

export function createDashboard(scope: Construct, measured: MonitorMetrics, alarms: readonly Alarm[]): Dashboard {
  const period = Duration.minutes(5);
  const sum = (label: string) => ({ label, period, statistic: Stats.SUM });
  const worst = (label: string) => ({ label, period, statistic: Stats.MAXIMUM });
  return new Dashboard(scope, 'Dashboard', {
    defaultInterval: Duration.days(1),
    widgets: [
      [new AlarmStatusWidget({ title: 'Is anything wrong?', alarms: [...alarms], width: 24, height: 3 })],
      [
        graph('Does it run every minute?', measured.invocations(sum('runs')), measured.errors(sum('failed runs'))),
        readings('Are petitions read?', measured),
        graph('Can all petitions be read?', measured.counted(metrics.sourceErrors, sum('polls without a reading'))),
        graph('Is polling behind?', measured.counted(metrics.minutesBehind, worst('minutes behind'))),
      ],
      [
        graph('Does DynamoDB keep up?', ...throttles(measured, period)),
        graph(
          'Are alerts sent?',
          measured.counted(metrics.alertsCommitted, sum('alerts committed')),
          measured.counted(metrics.alertsPublished, sum('alerts published')),
          measured.counted(metrics.publishErrors, sum('refused by SNS')),
        ),
        graph('How soon after the poll?', measured.counted(metrics.publishDelay, worst('seconds, slowest alert'))),
        graph(
          'Were petitions skipped?',
          measured.counted(metrics.failures, sum('failed')),
          measured.counted(metrics.deferred, sum('deferred to the next run')),
        ),
      ],
      [
        graph('Is anything in the failure queue?', measured.failuresQueued(worst('failed runs'))),
        ...(measured.digests ? ofDigests(measured.digests) : []),
      ],
    ],
  });
}

function ofDigests(measured: FunctionMetrics): IWidget[] {
  const hour = (label: string) => ({ label, period: Duration.hours(1), statistic: Stats.SUM });
  return [
    graph('Are digests sent?', measured.counted(metrics.digestsPublished, hour('digests published'))),
    graph(
      'Does the digest function run every five minutes?',
      measured.invocations(hour('runs')),
      measured.errors(hour('failed runs')),
    ),
  ];
}

const throttles = (measured: MonitorMetrics, period: Duration): IMetric[] => [
  measured.throttled('Read', { label: 'throttled reads', period, statistic: Stats.SUM }),
  measured.throttled('Write', { label: 'throttled writes', period, statistic: Stats.SUM }),
];

/** From the log. A query costs half a cent per GB that it scans, and a day of logs has some hundredths of a GB. */
const readings = (title: string, measured: FunctionMetrics): IWidget =>
  new LogQueryWidget({
    title,
    logGroupNames: [measured.logGroupName],
    queryLines: [
      `filter message = '${countsMessage}'`,
      `stats sum(${metrics.looks}) as polls, sum(${metrics.readings}) as readings by bin(5m)`,
    ],
    view: LogQueryVisualizationType.LINE,
    width,
    height,
  });

const graph = (title: string, ...left: IMetric[]): IWidget =>
  new GraphWidget({ title, left, width, height, leftYAxis: { min: 0, showUnits: false } });
