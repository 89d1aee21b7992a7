/**
 * petitions.json beside the code of a function, as synth or `start` wrote it: checked by config.ts, with all defaults.
 * It is deployed with the code that reads it, so it is not checked again: each cold start would pay for hundreds of
 * schemas (docs/decisions/0013).
 */
import * as z from 'zod/mini';
import type { Config } from './config.ts';

const outline = z.object({ watch: z.array(z.unknown()) });

export const deployedConfig = z.custom<Config>((value: unknown) => z.safeParse(outline, value).success, {
  error: 'must be a petitions.json as synth writes it, with a list "watch"',
});
