/** Whether the monitor is well: alarms that say when it is not, and, where it is wanted, one screen that answers the question. */
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
  /** Where there are queries. */
  readonly discovery: Discovery | undefined;
  /** Where there are any. */
  readonly digests: Digests | undefined;
  /** Where there is one. */
  readonly site: StatusSite | undefined;
  /** Hears the alarms. */
  readonly operatorTopic: Topic;
  /** What machines that subscribe to the alerts did not take, where any do. */
  readonly undelivered: Queue | undefined;
  /** Whether there is a dashboard. */
  readonly dashboard: boolean;
}

const impactOnReaders = 'Alerts go out as ever, but whoever reads digests alone may be missing one, and was not told.';

const impactOnFound =
  'What is named is watched as ever; of what queries find, thresholds may be crossed far from a deadline without anybody being told.';

const impactOnVisitors = 'Alerts go out as ever, but pages show what was, and whoever looks there alone was not told.';

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
    queued: ['FailuresQueued', 'Runs are in the failure queue'],
  });
  return [
    noSuccess,
    alarms.add('Behind', {
      metric: measured.counted(metrics.minutesBehind, { ...minute, statistic: Stats.MAXIMUM }),
      says: 'Petitions have been due for more than ten minutes, and have not been looked at.',
      runbook: 'The monitor is behind',
      threshold: 10,
      periods: 3,
      ...alarmAbove,
    }),
    alarms.add('Unreadable', {
      // A petition that fails is tried once an hour at the least.
      metric: measured.counted(metrics.sourceErrors, { ...minute, period: Duration.hours(1) }),
      says: 'In each of the last three hours there were petitions that could not be read.',
      runbook: 'Petitions can not be read',
      threshold: 0,
      periods: 3,
      ...alarmAbove,
    }),
    alarms.add('Unpublished', {
      metric: measured.counted(metrics.publishErrors, minute),
      says: 'Alerts have not been accepted by SNS for three minutes; they are kept, and tried again every minute.',
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
    impact: impactOnReaders,
    noSuccess: ['DigestsNoSuccess', 'No digest is sent'],
    queued: ['DigestFailuresQueued', 'Runs for digests are in their failure queue'],
  });

const ofDiscovery = (alarms: Alarms, measured: FunctionMetrics): Alarm[] =>
  alarms.addForFunction({
    measured,
    name: 'the function that reads lists',
    period: Duration.hours(1),
    periods: 3,
    impact: impactOnFound,
    noSuccess: ['ListsNoSuccess', 'No list is read'],
    queued: ['ListFailuresQueued', 'Runs for lists are in their failure queue'],
  });

const ofSite = (alarms: Alarms, { reporter, every }: StatusSite): Alarm[] =>
  alarms.addForFunction({
    measured: new FunctionMetrics(reporter),
    name: 'the function that makes the site',
    // Three of its runs, and half an hour at the least: a page that is some minutes old is nothing to get up for.
    period: Duration.minutes(Math.max(every.toMinutes(), 10)),
    periods: 3,
    impact: impactOnVisitors,
    noSuccess: ['SiteNoSuccess', 'The site is not made'],
    queued: ['SiteFailuresQueued', 'Runs for the site are in their failure queue'],
  });

const ofBatches = (alarms: Alarms, setAside: Queue): Alarm =>
  alarms.addForQueue('BatchesSetAside', setAside, {
    says: 'Petitions that were handed over could not be attended to, three times in a row; their names are kept for 14 days.',
    impact: 'Of these petitions nobody may be told, until it is mended.',
    runbook: 'Batches are set aside',
  });

const ofMachines = (alarms: Alarms, id: string, undelivered: Queue): Alarm =>
  alarms.addForQueue(id, undelivered, {
    says: 'A webhook, queue or function that subscribes has not taken alerts; they are kept for 14 days.',
    impact: 'Whoever reads them there was not told.',
    runbook: 'A subscriber does not take alerts',
  });

/** A topic that only denies what is not encrypted keeps CloudWatch's alarms out, silently: this lets them in. */
function letAlarmsPublish(topic: Topic): void {
  topic.grantPublish(
    new ServicePrincipal('cloudwatch.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(topic).account } },
    }),
  );
}
