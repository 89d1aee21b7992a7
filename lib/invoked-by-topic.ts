/** Lets a topic invoke a function of the monitor with each message. */
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { CfnSubscription, type Topic } from 'aws-cdk-lib/aws-sns';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

export function invokeByTopic(
  scope: Construct,
  { prefix = '', topic, invoked, undelivered }: InvokedByTopic,
): CfnSubscription {
  const permission = new CfnPermission(scope, `${prefix}Permission`, {
    action: 'lambda:InvokeFunction',
    functionName: invoked.functionArn,
    principal: 'sns.amazonaws.com',
    sourceArn: topic.topicArn,
  });
  const subscription = new CfnSubscription(scope, `${prefix}Subscription`, {
    topicArn: topic.topicArn,
    protocol: 'lambda',
    endpoint: invoked.functionArn,
    // As of all subscriptions (alert-topic.ts).
    filterPolicyScope: 'MessageAttributes',
    ...(undelivered && { redrivePolicy: { deadLetterTargetArn: undelivered.queueArn } }),
  });
  subscription.node.addDependency(permission);
  return subscription;
}

export interface InvokedByTopic {
  /** What the ids of both resources begin with. @default nothing */
  readonly prefix?: string;
  readonly topic: Topic;
  readonly invoked: IFunction;
  /** Takes what could not be handed over. @default it is lost */
  readonly undelivered?: IQueue;
}
