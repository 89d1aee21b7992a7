/** What the poll function has in its environment beside what both polling functions have. */
import * as z from 'zod/mini';

export const batchEnvironment = z.object({
  /** The queue for what is too much for one run. Absent: there is none. */
  BATCH_QUEUE_URL: z.optional(z.url()),
});
