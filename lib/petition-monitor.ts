/**
 * The whole monitor as one construct: the table, the topics, the poll function, and the alarms that say when it is not
 * well.
 */
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  ComparisonOperator,
  MathExpression,
  Metric,
  Stats,
  TreatMissingData,
  type MetricOptions,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { checkConfig, type ConfigInput } from '../lambda/config/config.ts';
import { operatorsOf, subscribersOf } from '../lambda/config/subscriptions.ts';
import type { PollEnvironment } from '../lambda/poll/environment.ts';
import { metrics, namespace, type MetricName } from '../lambda/telemetry/metrics.ts';
import { AlertTopic } from './alert-topic.ts';
import { bundleOf } from './bundle.ts';
import { PetitionStore } from './petition-store.ts';
import { ScheduledFunction } from './scheduled-function.ts';

/** What petitions.json holds, and what only infrastructure knows. Only `watch` is required. */
export interface PetitionMonitorProps extends ConfigInput {
  /**
   * What becomes of the table when the stack is deleted.
   * @default RemovalPolicy.RETAIN - the record of what was read and told is kept
   */
  readonly removalPolicy?: RemovalPolicy;
}

export class PetitionMonitor extends Construct {
  /** Every alert is published here; its messages carry the attributes alert, source, petition and threshold. */
  readonly alertTopic: Topic;
  /** What goes wrong with the monitor itself is published here. */
  readonly operatorTopic: Topic;
  readonly store: PetitionStore;
  /** The function that runs every minute. */
  readonly poll: ScheduledFunction;

  /** @throws {BadInput} that names every fault of the config by its path, each with a good value. */
  constructor(scope: Construct, id: string, { removalPolicy = RemovalPolicy.RETAIN, ...input }: PetitionMonitorProps) {
    super(scope, id);
    const config = checkConfig(input, 'PetitionMonitor');
    this.store = new PetitionStore(this, 'Store', { removalPolicy });
    this.alertTopic = new AlertTopic(this, 'Alerts', {
      displayName: 'Petition alerts',
      subscriptions: subscribersOf(config),
    }).topic;
    this.operatorTopic = new AlertTopic(this, 'Operators', {
      displayName: 'Petition monitor',
      subscriptions: operatorsOf(config),
    }).topic;
    letAlarmsPublish(this.operatorTopic);

    // Who subscribes is nothing that the functions need to know.
    const forFunctions: ConfigInput = { ...config, subscribers: [], operators: [] };
    const environment: PollEnvironment = {
      TABLE_NAME: this.store.table.tableName,
      ALERT_TOPIC_ARN: this.alertTopic.topicArn,
      OPERATOR_TOPIC_ARN: this.operatorTopic.topicArn,
      PETITIONS_FILE: 'petitions.json',
    };
    this.poll = new ScheduledFunction(this, 'Poll', {
      description: 'Looks at the petitions that are due, and publishes the alerts that this brings',
      code: bundleOf('poll', {
        'petitions.json': JSON.stringify(forFunctions),
      }),
      environment,
      every: Duration.minutes(1),
      impact: 'Until it is mended, thresholds and deadlines may pass without anybody being told.',
      alarmAction: new SnsAction(this.operatorTopic),
    });
    this.store.grantPolling(this.poll.function);
    this.alertTopic.grantPublish(this.poll.function);
    this.operatorTopic.grantPublish(this.poll.function);
    watchOver(this.poll);
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

function watchOver(poll: ScheduledFunction): void {
  const minute = { period: Duration.minutes(1), statistic: Stats.SUM };
  const counted = (metricName: MetricName, options: MetricOptions): Metric =>
    new Metric({ namespace, metricName, dimensionsMap: { service: 'poll' }, ...options });
  const above = {
    comparison: ComparisonOperator.GREATER_THAN_THRESHOLD,
    missingData: TreatMissingData.NOT_BREACHING,
  };
  poll.alarm('NoSuccess', {
    metric: new MathExpression({
      label: 'Runs that succeeded',
      expression: 'FILL(invocations, 0) - FILL(errors, 0)',
      usingMetrics: {
        invocations: poll.function.metricInvocations(minute),
        errors: poll.function.metricErrors(minute),
      },
      period: Duration.minutes(1),
    }),
    says: 'No run of the poll function has succeeded for five minutes.',
    runbook: 'No poll succeeds',
    threshold: 1,
    comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
    periods: 5,
    missingData: TreatMissingData.BREACHING,
  });
  poll.alarm('Behind', {
    metric: counted(metrics.minutesBehind, { ...minute, statistic: Stats.MAXIMUM }),
    says: 'Petitions have been due for more than ten minutes, and have not been looked at.',
    runbook: 'The monitor is behind',
    threshold: 10,
    periods: 3,
    ...above,
  });
  poll.alarm('Unreadable', {
    // A petition that fails is tried once an hour at the least.
    metric: counted(metrics.sourceErrors, { ...minute, period: Duration.hours(1) }),
    says: 'In each of the last three hours there were petitions that could not be read.',
    runbook: 'Petitions can not be read',
    threshold: 0,
    periods: 3,
    ...above,
  });
  poll.alarm('Unpublished', {
    metric: counted(metrics.publishErrors, minute),
    says: 'Alerts have not been accepted by SNS for three minutes; they are kept, and tried again every minute.',
    runbook: 'Alerts are not published',
    threshold: 0,
    periods: 3,
    ...above,
  });
  poll.alarm('FailuresQueued', {
    metric: poll.failures.metricApproximateNumberOfMessagesVisible({
      period: Duration.minutes(5),
      statistic: Stats.MAXIMUM,
    }),
    says: 'Runs of the poll function that failed, or could not be started, are in the failure queue.',
    runbook: 'Runs are in the failure queue',
    threshold: 0,
    periods: 1,
    ...above,
  });
}
