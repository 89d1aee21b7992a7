/** A Lambda function with a role and a log of its own: it may write to this log and to no other. */
import { RemovalPolicy, Validations, type Duration } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  Architecture,
  Function,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
  Tracing,
  type Code,
  type FunctionProps,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/** What a deployment may choose for a function. */
export interface FunctionOptions {
  /**
   * Whether X-Ray traces the runs.
   * @default false - a trace every minute costs up to $0.22 a month beyond X-Ray's free tier
   */
  readonly tracing?: boolean | undefined;
  /**
   * How long logs are kept.
   * @default RetentionDays.ONE_MONTH
   */
  readonly logRetention?: RetentionDays | undefined;
  /** @default - the own keys of CloudWatch and SQS, at no cost */
  readonly encryptionKey?: IKey | undefined;
}

export interface OwnFunctionProps extends FunctionOptions {
  readonly description: string;
  readonly code: Code;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeout: Duration;
  /** In MB. Lambda assigns processor time in proportion. */
  readonly memorySize: number;
  /** Why no traces are sent, unless they are asked for. */
  readonly untraced: string;
  /**
   * What else Lambda is told of it: how often a failed run is tried again, and what becomes of it then.
   * @default - nothing
   */
  readonly more?: Partial<FunctionProps>;
}

export function createOwnFunction(scope: Construct, props: OwnFunctionProps): Function {
  const { description, code, environment, timeout, memorySize, encryptionKey, tracing = false, untraced, more } = props;
  const logGroup = new LogGroup(scope, 'Logs', {
    retention: props.logRetention ?? RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
    ...(encryptionKey && { encryptionKey }),
  });
  // A role of its own, not AWS's managed policy.
  const role = new Role(scope, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  logGroup.grantWrite(role);
  const created = new Function(scope, 'Function', {
    description,
    code,
    handler: 'index.handler',
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    memorySize,
    timeout,
    environment: { ...environment },
    role,
    logGroup,
    // Lambda's own START, END and REPORT of each run cost 2 cents a month and say what its metrics say. Of a run that fails
    // they are logged all the same.
    loggingFormat: LoggingFormat.JSON,
    systemLogLevelV2: SystemLogLevel.WARN,
    tracing: tracing ? Tracing.ACTIVE : Tracing.DISABLED,
    ...more,
  });
  const traced = 'X-Ray knows no resources: traces can be sent to all of it, or not at all.';
  if (tracing) {
    acknowledge(role, traced, 'AwsSolutions-IAM5[Resource::*]', 'Serverless-LambdaStarPermissions[Resource::*]');
  } else acknowledge(created, untraced, 'Serverless-LambdaTracing');
  return created;
}

export function acknowledge(construct: Construct, reason: string, ...ids: readonly string[]): void {
  for (const id of ids) Validations.of(construct).acknowledge({ id, reason });
}
