/**
 * A schedule whose time a function sets (src/runtime/movable-schedule.ts). It belongs to the stack, so nothing of it is left when
 * the stack is deleted, and it costs nothing until it goes off.
 */
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule, type CfnScheduleProps } from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';

export interface MovableScheduleProps {
  readonly description: string;
  /** @default - CloudFormation chooses one */
  readonly name?: string;
  /** Until a function sets another one, in UTC. */
  readonly expression: string;
  readonly role: Role;
  readonly target: Omit<CfnSchedule.TargetProperty, 'roleArn'>;
}

export function createMovableSchedule(scope: Construct, id: string, props: MovableScheduleProps): CfnSchedule {
  const { target, role, expression, ...rest } = props;
  const fixed: CfnScheduleProps = {
    ...rest,
    scheduleExpression: expression,
    scheduleExpressionTimezone: 'UTC',
    flexibleTimeWindow: { mode: 'OFF' },
    state: 'ENABLED',
    target: { ...target, roleArn: role.roleArn },
  };
  return new CfnSchedule(scope, id, fixed);
}

/** What a function needs to move it: an update names the role of the schedule again. */
export const movingStatements = (scheduleArn: string, role: Role): PolicyStatement[] => [
  new PolicyStatement({ actions: ['scheduler:GetSchedule', 'scheduler:UpdateSchedule'], resources: [scheduleArn] }),
  new PolicyStatement({
    actions: ['iam:PassRole'],
    resources: [role.roleArn],
    conditions: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
  }),
];
