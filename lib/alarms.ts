/** The alarms of a monitor: each says what is wrong, what a reader loses, and where in the runbook to look. */
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

/** What an alarm says. */
export interface AlarmText {
  /** What is the matter, in a sentence, without the impact. */
  readonly says: string;
  /** What a reader loses while it is on. */
  readonly impact?: string;
  /** The heading in docs/runbook.md. */
  readonly runbook: string;
}

/** What one alarm watches: any breach in so many periods in a row. */
export interface AlarmSettings extends AlarmText {
  readonly metric: IMetric;
  readonly threshold: number;
  readonly comparison: ComparisonOperator;
  readonly periods: number;
  readonly missingData: TreatMissingData;
}

/** A scheduled function, whose runs are to succeed. */
export interface FunctionAlarmSettings {
  readonly measured: FunctionMetrics;
  /** As sentences name it: `the poll function`. */
  readonly name: string;
  /** No success in so many of these in a row is an alarm. */
  readonly period: Duration;
  readonly periods: number;
  readonly impact?: string;
  /** Of each alarm its id and its heading in docs/runbook.md. */
  readonly noSuccess: readonly [id: string, runbook: string];
  readonly queued: readonly [id: string, runbook: string];
}

export const alarmAbove = {
  comparison: ComparisonOperator.GREATER_THAN_THRESHOLD,
  // What is counted is sent only when it happened.
  missingData: TreatMissingData.NOT_BREACHING,
};

/** What a reader loses while an alarm is on, unless it says otherwise. */
const impactOnAll = 'Until it is mended, thresholds and deadlines may pass without anybody being told.';

/** What CloudWatch counts of a queue, it counts every five minutes while there is something in it. */
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

  /** Something is in a queue in which nothing should be. */
  addForQueue(id: string, queue: Queue, says: AlarmText): Alarm {
    return this.#queued(id, queue.metricApproximateNumberOfMessagesVisible(inQueue), says);
  }

  /** No run of a function succeeds; and runs of it are in its failure queue. */
  addForFunction({
    measured,
    name,
    period,
    periods,
    noSuccess,
    queued,
    ...says
  }: FunctionAlarmSettings): [Alarm, Alarm] {
    const unmended = Temporal.Duration.from({ minutes: period.toMinutes() * periods }).round({ largestUnit: 'days' });
    return [
      this.add(noSuccess[0], {
        ...says,
        metric: succeeded(measured, period),
        says: `No run of ${name} has succeeded for ${formatIsoDuration(unmended.toString())}.`,
        runbook: noSuccess[1],
        threshold: 1,
        comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
        // Nothing is heard when nothing runs.
        missingData: TreatMissingData.BREACHING,
        periods,
      }),
      this.#queued(queued[0], measured.failuresQueued(inQueue), {
        ...says,
        says: `Runs of ${name} that failed, or could not be started, are in its failure queue.`,
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
