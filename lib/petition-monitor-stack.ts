/** The stack that `cdk deploy` deploys: one monitor. */
import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { PetitionMonitor, type PetitionMonitorProps } from './petition-monitor.ts';

export interface PetitionMonitorStackProps extends StackProps {
  readonly monitor: PetitionMonitorProps;
}

export class PetitionMonitorStack extends Stack {
  constructor(scope: Construct, id: string, { monitor, ...props }: PetitionMonitorStackProps) {
    super(scope, id, props);
    const { alertTopic, operatorTopic, store, poll } = new PetitionMonitor(this, 'Monitor', monitor);
    new CfnOutput(this, 'AlertTopicArn', { value: alertTopic.topicArn, description: 'Every alert is published here' });
    new CfnOutput(this, 'OperatorTopicArn', {
      value: operatorTopic.topicArn,
      description: 'Alarms are published here',
    });
    new CfnOutput(this, 'TableName', { value: store.table.tableName });
    new CfnOutput(this, 'PollFunctionName', { value: poll.function.functionName });
  }
}
