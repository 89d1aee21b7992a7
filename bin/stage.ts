/** Where a monitor is deployed: the real one, or one to try things on, which leaves nothing behind. */
import * as z from 'zod/mini';
import { parse } from '../lambda/border.ts';

const stageSchema = z._default(
  z.enum(['prod', 'dev'], { error: 'must be "prod" or "dev", such as -c stage=dev' }),
  'prod',
);
export type Stage = z.output<typeof stageSchema>;

/** @throws {BadInput} when there is no such stage. */
export const stageOf = (named: unknown): Stage => parse(stageSchema, named, '-c stage');

export const stackNames = {
  prod: 'PetitionThresholdMonitor',
  dev: 'PetitionThresholdMonitor-dev',
} as const satisfies Record<Stage, string>;
