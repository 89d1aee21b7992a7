/** What benches and their processes say to each other. */
import * as z from 'zod/mini';

/** Run, at this time (milliseconds since 1970), with so many milliseconds. */
export const invocation = z.object({ now: z.int(), timeLimit: z.int() });

const took = z.object({ ms: z.number(), cpu: z.number() });

/** Times are in milliseconds, of the clock and of the processor; sizes in megabytes. */
export const ran = z.object({
  /** Reading the config, making the clients: next to nothing but at the first run. */
  wiring: took,
  run: took,
  /** The processor's, until it was asked to run: with the start of Node. */
  start: z.number(),
  /** In use after the run, cleared of what is not. */
  heap: z.number(),
  /** The most memory that the process ever had. */
  most: z.number(),
  looks: z.int(),
  readings: z.int(),
});
export type Ran = z.output<typeof ran>;

/** What the clients of AWS are to be set to. */
export const cloudStarted = z.object({
  environment: z.record(z.string(), z.string()),
  /** Of the engine itself, where it is asked past what counts its requests. */
  engine: z.object({ endpoint: z.string(), accessKey: z.string() }),
  table: z.string(),
});
export type CloudStarted = z.output<typeof cloudStarted>;

/** Of an engine since it was last asked: requests by operation, capacity units, milliseconds of the processor. */
export const used = z.object({
  requests: z.record(z.string(), z.int()),
  reads: z.number(),
  writes: z.number(),
  /** Writes of items that are on the agenda. */
  onAgenda: z.int(),
  cpu: z.number(),
});
export type Used = z.output<typeof used>;

/** A platform on so many ports, that takes so long to answer. */
export const opening = z.object({ ports: z.int(), latency: z.number() });
export const platformOpened = z.object({ urls: z.array(z.string()) });
/** The same number for all petitions is added to what they show. */
export const shown = z.object({ more: z.int() });
