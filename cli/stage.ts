/** The `-c` options of a deployment: its stage, `prod` or a disposable `dev`, and whether it has a dashboard. */
import * as z from 'zod/mini';
import { parse } from '../src/validation.ts';
import { defaultStack } from './options.ts';

const stageSchema = z._default(
  z.enum(['prod', 'dev'], { error: 'must be "prod" or "dev", such as -c stage=dev' }),
  'prod',
);
export type Stage = z.output<typeof stageSchema>;

/** @throws {BadInput} when there is no such stage. */
export const parseStage = (named: unknown): Stage => parse(stageSchema, named, '-c stage');

/** In cdk.json it may be a boolean. */
const yesOrNo = z.union(
  [
    z.boolean(),
    z.pipe(
      z.enum(['true', 'false']),
      z.transform((text) => text === 'true'),
    ),
  ],
  { error: 'must be "true" or "false", such as -c dashboard=true' },
);
const dashboardSchema = z._default(yesOrNo, false);

/** Whether the stack has a dashboard. @throws {BadInput} for a value that is neither true nor false. */
export const parseDashboardFlag = (named: unknown): boolean => parse(dashboardSchema, named, '-c dashboard');

export const stackNames = {
  prod: defaultStack,
  dev: `${defaultStack}-dev`,
} as const satisfies Record<Stage, string>;
