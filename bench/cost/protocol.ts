/** What the processes of the cost bench say to each other, beside what all benches say. */
import * as z from 'zod/mini';
import { kinds } from './population.ts';

/** A platform with so many petitions, that begins at this time (milliseconds since 1970), and has a list of them or not. */
export const opening = z.object({ petitions: z.int(), kind: z.enum(kinds), start: z.int(), hasList: z.boolean() });
export const opened = z.object({ url: z.string() });

/** It is later now. */
export const clock = z.object({ now: z.int() });

/** Of a platform since it was last asked: pages of its list, looks, those of whole petitions, and counts that had changed since the look before. */
export const asked = z.object({ pages: z.int(), looks: z.int(), whole: z.int(), changed: z.int() });
export type Asked = z.output<typeof asked>;

/** Of one run of a fixed poller: milliseconds of the processor, and what it wrote. */
export const polled = z.object({ cpu: z.number(), writes: z.int() });

/** Of one run of the function that reads lists: milliseconds of the processor, and pages. */
export const listed = z.object({ cpu: z.number(), pages: z.int() });

/** What the fixed poller polls, and where it keeps what it read. */
export const polling = z.object({ url: z.string(), petitions: z.int(), table: z.string() });

/** A run of the function that delivers to channels, and what it took of the processor: until it was asked to run, and since. */
export const delivering = z.object({ now: z.int(), timeLimit: z.int(), event: z.unknown() });
export const delivered = z.object({ start: z.number(), cpu: z.number() });
