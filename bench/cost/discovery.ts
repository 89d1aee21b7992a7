/** The function that reads lists, in a process of its own, made into a bundle as the deployed one is; its parent sets the clock. */
import { Temporal } from 'temporal-polyfill';
import { createHandler, type Handler } from '../../lambda/discovery/handler.ts';
import { answering } from '../parts/answering.ts';
import { invocation } from '../parts/protocol.ts';
import { cpuMs, telemetry } from '../parts/quiet.ts';
import type { listed } from './protocol.ts';
import type * as z from 'zod/mini';

let clock = Temporal.Instant.fromEpochMilliseconds(0);
let read: Handler | undefined;

answering(async (message): Promise<z.output<typeof listed>> => {
  const { now, timeLimit } = invocation.parse(message);
  clock = Temporal.Instant.fromEpochMilliseconds(now);
  read ??= createHandler({
    environment: process.env,
    now: () => clock,
    waitUntil: () => Promise.resolve(),
    telemetry,
  });
  const began = cpuMs();
  const { pages } = await read({}, { getRemainingTimeInMillis: () => timeLimit });
  return { cpu: cpuMs() - began, pages };
});
