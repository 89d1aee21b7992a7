/** The function that delivers to channels, in a process of its own for each run: once an hour it starts anew on AWS, too. */
import { Temporal } from 'temporal-polyfill';
import { createHandler } from '../../lambda/deliver/handler.ts';
import { parse } from '../../src/validation.ts';
import { answering } from '../parts/answering.ts';
import { cpuMs, telemetry } from '../parts/quiet.ts';
import { delivering, type delivered } from './protocol.ts';
import type * as z from 'zod/mini';

answering(async (message): Promise<z.output<typeof delivered>> => {
  const { now, timeLimit, event } = parse(delivering, message, 'run');
  const start = cpuMs();
  const at = Temporal.Instant.fromEpochMilliseconds(now);
  const handler = createHandler({
    environment: process.env,
    now: () => at,
    waitUntil: () => Promise.resolve(),
    telemetry,
  });
  await handler(event, { getRemainingTimeInMillis: () => timeLimit });
  return { start, cpu: cpuMs() - start };
});
