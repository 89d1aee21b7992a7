/** The poll function in a process of its own, as Lambda has it, but for the clock, which its parent sets. */
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { createHandlers } from '../../lambda/poll/handler.ts';
import { invocation, type Result } from './protocol.ts';

let clock = Temporal.Instant.fromEpochMilliseconds(0);
let counted: Record<string, number> = {};
const quiet = (): void => undefined;
const telemetry = {
  info: quiet,
  warn: quiet,
  error: quiet,
  count: (some: object) => void Object.assign(counted, some),
};
const { tick } = createHandlers({
  environment: process.env,
  now: () => clock,
  waitUntil: () => Promise.resolve(),
  telemetry,
});
const run = async (now: number): Promise<Result> => {
  clock = Temporal.Instant.fromEpochMilliseconds(now);
  counted = {};
  const error = await tick({ getRemainingTimeInMillis: () => 50_000 }).then(
    () => undefined,
    (failure: unknown) => String(failure),
  );
  globalThis.gc?.();
  return { counted, error, heap: process.memoryUsage().heapUsed };
};
process.on('message', (message) => {
  void run(z.parse(invocation, message).now).then((done) => process.send?.(done));
});
