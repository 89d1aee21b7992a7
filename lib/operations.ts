/** Whether the monitor is well: alarms that say when it is not, and, where it is wanted, one screen that answers the question. */
import { Duration, Stack } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  MathExpression,
  Stats,
  TreatMissingData,
  type Dashboard,
  type IMetric,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { metrics } from '../lambda/telemetry/metrics.ts';
import { dashboardOf } from './dashboard.ts';
import type { Digests } from './digests.ts';
import type { Discovery } from './discovery.ts';
import { FunctionMetrics, MonitorMetrics } from './monitor-metrics.ts';
import type { PetitionStore } from './petition-store.ts';
import type { Poller } from './poller.ts';

export interface OperationsProps {
  readonly store: PetitionStore;
  readonly poll: Poller;
  /** Where there are queries. */
  readonly discovery: Discovery | undefined;
  /** Where there are any. */
  readonly digests: Digests | undefined;
  /** Hears the alarms. */
  readonly operatorTopic: Topic;
  /** What machines that subscribe to the alerts did not take, where any do. */
  readonly undelivered: Queue | undefined;
  /** Whether there is a dashboard. */
  readonly dashboard: boolean;
}

/** What one alarm watches: any breach in so many periods in a row. */
interface AlarmOn {
  readonly metric: IMetric;
  /** What is the matter, in a sentence, without the impact. */
  readonly says: string;
  /** What a reader loses while it is on. */
  readonly impact?: string;
  /** The heading in docs/runbook.md. */
  readonly runbook: string;
  readonly threshold: number;
  readonly comparison: ComparisonOperator;
  readonly periods: number;
  readonly missingData: TreatMissingData;
}

const above = {
  comparison: ComparisonOperator.GREATER_THAN_THRESHOLD,
  // What is counted is sent only when it happened.
  missingData: TreatMissingData.NOT_BREACHING,
};

const none = {
  threshold: 1,
  comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
  // Nothing is heard when nothing runs.
  missingData: TreatMissingData.BREACHING,
};

const succeeded = (measured: FunctionMetrics, period: Duration): MathExpression => {
  const sum = { period, statistic: Stats.SUM };
  return new MathExpression({
    label: 'Runs that succeeded',
    expression: 'FILL(invocations, 0) - FILL(errors, 0)',
    usingMetrics: { invocations: measured.invocations(sum), errors: measured.errors(sum) },
    period,
  });
};

/** What a reader loses while an alarm is on, unless it says otherwise. */
const impactOnAll = 'Until it is mended, thresholds and deadlines may pass without anybody being told.';

const impactOnReaders = 'Alerts go out as ever, but whoever reads digests alone may be missing one, and was not told.';

const impactOnFound =
  'What is named is watched as ever; of what queries find, thresholds may be crossed far from a deadline without anybody being told.';

export class Operations extends Construct {
  readonly alarms: readonly Alarm[];
  readonly dashboard: Dashboard | undefined;
  readonly #action: SnsAction;

  constructor(scope: Construct, id: string, props: OperationsProps) {
    super(scope, id);
    const { store, poll, discovery, digests, operatorTopic, undelivered, dashboard } = props;
    letAlarmsPublish(operatorTopic);
    this.#action = new SnsAction(operatorTopic);
    const measured = new MonitorMetrics(poll, store, digests?.sender);
    this.alarms = [
      ...this.#alarms(measured),
      ...(poll.batches ? [this.#alarmOfBatches(poll.batches.setAside)] : []),
      ...(discovery ? this.#alarmsOfDiscovery(new FunctionMetrics(discovery)) : []),
      ...(undelivered ? [this.#alarmOfMachines('Undelivered', undelivered)] : []),
      ...(measured.digests ? this.#alarmsOfDigests(measured.digests) : []),
      ...(digests?.lists ?? []).flatMap((list) =>
        list.undelivered ? [this.#alarmOfMachines(`Undelivered-${list.node.id}`, list.undelivered)] : [],
      ),
    ];
    this.dashboard = dashboard ? dashboardOf(this, measured, this.alarms) : undefined;
  }

  #alarms(measured: MonitorMetrics): Alarm[] {
    const minute = { period: Duration.minutes(1), statistic: Stats.SUM };
    return [
      this.#alarm('NoSuccess', {
        metric: succeeded(measured, minute.period),
        says: 'No run of the poll function has succeeded for five minutes.',
        runbook: 'No poll succeeds',
        periods: 5,
        ...none,
      }),
      this.#alarm('Behind', {
        metric: measured.counted(metrics.minutesBehind, { ...minute, statistic: Stats.MAXIMUM }),
        says: 'Petitions have been due for more than ten minutes, and have not been looked at.',
        runbook: 'The monitor is behind',
        threshold: 10,
        periods: 3,
        ...above,
      }),
      this.#alarm('Unreadable', {
        // A petition that fails is tried once an hour at the least.
        metric: measured.counted(metrics.sourceErrors, { ...minute, period: Duration.hours(1) }),
        says: 'In each of the last three hours there were petitions that could not be read.',
        runbook: 'Petitions can not be read',
        threshold: 0,
        periods: 3,
        ...above,
      }),
      this.#alarm('Unpublished', {
        metric: measured.counted(metrics.publishErrors, minute),
        says: 'Alerts have not been accepted by SNS for three minutes; they are kept, and tried again every minute.',
        runbook: 'Alerts are not published',
        threshold: 0,
        periods: 3,
        ...above,
      }),
      this.#alarm('FailuresQueued', {
        metric: measured.failuresQueued({ period: Duration.minutes(5), statistic: Stats.MAXIMUM }),
        says: 'Runs of the poll function that failed, or could not be started, are in the failure queue.',
        runbook: 'Runs are in the failure queue',
        threshold: 0,
        periods: 1,
        ...above,
      }),
    ];
  }

  #alarmsOfDigests(measured: FunctionMetrics): Alarm[] {
    return [
      this.#alarm('DigestsNoSuccess', {
        metric: succeeded(measured, Duration.minutes(10)),
        says: 'No run of the digest function has succeeded for half an hour.',
        impact: impactOnReaders,
        runbook: 'No digest is sent',
        periods: 3,
        ...none,
      }),
      this.#alarm('DigestFailuresQueued', {
        metric: measured.failuresQueued({ period: Duration.minutes(5), statistic: Stats.MAXIMUM }),
        says: 'Runs of the digest function that failed, or could not be started, are in its failure queue.',
        impact: impactOnReaders,
        runbook: 'Runs for digests are in their failure queue',
        threshold: 0,
        periods: 1,
        ...above,
      }),
    ];
  }

  #alarmsOfDiscovery(measured: FunctionMetrics): Alarm[] {
    return [
      this.#alarm('ListsNoSuccess', {
        metric: succeeded(measured, Duration.hours(1)),
        says: 'No run of the function that reads lists has succeeded for three hours.',
        impact: impactOnFound,
        runbook: 'No list is read',
        periods: 3,
        ...none,
      }),
      this.#alarm('ListFailuresQueued', {
        metric: measured.failuresQueued({ period: Duration.minutes(5), statistic: Stats.MAXIMUM }),
        says: 'Runs of the function that reads lists failed, or could not be started, and are in its failure queue.',
        impact: impactOnFound,
        runbook: 'Runs for lists are in their failure queue',
        threshold: 0,
        periods: 1,
        ...above,
      }),
    ];
  }

  #alarmOfBatches(setAside: Queue): Alarm {
    return this.#alarm('BatchesSetAside', {
      metric: setAside.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(5),
        statistic: Stats.MAXIMUM,
      }),
      says: 'Petitions that were handed over could not be attended to, three times in a row; their names are kept for 14 days.',
      impact: 'Of these petitions nobody may be told, until it is mended.',
      runbook: 'Batches are set aside',
      threshold: 0,
      periods: 1,
      ...above,
    });
  }

  #alarmOfMachines(id: string, undelivered: Queue): Alarm {
    return this.#alarm(id, {
      metric: undelivered.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(5),
        statistic: Stats.MAXIMUM,
      }),
      says: 'A webhook, queue or function that subscribes has not taken alerts; they are kept for 14 days.',
      impact: 'Whoever reads them there was not told.',
      runbook: 'A subscriber does not take alerts',
      threshold: 0,
      periods: 1,
      ...above,
    });
  }

  /** An alarm that says what a reader loses, and where in the runbook to look. */
  #alarm(id: string, on: AlarmOn): Alarm {
    const { metric, says, impact = impactOnAll, runbook, threshold, comparison, periods, missingData } = on;
    const alarm = new Alarm(this, id, {
      metric,
      alarmDescription: `${says} ${impact} See docs/runbook.md, "${runbook}".`,
      threshold,
      comparisonOperator: comparison,
      evaluationPeriods: periods,
      treatMissingData: missingData,
    });
    alarm.addAlarmAction(this.#action);
    alarm.addOkAction(this.#action);
    return alarm;
  }
}

/** A topic that only denies what is not encrypted keeps CloudWatch's alarms out, silently: this lets them in. */
function letAlarmsPublish(topic: Topic): void {
  topic.grantPublish(
    new ServicePrincipal('cloudwatch.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(topic).account } },
    }),
  );
}
