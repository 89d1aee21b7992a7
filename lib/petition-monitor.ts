/**
 * The whole monitor as one construct: the table, the topics, the poll function, and the alarms that say when it is not
 * well.
 */
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { ComparisonOperator, Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { checkConfig, type ConfigInput } from '../lambda/config/config.ts';
import { operatorsOf, subscribersOf } from '../lambda/config/subscriptions.ts';
import type { PollEnvironment } from '../lambda/poll/environment.ts';
import { metrics, namespace } from '../lambda/telemetry/metrics.ts';
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
    const { watch, contact, warnBefore, allowPrivateSources } = config;
    const environment: PollEnvironment = {
      TABLE_NAME: this.store.table.tableName,
      ALERT_TOPIC_ARN: this.alertTopic.topicArn,
      PETITIONS_FILE: 'petitions.json',
    };
    this.poll = new ScheduledFunction(this, 'Poll', {
      description: 'Looks at the petitions that are due, and publishes the alerts that this brings',
      code: bundleOf('poll', {
        'petitions.json': JSON.stringify({ watch, contact, warnBefore, allowPrivateSources }),
      }),
      environment,
      every: Duration.minutes(1),
      impact: 'Until it is mended, thresholds and deadlines may pass without anybody being told.',
      alarmAction: new SnsAction(this.operatorTopic),
    });
    this.store.grantPolling(this.poll.function);
    this.alertTopic.grantPublish(this.poll.function);
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
  const above = { threshold: 0, comparison: ComparisonOperator.GREATER_THAN_THRESHOLD };
  poll.alarm('NotRunning', {
    metric: poll.function.metricInvocations(minute),
    says: 'The poll function has not run for five minutes.',
    runbook: 'The monitor does not run',
    threshold: 1,
    comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
    periods: 5,
    missingData: TreatMissingData.BREACHING,
  });
  poll.alarm('Failing', {
    metric: poll.function.metricErrors(minute),
    says: 'The poll function has failed three times in a row.',
    runbook: 'The monitor fails',
    ...above,
    periods: 3,
    missingData: TreatMissingData.NOT_BREACHING,
  });
  poll.alarm('Unpublished', {
    metric: new Metric({
      namespace,
      metricName: metrics.publishErrors,
      dimensionsMap: { service: 'poll' },
      ...minute,
    }),
    says: 'Alerts have not been accepted by SNS for three minutes; they are kept, and tried again every minute.',
    runbook: 'Alerts are not published',
    ...above,
    periods: 3,
    missingData: TreatMissingData.NOT_BREACHING,
  });
  poll.alarm('FailuresQueued', {
    metric: poll.failures.metricApproximateNumberOfMessagesVisible({
      period: Duration.minutes(5),
      statistic: Stats.MAXIMUM,
    }),
    says: 'Runs of the poll function that failed, or could not be started, are in the failure queue.',
    runbook: 'Runs are in the failure queue',
    ...above,
    periods: 1,
    missingData: TreatMissingData.NOT_BREACHING,
  });
}
