/**
 * The alarms of a monitor, for what no run of it can notice. Each says what is wrong, what recipients lose, and which
 * section of the runbook helps.
 */
import { Alarm, ComparisonOperator, TreatMissingData, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Construct } from 'constructs';

/** The text of an alarm. */
export interface AlarmText {
  /** What is wrong, in a sentence, without the impact. */
  readonly says: string;
  /**
   * What recipients lose while the alarm is on.
   * @default - that thresholds and deadlines may pass without an alert
   */
  readonly impact?: string;
  /** The heading in docs/runbook.md. */
  readonly runbook: string;
}

/** What one alarm watches: it goes on when the metric is above the threshold in a period. */
export interface AlarmSettings extends AlarmText {
  readonly metric: IMetric;
  readonly threshold: number;
  /**
   * What it is where there is no figure.
   * @default - off: counts are sent only when something happened, so no alarm is on before there was a run
   */
  readonly treatMissingData?: TreatMissingData;
}

/** What recipients lose while an alarm is on, unless the alarm has its own text. */
const impactOnAll = 'Until this is fixed, thresholds and deadlines may pass without an alert.';

export class Alarms {
  readonly #scope: Construct;
  readonly #action: SnsAction;

  constructor(scope: Construct, action: SnsAction) {
    this.#scope = scope;
    this.#action = action;
  }

  add(id: string, on: AlarmSettings): Alarm {
    const { metric, says, impact = impactOnAll, runbook, threshold, treatMissingData } = on;
    const alarm = new Alarm(this.#scope, id, {
      metric,
      alarmDescription: `${says} ${impact} See docs/runbook.md, "${runbook}".`,
      threshold,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      // SQS sends the figures of a queue that was idle up to a quarter of an hour late, and CloudWatch looks once at each
      // period (docs.aws.amazon.com/AWSSimpleQueueService, sqs-monitoring-using-cloudwatch, 2026-11).
      evaluationPeriods: 2,
      datapointsToAlarm: 1,
      treatMissingData: treatMissingData ?? TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(this.#action);
    alarm.addOkAction(this.#action);
    return alarm;
  }
}
