/** One screen that answers: is it well? Each widget asks, and its graph answers. */
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

/** A screen is 24 columns wide: four graphs beside each other. */
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
        graph('Does it run, every minute?', measured.invocations(sum('runs')), measured.errors(sum('that failed'))),
        readings('Are petitions read?', measured),
        graph('Can they all be read?', measured.counted(metrics.sourceErrors, sum('looks without a reading'))),
        graph('Is it behind?', measured.counted(metrics.minutesBehind, worst('minutes behind'))),
      ],
      [
        graph('Does the table keep up?', ...throttles(measured, period)),
        graph(
          'Were people told?',
          measured.counted(metrics.alertsCommitted, sum('alerts due')),
          measured.counted(metrics.alertsPublished, sum('alerts published')),
          measured.counted(metrics.publishErrors, sum('refused by SNS')),
        ),
        graph('How soon after the look?', measured.counted(metrics.publishDelay, worst('seconds, the slowest'))),
        graph(
          'Were petitions left out?',
          measured.counted(metrics.failures, sum('failed')),
          measured.counted(metrics.deferred, sum('left to the next run')),
        ),
      ],
      [
        graph('Is anything in the failure queue?', measured.failuresQueued(worst('runs'))),
        ...(measured.digests ? ofDigests(measured.digests) : []),
      ],
    ],
  });
}

function ofDigests(measured: FunctionMetrics): IWidget[] {
  const hour = (label: string) => ({ label, period: Duration.hours(1), statistic: Stats.SUM });
  return [
    graph('Do digests go out?', measured.counted(metrics.digestsPublished, hour('digests published'))),
    graph(
      'Does their function run, every five minutes?',
      measured.invocations(hour('runs')),
      measured.errors(hour('that failed')),
    ),
    graph('Is anything in its failure queue?', measured.failuresQueued({ ...hour('runs'), statistic: Stats.MAXIMUM })),
  ];
}

const throttles = (measured: MonitorMetrics, period: Duration): IMetric[] => [
  measured.throttled('Read', { label: 'reads refused', period, statistic: Stats.SUM }),
  measured.throttled('Write', { label: 'writes refused', period, statistic: Stats.SUM }),
];

/** From the log, which costs what is looked through: half a cent a GB, of which a day has some hundredths. */
const readings = (title: string, measured: FunctionMetrics): IWidget =>
  new LogQueryWidget({
    title,
    logGroupNames: [measured.logGroupName],
    queryLines: [
      `filter message = '${countsMessage}'`,
      `stats sum(${metrics.looks}) as looks, sum(${metrics.readings}) as readings by bin(5m)`,
    ],
    view: LogQueryVisualizationType.LINE,
    width,
    height,
  });

const graph = (title: string, ...left: IMetric[]): IWidget =>
  new GraphWidget({ title, left, width, height, leftYAxis: { min: 0, showUnits: false } });
