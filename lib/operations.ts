/** Alarms that say when the monitor is unhealthy and, if wanted, a dashboard. */
import { Duration, Stack } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Metric, Stats, TreatMissingData, type Alarm, type Dashboard, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { Alarms } from './alarms.ts';
import { createDashboard } from './dashboard.ts';
import type { Digests } from './digests.ts';
import { MonitorMetrics } from './monitor-metrics.ts';
import type { PetitionStore } from './petition-store.ts';
import type { Poller } from './poller.ts';
import type { SignUp } from './sign-up.ts';

export interface OperationsProps {
  readonly store: PetitionStore;
  readonly poll: Poller;
  /** Undefined without digests. */
  readonly digests: Digests | undefined;
  /** Receives the alarms. */
  readonly operatorTopic: Topic;
  /** Alerts that webhooks, queues and functions did not accept; undefined if none of these subscribes. */
  readonly undelivered: Queue | undefined;
  /** Where visitors of the site sign up; undefined where they cannot. */
  readonly signUp: SignUp | undefined;
  /** In dollars a month, of the account; undefined if no number is a recipient. */
  readonly smsSpendLimit: number | undefined;
  /** Whether to create a dashboard. */
  readonly dashboard: boolean;
}

/** An alarm on what happened, not on what is still there, goes on again at the next time. */
const happened = { period: Duration.minutes(15), statistic: Stats.SUM };

export class Operations extends Construct {
  readonly alarms: readonly Alarm[];
  readonly dashboard: Dashboard | undefined;

  constructor(scope: Construct, id: string, props: OperationsProps) {
    super(scope, id);
    const { store, poll, digests, operatorTopic, undelivered, signUp, smsSpendLimit, dashboard } = props;
    letAlarmsPublish(operatorTopic);
    const alarms = new Alarms(this, new SnsAction(operatorTopic));
    const measured = new MonitorMetrics(poll, store, digests?.sender);
    this.alarms = [
      alarms.add('FailuresQueued', {
        metric: poll.failures.metricNumberOfMessagesSent(happened),
        says: 'Runs failed or could not start, and are in the failure queue.',
        runbook: 'Runs are in the failure queue',
        threshold: 0,
      }),
      ...(poll.batches ? [ofBatches(alarms, poll.batches.queue)] : []),
      // Two topics, and one queue: an alarm on each topic would be ten cents more. SNS sends to it as anybody does.
      ...(undelivered ? [ofMachines(alarms, 'Undelivered', undelivered.metricNumberOfMessagesSent(happened))] : []),
      ...(signUp ? ofSignUps(alarms, signUp.api) : []),
      ...(smsSpendLimit === undefined ? [] : [ofSms(alarms, smsSpendLimit)]),
      ...(digests?.lists ?? []).flatMap((list) =>
        list.undelivered
          ? [
              ofMachines(
                alarms,
                `Undelivered-${list.node.id}`,
                list.topic.metric('NumberOfNotificationsRedrivenToDlq', happened),
              ),
            ]
          : [],
      ),
    ];
    this.dashboard = dashboard ? createDashboard(this, measured, this.alarms) : undefined;
  }
}

const ofBatches = (alarms: Alarms, queue: Queue): Alarm =>
  alarms.add('BatchesWaiting', {
    metric: queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(5), statistic: Stats.MAXIMUM }),
    says: 'Queued petitions have waited for more than eight minutes.',
    runbook: 'The queue is not taken from',
    // Before the third delivery: CloudWatch leaves out messages that were received three times.
    threshold: Duration.minutes(8).toSeconds(),
  });

const ofMachines = (alarms: Alarms, id: string, metric: IMetric): Alarm =>
  alarms.add(id, {
    metric,
    says: 'A subscribed webhook, queue or function did not accept messages. They are kept for 14 days.',
    impact: 'Recipients behind it may have missed alerts or digests.',
    runbook: 'A subscriber does not accept messages',
    threshold: 0,
  });

/** A person who mistypes an address is refused once or twice. */
const refusedSignUps = 100;

/** By the counts of API Gateway, which cost nothing, and include what it refuses itself. */
const ofSignUps = (alarms: Alarms, api: HttpApi): Alarm[] => [
  alarms.add('SignUpsRefused', {
    metric: api.metricClientError(happened),
    says: `More than ${refusedSignUps} sign-ups were refused in a quarter of an hour: somebody may be trying out addresses.`,
    impact:
      'Nobody is sent more mails than the limits allow. Visitors whose network is refused may have missed signing up.',
    runbook: 'Many sign-ups are refused',
    threshold: refusedSignUps,
  }),
  alarms.add('SignUpsFailing', {
    metric: api.metricServerError(happened),
    says: 'Sign-ups fail, or so many came today that no more are taken.',
    impact: 'Who has signed up gets the mails as usual. Visitors may have missed signing up.',
    runbook: 'Nobody can sign up',
    threshold: 0,
  }),
];

/** SNS counts it for the account, not for a topic. It says itself neither that the limit is near nor that it is reached. */
const ofSms = (alarms: Alarms, limit: number): Alarm =>
  alarms.add('SmsSpending', {
    metric: new Metric({
      namespace: 'AWS/SNS',
      metricName: 'SMSMonthToDateSpentUSD',
      statistic: Stats.MAXIMUM,
      period: Duration.minutes(5),
    }),
    says: `The SMS of this month have cost more than four fifths of the $${limit} that the account may spend.`,
    impact: 'At the limit SNS sends none until the next month, and numbers may have missed alerts.',
    runbook: 'SMS are near the spending limit',
    threshold: Math.round(80 * limit) / 100,
    // Hours without an SMS do not make the month cheaper.
    treatMissingData: TreatMissingData.IGNORE,
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
