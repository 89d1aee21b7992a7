/** A function that runs every so often, and whose failures are kept and heard. */
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Alarm, type IAlarmAction, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function, Runtime, type Code } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

export interface ScheduledFunctionProps {
  readonly description: string;
  readonly code: Code;
  readonly environment: Readonly<Record<string, string>>;
  /** How often it runs. A run may take no longer than ten seconds less, so that it is over before the next. */
  readonly every: Duration;
  /** What a reader loses when it does not do its work; every alarm says so. */
  readonly impact: string;
  /** Who hears the alarms. */
  readonly alarmAction: IAlarmAction;
}

/** What one alarm watches: any breach in so many periods in a row. */
export interface AlarmOn {
  readonly metric: IMetric;
  /** What is the matter, in a sentence, without the impact. */
  readonly says: string;
  /** The heading in docs/runbook.md. */
  readonly runbook: string;
  readonly threshold: number;
  readonly comparison: ComparisonOperator;
  readonly periods: number;
  readonly missingData: TreatMissingData;
}

export class ScheduledFunction extends Construct {
  readonly function: Function;
  /** Invocations that failed, and schedules that could not invoke. */
  readonly failures: Queue;
  readonly #impact: string;
  readonly #alarmAction: IAlarmAction;

  constructor(
    scope: Construct,
    id: string,
    { description, code, environment, every, impact, alarmAction }: ScheduledFunctionProps,
  ) {
    super(scope, id);
    this.#impact = impact;
    this.#alarmAction = alarmAction;
    const logGroup = new LogGroup(this, 'Logs', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // Of its own, rather than with AWS's managed policy: it may write to this log group and to no other.
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    this.failures = new Queue(this, 'Failures', { retentionPeriod: Duration.days(14), enforceSSL: true });
    this.function = new Function(this, 'Function', {
      description,
      code,
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 256,
      timeout: every.minus(Duration.seconds(10)),
      environment: { ...environment },
      role,
      logGroup,
      // The next tick goes on from what was committed: to run a failed one again would only be late.
      retryAttempts: 0,
      maxEventAge: every,
      onFailure: new SqsDestination(this.failures),
    });
    new Schedule(this, 'Schedule', {
      description,
      schedule: ScheduleExpression.rate(every),
      target: new LambdaInvoke(this.function, {
        retryAttempts: 0,
        maxEventAge: Duration.minutes(1),
        deadLetterQueue: this.failures,
      }),
    });
  }

  /** An alarm that says what a reader loses, and where in the runbook to look. */
  alarm(id: string, { metric, says, runbook, threshold, comparison, periods, missingData }: AlarmOn): Alarm {
    const alarm = new Alarm(this, id, {
      metric,
      alarmDescription: `${says} ${this.#impact} See docs/runbook.md, "${runbook}".`,
      threshold,
      comparisonOperator: comparison,
      evaluationPeriods: periods,
      treatMissingData: missingData,
    });
    alarm.addAlarmAction(this.#alarmAction);
    alarm.addOkAction(this.#alarmAction);
    return alarm;
  }
}
