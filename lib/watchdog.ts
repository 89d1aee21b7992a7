/**
 * The watchdog of a function: a one-time schedule that each successful run moves ahead (src/runtime/with-watchdog.ts). When it
 * goes off, EventBridge Scheduler itself sends the message, so it needs no part of the monitor, and costs nothing until
 * then. Before the first successful run it lies far ahead: a new function is never late.
 */
import { Aws, Duration, Stack } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { Temporal } from 'temporal-polyfill';
import { formatIsoDuration } from '../src/format.ts';
import { messageBody } from '../src/notifications/alert-message.ts';
import { watchdogMessage } from '../src/notifications/watchdog-message.ts';
import type { WatchdogEnvironment } from '../src/runtime/with-watchdog.ts';
import { grantSending } from './encryption.ts';
import { createMovableSchedule, movingStatements } from './schedule-to-move.ts';

export interface WatchdogSettings {
  /** Its name in a sentence: `poll function`. */
  readonly name: string;
  /** How long no run may succeed. */
  readonly after: Duration;
  /** What recipients lose. */
  readonly impact: string;
  /** The heading in docs/runbook.md. */
  readonly runbook: string;
}

export interface WatchdogProps extends WatchdogSettings {
  readonly watched: Function;
  /** Receives the message. */
  readonly operatorTopic: Topic;
  /** Receives what could not be sent. */
  readonly failures: Queue;
  /** @default - the topic and the queue have AWS's own keys */
  readonly encryptionKey?: IKey | undefined;
}

export class Watchdog extends Construct {
  constructor(scope: Construct, id: string, props: WatchdogProps) {
    super(scope, id);
    const { watched, operatorTopic, failures, encryptionKey, name, after, impact, runbook } = props;
    const sender = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
      inlinePolicies: {
        Send: new PolicyDocument({
          statements: [
            new PolicyStatement({ actions: ['sns:Publish'], resources: [operatorTopic.topicArn] }),
            new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [failures.queueArn] }),
          ],
        }),
      },
    });
    if (encryptionKey !== undefined) grantSending(encryptionKey, sender);
    const silence = Temporal.Duration.from({ minutes: after.toMinutes() });
    const length = formatIsoDuration(silence.round({ largestUnit: 'days' }).toString());
    const message = watchdogMessage({ name, length, impact, runbook });
    const schedule = createMovableSchedule(this, 'Schedule', {
      description: `Goes off when no run of the ${name} has succeeded for ${length}`,
      expression: 'at(2099-01-01T00:00:00)',
      role: sender,
      target: {
        arn: `arn:${Aws.PARTITION}:scheduler:::aws-sdk:sns:publish`,
        input: Stack.of(this).toJsonString({
          TopicArn: operatorTopic.topicArn,
          Subject: message.subject,
          Message: messageBody(message),
          MessageStructure: 'json',
          MessageAttributes: Object.fromEntries(
            Object.entries(message.attributes).map(([key, StringValue]) => [key, { DataType: 'String', StringValue }]),
          ),
        }),
        deadLetterConfig: { arn: failures.queueArn },
        retryPolicy: { maximumEventAgeInSeconds: Duration.hours(1).toSeconds(), maximumRetryAttempts: 10 },
      },
    });
    for (const statement of movingStatements(schedule.attrArn, sender)) watched.addToRolePolicy(statement);
    const environment: WatchdogEnvironment = { WATCHDOG_SCHEDULE: schedule.ref, WATCHDOG_AFTER: silence.toString() };
    for (const [variable, value] of Object.entries(environment)) watched.addEnvironment(variable, value);
  }
}
