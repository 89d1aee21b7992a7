/** The stack that `cdk deploy` deploys: one monitor. */
import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { PetitionMonitor, type PetitionMonitorProps } from './petition-monitor.ts';

export interface PetitionMonitorStackProps extends StackProps {
  readonly monitor: PetitionMonitorProps;
}

export class PetitionMonitorStack extends Stack {
  constructor(scope: Construct, id: string, { monitor, ...props }: PetitionMonitorStackProps) {
    super(scope, id, props);
    new PetitionMonitor(this, 'Monitor', monitor);
  }
}
