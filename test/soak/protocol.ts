/** What the soak and its function say to each other. */
import * as z from 'zod/mini';

/** Run, at this time: milliseconds since 1970. */
export const invocation = z.object({ now: z.int() });
export const result = z.object({
  /** What the run counted. */
  counted: z.record(z.string(), z.number()),
  /** Why the run failed, if it did. */
  error: z.optional(z.string()),
  /** Of the heap in use once it has been cleared, in bytes. */
  heap: z.number(),
});
export type Result = z.output<typeof result>;
