/** What the report function of the bench says of a run. */
import * as z from 'zod/mini';
import { invocation } from '../parts/protocol.ts';

/** By the schedule, or by an alert. */
export const siteInvocation = z.extend(invocation, { isAlert: z.optional(z.boolean()) });

export const made = z.object({
  /** Milliseconds: of the clock, and of the processor. */
  ms: z.number(),
  cpu: z.number(),
  /** The most memory that the process ever had: MB. */
  most: z.number(),
  /** Files. */
  written: z.int(),
  removed: z.int(),
  left: z.int(),
});
export type Made = z.output<typeof made>;
