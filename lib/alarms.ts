/** The alarms of a monitor. Each says what is wrong, what recipients lose, and which section of the runbook helps. */
import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  MathExpression,
  Stats,
  TreatMissingData,
  type IMetric,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { Temporal } from 'temporal-polyfill';
import { formatIsoDuration } from '../src/format.ts';
import type { FunctionMetrics } from './monitor-metrics.ts';

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

/** What one alarm watches. It goes on after a breach in each of `periods` periods in a row. */
export interface AlarmSettings extends AlarmText {
  readonly metric: IMetric;
  readonly threshold: number;
  readonly comparison: ComparisonOperator;
  readonly periods: number;
  readonly missingData: TreatMissingData;
}

/** A scheduled function whose runs should succeed. */
export interface FunctionAlarmSettings {
  readonly measured: FunctionMetrics;
  /** Its name in a sentence: `the poll function`. */
  readonly name: string;
  /** The alarm goes on when no run succeeds in `periods` of these in a row. */
  readonly period: Duration;
  readonly periods: number;
  /** @default - as of an alarm */
  readonly impact?: string;
  /** For each alarm: its id, and its heading in docs/runbook.md. */
  readonly noSuccess: readonly [id: string, runbook: string];
  readonly queued: readonly [id: string, runbook: string];
}

export const alarmAbove = {
  comparison: ComparisonOperator.GREATER_THAN_THRESHOLD,
  // Counts are sent only when something happened.
  missingData: TreatMissingData.NOT_BREACHING,
};

/** What recipients lose while an alarm is on, unless the alarm has its own text. */
const impactOnAll = 'Until this is fixed, thresholds and deadlines may pass without an alert.';

/** CloudWatch counts the messages of a queue every five minutes, while the queue is active. */
const inQueue = { period: Duration.minutes(5), statistic: Stats.MAXIMUM };

export class Alarms {
  readonly #scope: Construct;
  readonly #action: SnsAction;

  constructor(scope: Construct, action: SnsAction) {
    this.#scope = scope;
    this.#action = action;
  }

  add(id: string, on: AlarmSettings): Alarm {
    const { metric, says, impact = impactOnAll, runbook, threshold, comparison, periods, missingData } = on;
    const alarm = new Alarm(this.#scope, id, {
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

  /** Goes on when there is a message in a queue that should be empty. */
  addForQueue(id: string, queue: Queue, says: AlarmText): Alarm {
    return this.#queued(id, queue.metricApproximateNumberOfMessagesVisible(inQueue), says);
  }

  /** Two alarms: no run of the function succeeds; failed runs are in its failure queue. */
  addForFunction({
    measured,
    name,
    period,
    periods,
    noSuccess,
    queued,
    ...says
  }: FunctionAlarmSettings): [Alarm, Alarm] {
    const silence = Temporal.Duration.from({ minutes: period.toMinutes() * periods }).round({ largestUnit: 'days' });
    return [
      this.add(noSuccess[0], {
        ...says,
        metric: succeeded(measured, period),
        says: `No run of ${name} has succeeded for ${formatIsoDuration(silence.toString())}.`,
        runbook: noSuccess[1],
        threshold: 1,
        comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
        // A function that never runs sends no data.
        missingData: TreatMissingData.BREACHING,
        periods,
      }),
      this.#queued(queued[0], measured.failuresQueued(inQueue), {
        ...says,
        says: `Runs of ${name} failed or could not start, and are in its failure queue.`,
        runbook: queued[1],
      }),
    ];
  }

  #queued(id: string, metric: IMetric, says: AlarmText): Alarm {
    return this.add(id, { ...says, metric, threshold: 0, periods: 1, ...alarmAbove });
  }
}

const succeeded = (measured: FunctionMetrics, period: Duration): MathExpression => {
  const sum = { period, statistic: Stats.SUM };
  return new MathExpression({
    label: 'Runs that succeeded',
    expression: 'FILL(invocations, 0) - FILL(errors, 0)',
    usingMetrics: { invocations: measured.invocations(sum), errors: measured.errors(sum) },
    period,
  });
};
