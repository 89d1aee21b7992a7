/** What only the poll function has in its environment. */
import * as z from 'zod/mini';

export const batchEnvironment = z.object({
  /** The queue for what is too much for one run. Absent: there is no queue. */
  BATCH_QUEUE_URL: z.optional(z.url()),
});
