/** Alarms that say when the monitor is unhealthy and, if wanted, a dashboard. */
import { Duration, Stack } from 'aws-cdk-lib';
import { Stats, type Alarm, type Dashboard } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { metrics } from '../src/runtime/metrics.ts';
import { alarmAbove, Alarms } from './alarms.ts';
import { createDashboard } from './dashboard.ts';
import type { Digests } from './digests.ts';
import type { Discovery } from './discovery.ts';
import { FunctionMetrics, MonitorMetrics } from './monitor-metrics.ts';
import type { PetitionStore } from './petition-store.ts';
import type { Poller } from './poller.ts';
import type { StatusSite } from './status-site.ts';

export interface OperationsProps {
  readonly store: PetitionStore;
  readonly poll: Poller;
  /** Undefined without queries. */
  readonly discovery: Discovery | undefined;
  /** Undefined without digests. */
  readonly digests: Digests | undefined;
  /** Undefined without a status site. */
  readonly site: StatusSite | undefined;
  /** Receives the alarms. */
  readonly operatorTopic: Topic;
  /** Alerts that webhooks, queues and functions did not accept; undefined if none of these subscribes. */
  readonly undelivered: Queue | undefined;
  /** Whether to create a dashboard. */
  readonly dashboard: boolean;
}

const impactOnDigests = 'Alerts are sent as usual. Recipients who only get digests may have missed one.';

const impactOnFound =
  'Petitions named in petitions.json are watched as usual. Those found by queries may cross a threshold without an alert.';

const impactOnVisitors =
  'Alerts are sent as usual. The site shows old data, and visitors who only read the site may have missed news.';

export class Operations extends Construct {
  readonly alarms: readonly Alarm[];
  readonly dashboard: Dashboard | undefined;

  constructor(scope: Construct, id: string, props: OperationsProps) {
    super(scope, id);
    const { store, poll, discovery, digests, site, operatorTopic, undelivered, dashboard } = props;
    letAlarmsPublish(operatorTopic);
    const alarms = new Alarms(this, new SnsAction(operatorTopic));
    const measured = new MonitorMetrics(poll, store, digests?.sender);
    this.alarms = [
      ...ofPolling(alarms, measured),
      ...(poll.batches ? [ofBatches(alarms, poll.batches.deadLetterQueue)] : []),
      ...(discovery ? ofDiscovery(alarms, new FunctionMetrics(discovery)) : []),
      ...(undelivered ? [ofMachines(alarms, 'Undelivered', undelivered)] : []),
      ...(measured.digests ? ofDigests(alarms, measured.digests) : []),
      ...(digests?.lists ?? []).flatMap((list) =>
        list.undelivered ? [ofMachines(alarms, `Undelivered-${list.node.id}`, list.undelivered)] : [],
      ),
      ...(site ? ofSite(alarms, site) : []),
    ];
    this.dashboard = dashboard ? createDashboard(this, measured, this.alarms) : undefined;
  }
}

function ofPolling(alarms: Alarms, measured: MonitorMetrics): Alarm[] {
  const minute = { period: Duration.minutes(1), statistic: Stats.SUM };
  const [noSuccess, queued] = alarms.addForFunction({
    measured,
    name: 'the poll function',
    period: minute.period,
    periods: 5,
    noSuccess: ['NoSuccess', 'No poll succeeds'],
    queued: ['FailuresQueued', 'Poll runs are in the failure queue'],
  });
  return [
    noSuccess,
    alarms.add('Behind', {
      metric: measured.counted(metrics.minutesBehind, { ...minute, statistic: Stats.MAXIMUM }),
      says: 'Petitions have been due for more than ten minutes without being polled.',
      runbook: 'Polling is behind',
      threshold: 10,
      periods: 3,
      ...alarmAbove,
    }),
    alarms.add('Unreadable', {
      // A petition that fails is retried at least once an hour.
      metric: measured.counted(metrics.sourceErrors, { ...minute, period: Duration.hours(1) }),
      says: 'In each of the last three hours, some petitions could not be read.',
      runbook: 'Petitions cannot be read',
      threshold: 0,
      periods: 3,
      ...alarmAbove,
    }),
    alarms.add('Unpublished', {
      metric: measured.counted(metrics.publishErrors, minute),
      says: 'SNS has not accepted alerts for three minutes. They are stored and retried every minute.',
      runbook: 'Alerts are not published',
      threshold: 0,
      periods: 3,
      ...alarmAbove,
    }),
    queued,
  ];
}

const ofDigests = (alarms: Alarms, measured: FunctionMetrics): Alarm[] =>
  alarms.addForFunction({
    measured,
    name: 'the digest function',
    period: Duration.minutes(10),
    periods: 3,
    impact: impactOnDigests,
    noSuccess: ['DigestsNoSuccess', 'No digest is sent'],
    queued: ['DigestFailuresQueued', 'Digest runs are in the failure queue'],
  });

const ofDiscovery = (alarms: Alarms, measured: FunctionMetrics): Alarm[] =>
  alarms.addForFunction({
    measured,
    name: 'the discovery function',
    period: Duration.hours(1),
    periods: 3,
    impact: impactOnFound,
    noSuccess: ['ListsNoSuccess', 'No list is read'],
    queued: ['ListFailuresQueued', 'Discovery runs are in the failure queue'],
  });

const ofSite = (alarms: Alarms, { reporter, every }: StatusSite): Alarm[] =>
  alarms.addForFunction({
    measured: new FunctionMetrics(reporter),
    name: 'the site function',
    // At least half an hour: nobody needs to get up for a page that is some minutes old.
    period: Duration.minutes(Math.max(every.toMinutes(), 10)),
    periods: 3,
    impact: impactOnVisitors,
    noSuccess: ['SiteNoSuccess', 'The site is not generated'],
    queued: ['SiteFailuresQueued', 'Site runs are in the failure queue'],
  });

const ofBatches = (alarms: Alarms, deadLetterQueue: Queue): Alarm =>
  alarms.addForQueue('BatchesSetAside', deadLetterQueue, {
    says: 'Queued petitions failed three times in a row. The dead-letter queue keeps their names for 14 days.',
    impact: 'Until this is fixed, these petitions may pass thresholds and deadlines without an alert.',
    runbook: 'Petitions are in the dead-letter queue',
  });

const ofMachines = (alarms: Alarms, id: string, undelivered: Queue): Alarm =>
  alarms.addForQueue(id, undelivered, {
    says: 'A subscribed webhook, queue or function did not accept messages. They are kept for 14 days.',
    impact: 'Recipients behind it may have missed alerts or digests.',
    runbook: 'A subscriber does not accept messages',
  });

/**
 * The topic's policy denies plain HTTP, and so replaces the default policy: without this grant, alarms are dropped
 * silently.
 */
function letAlarmsPublish(topic: Topic): void {
  topic.grantPublish(
    new ServicePrincipal('cloudwatch.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(topic).account } },
    }),
  );
}
