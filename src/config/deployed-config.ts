/**
 * petitions.json beside the code of a function: what synth or `start` has held against config.ts, and filled in. It is a part of
 * what is deployed, like the code that reads it, and came over the border where people write it (read.ts): to hold it against
 * hundreds of schemas anew is nothing that each start of a function should pay for (docs/decisions/0013).
 */
import * as z from 'zod/mini';
import type { Config } from './config.ts';

const outline = z.object({ watch: z.array(z.unknown()) });

export const deployedConfig = z.custom<Config>((value: unknown) => z.safeParse(outline, value).success, {
  error: 'must be a petitions.json as synth writes it, with a list "watch"',
});
