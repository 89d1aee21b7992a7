/** What the throughput bench and those that poll for it say to each other. */
import * as z from 'zod/mini';

/** The addresses of the counts, by host. */
export const asking = z.object({ hosts: z.array(z.array(z.string())) });

/** How long it took for all of them: milliseconds, of the clock and of the processor. */
export const polled = z.object({ ms: z.number(), cpu: z.number() });
export type Polled = z.output<typeof polled>;
