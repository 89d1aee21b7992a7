/** What `-c` says of a deploy: whether it is the real monitor or one to try things on, which leaves nothing behind, and its dashboard. */
import * as z from 'zod/mini';
import { parse } from '../src/validation.ts';

const stageSchema = z._default(
  z.enum(['prod', 'dev'], { error: 'must be "prod" or "dev", such as -c stage=dev' }),
  'prod',
);
export type Stage = z.output<typeof stageSchema>;

/** @throws {BadInput} when there is no such stage. */
export const parseStage = (named: unknown): Stage => parse(stageSchema, named, '-c stage');

/** cdk.json may have it as a boolean. */
const yesOrNo = z.union(
  [
    z.boolean(),
    z.pipe(
      z.enum(['true', 'false']),
      z.transform((said) => said === 'true'),
    ),
  ],
  { error: 'must be "true" or "false", such as -c dashboard=true' },
);
const dashboardSchema = z._default(yesOrNo, false);

/** Whether there is to be a dashboard. @throws {BadInput} when it says neither yes nor no. */
export const parseDashboardFlag = (named: unknown): boolean => parse(dashboardSchema, named, '-c dashboard');

export const stackNames = {
  prod: 'PetitionThresholdMonitor',
  dev: 'PetitionThresholdMonitor-dev',
} as const satisfies Record<Stage, string>;
