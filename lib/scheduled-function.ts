/** A function with a schedule, its own role and log group, and a queue for failed runs. */
import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Architecture, Function, Runtime, Tracing, type Code } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { grantSending } from './encryption.ts';

/** Settings of a function that the deployer may choose. */
export interface FunctionOptions {
  /**
   * Whether X-Ray traces the runs.
   * @default false - a trace every minute costs up to $0.22 a month beyond X-Ray's free tier
   */
  readonly tracing?: boolean | undefined;
  /**
   * Concurrency that the account reserves for the function, and that limits it.
   * @default - none: the function runs once a minute for less than a minute, overlapping runs do no harm, and an
   * account with a low limit could not deploy
   */
  readonly reservedConcurrency?: number | undefined;
  /**
   * How long logs are kept.
   * @default RetentionDays.ONE_MONTH
   */
  readonly logRetention?: RetentionDays | undefined;
  /** @default - the own keys of CloudWatch and SQS, at no cost */
  readonly encryptionKey?: IKey | undefined;
}

export interface ScheduledFunctionProps extends FunctionOptions {
  readonly description: string;
  readonly code: Code;
  readonly environment: Readonly<Record<string, string>>;
  /**
   * How often it runs. A run may take ten seconds less than this, so that it ends before the next, and at most the
   * fifteen minutes that Lambda allows.
   */
  readonly every: Duration;
  /**
   * In MB. Lambda gives CPU in proportion to it.
   * @default 256
   */
  readonly memorySize?: number;
}

/** The longest that Lambda keeps an invocation that it could not start. */
const maxLambdaEventAge = Duration.hours(6);

export class ScheduledFunction extends Construct {
  readonly function: Function;
  /** Failed invocations, and invocations that the schedule could not start. */
  readonly failures: Queue;

  constructor(scope: Construct, id: string, props: ScheduledFunctionProps) {
    super(scope, id);
    const { description, code, environment, every, encryptionKey, tracing = false, memorySize = 256 } = props;
    const logGroup = new LogGroup(this, 'Logs', {
      retention: props.logRetention ?? RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
      ...(encryptionKey && { encryptionKey }),
    });
    this.failures = new Queue(this, 'Failures', {
      retentionPeriod: Duration.days(14),
      enforceSSL: true,
      ...(encryptionKey
        ? { encryption: QueueEncryption.KMS, encryptionMasterKey: encryptionKey }
        : { encryption: QueueEncryption.SQS_MANAGED }),
    });
    for (const id of ['AwsSolutions-SQS3', 'Serverless-SQSRedrivePolicy']) {
      const reason =
        'It is itself a dead-letter queue, for the schedule and for invocations. The rule does not recognise that.';
      Validations.of(this.failures).acknowledge({ id, reason });
    }
    // Its own policy instead of AWS's managed one: it may write to this log group and to no other.
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    this.#grantFailing(role, encryptionKey);
    this.function = new Function(this, 'Function', {
      description,
      code,
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize,
      timeout: Duration.seconds(Math.min(every.toSeconds() - 10, 900)),
      environment: { ...environment },
      role,
      logGroup,
      tracing: tracing ? Tracing.ACTIVE : Tracing.DISABLED,
      ...(props.reservedConcurrency !== undefined && { reservedConcurrentExecutions: props.reservedConcurrency }),
      // The next run continues from what was committed: a retry would only do the same work later.
      retryAttempts: 0,
      maxEventAge: every.toSeconds() < maxLambdaEventAge.toSeconds() ? every : maxLambdaEventAge,
      // Not CDK's SqsDestination, which grants more than sending.
      onFailure: { bind: () => ({ destination: this.failures.queueArn }) },
    });
    Validations.of(this.function).acknowledge({
      id: 'Serverless-LambdaDLQ',
      reason: 'It has a failure destination, which receives the same as a dead-letter queue, and the error too.',
    });
    if (tracing) {
      const reason = 'X-Ray has no resources to name: a role may send traces or may not.';
      for (const id of ['AwsSolutions-IAM5[Resource::*]', 'Serverless-LambdaStarPermissions[Resource::*]']) {
        Validations.of(role).acknowledge({ id, reason });
      }
    } else {
      const reason = 'It would trace, and charge for, every run of every minute. `tracing` turns it on.';
      Validations.of(this.function).acknowledge({ id: 'Serverless-LambdaTracing', reason });
    }
    new Schedule(this, 'Schedule', {
      description,
      schedule: ScheduleExpression.rate(every),
      target: new LambdaInvoke(this.function, {
        role: this.#invoker(encryptionKey),
        retryAttempts: 0,
        maxEventAge: Duration.minutes(1),
        deadLetterQueue: this.failures,
      }),
    });
  }

  /** The role of the schedule. It may invoke this function, but no version or alias, and send failures to the queue. */
  #invoker(encryptionKey: IKey | undefined): ReturnType<Role['withoutPolicyUpdates']> {
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
    // CDK would add every version and alias of the function.
    return role.withoutPolicyUpdates();
  }

  #grantFailing(role: IGrantable, encryptionKey: IKey | undefined): void {
    role.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.failures.queueArn] }),
    );
    if (encryptionKey !== undefined) grantSending(encryptionKey, role);
  }
}
