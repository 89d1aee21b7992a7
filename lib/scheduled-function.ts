/** A function that runs on a schedule, with a queue for failures and a watchdog. */
import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Code, Function } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { grantSending } from './encryption.ts';
import { acknowledge, createOwnFunction, type FunctionOptions } from './own-function.ts';
import { Watchdog, type WatchdogSettings } from './watchdog.ts';

/** What the functions of one monitor share. */
export interface SharedParts {
  /** Receives the messages of watchdogs. */
  readonly operatorTopic: Topic;
  /**
   * The queue for failed runs: one for all functions of a monitor needs one alarm.
   * @default - one of its own
   */
  readonly failures?: Queue | undefined;
}

export interface ScheduledFunctionProps extends FunctionOptions, SharedParts {
  readonly description: string;
  readonly code: Code;
  readonly environment: Readonly<Record<string, string>>;
  readonly every: Duration;
  /**
   * How long a run may take.
   * @default - ten seconds less than `every`, so that it ends before the next one, and at most the 15 minutes that Lambda allows
   */
  readonly timeout?: Duration;
  readonly watchdog: WatchdogSettings;
  /**
   * How often a failed run is tried again, and for how long.
   * @default - never: the next run continues from what was committed, and a retry would only be late
   */
  readonly retries?: { readonly attempts: number; readonly for: Duration };
  /**
   * In MB. Lambda assigns processor time in proportion.
   * @default 256
   */
  readonly memorySize?: number;
  /**
   * How many runs at a time the account reserves for the function, and allows.
   * @default - none
   */
  readonly reservedConcurrency?: number | undefined;
}

/** Lambda keeps an invocation that it could not start for at most this long. */
const maxLambdaEventAge = Duration.hours(6);

export class ScheduledFunction extends Construct {
  readonly function: Function;
  /** Failed invocations, and schedules that could not invoke: of all functions of the monitor. */
  readonly failures: Queue;
  /** The role of its schedule. */
  readonly invoker: Role;

  constructor(scope: Construct, id: string, props: ScheduledFunctionProps) {
    super(scope, id);
    const { encryptionKey } = props;
    this.failures = props.failures ?? this.#createFailures(encryptionKey);
    this.function = this.#createFunction(props);
    this.invoker = this.#createInvoker(encryptionKey);
    this.#createSchedule(props);
    const { operatorTopic, watchdog } = props;
    const { function: watched, failures } = this;
    new Watchdog(this, 'Watchdog', { ...watchdog, watched, operatorTopic, failures, encryptionKey });
  }

  #createFailures(encryptionKey: IKey | undefined): Queue {
    const failures = new Queue(this, 'Failures', {
      retentionPeriod: Duration.days(14),
      enforceSSL: true,
      ...(encryptionKey
        ? { encryption: QueueEncryption.KMS, encryptionMasterKey: encryptionKey }
        : { encryption: QueueEncryption.SQS_MANAGED }),
    });
    const reason =
      'It is itself the queue for what failed: of a schedule and of invocations, which the rule does not see.';
    acknowledge(failures, reason, 'AwsSolutions-SQS3', 'Serverless-SQSRedrivePolicy');
    return failures;
  }

  #createFunction(props: ScheduledFunctionProps): Function {
    const { every, encryptionKey, memorySize = 256, reservedConcurrency, retries } = props;
    const created = createOwnFunction(this, {
      ...props,
      memorySize,
      timeout: props.timeout ?? Duration.seconds(Math.min(every.toSeconds() - 10, 900)),
      untraced: 'Every run of every minute would be traced, and paid for; `tracing` turns it on.',
      more: {
        ...(reservedConcurrency !== undefined && { reservedConcurrentExecutions: reservedConcurrency }),
        retryAttempts: retries?.attempts ?? 0,
        maxEventAge: retries?.for ?? (every.toSeconds() < maxLambdaEventAge.toSeconds() ? every : maxLambdaEventAge),
        // Not the library's SqsDestination, which grants more than sending.
        onFailure: { bind: () => ({ destination: this.failures.queueArn }) },
      },
    });
    this.#grantFailing(created, encryptionKey);
    const hasDestination =
      'It has a failure destination, which takes what a dead-letter queue takes, and the error besides.';
    acknowledge(created, hasDestination, 'Serverless-LambdaDLQ');
    return created;
  }

  #createSchedule({ description, every }: ScheduledFunctionProps): void {
    new Schedule(this, 'Schedule', {
      description,
      schedule: ScheduleExpression.rate(every),
      target: new LambdaInvoke(this.function, {
        // CDK would add every version and alias of the function.
        role: this.invoker.withoutPolicyUpdates(),
        // A run that could not start is tried again within its minute: a tick that runs twice does no harm.
        retryAttempts: 2,
        maxEventAge: Duration.minutes(1),
        deadLetterQueue: this.failures,
      }),
    });
  }

  /** It may invoke this function (no version or alias of it), and queue what it could not. */
  #createInvoker(encryptionKey: IKey | undefined): Role {
    const role = new Role(this, 'Invoker', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
      inlinePolicies: {
        Invoke: new PolicyDocument({
          statements: [
            new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [this.function.functionArn] }),
          ],
        }),
      },
    });
    this.#grantFailing(role, encryptionKey);
    return role;
  }

  #grantFailing(role: IGrantable, encryptionKey: IKey | undefined): void {
    role.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.failures.queueArn] }),
    );
    if (encryptionKey !== undefined) grantSending(encryptionKey, role);
  }
}
