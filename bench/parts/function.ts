/**
 * The poll function in a process of its own, made into a bundle as the deployed one is; its parent sets the clock. It is
 * wired by the first message, as by the first invocation.
 */
import { Temporal } from 'temporal-polyfill';
import { createHandlers, type PollFunction } from '../../lambda/poll/handler.ts';
import type { TickSummary } from '../../lambda/poll/run-tick.ts';
import { answering } from './answering.ts';
import { cpuMs, telemetry } from './quiet.ts';
import { invocation, type Ran } from './protocol.ts';

let clock = Temporal.Instant.fromEpochMilliseconds(0);
let poll: PollFunction | undefined;

async function run(message: unknown): Promise<Ran> {
  const { now, timeLimit } = invocation.parse(message);
  clock = Temporal.Instant.fromEpochMilliseconds(now);
  const [began, cpuBefore] = [performance.now(), cpuMs()];
  poll ??= createHandlers({
    environment: process.env,
    now: () => clock,
    waitUntil: () => Promise.resolve(),
    telemetry,
  });
  const [wired, cpuWired] = [performance.now(), cpuMs()];
  const summary: TickSummary = await poll.tick({ getRemainingTimeInMillis: () => timeLimit });
  const [ms, cpu] = [performance.now() - wired, cpuMs() - cpuWired];
  globalThis.gc?.();
  const { heapUsed } = process.memoryUsage();
  return {
    wiring: { ms: wired - began, cpu: cpuWired - cpuBefore },
    run: { ms, cpu },
    start: cpuBefore,
    heap: heapUsed / 1e6,
    // In kilobytes, on every system.
    most: process.resourceUsage().maxRSS / 1e3,
    looks: summary.polls,
    readings: summary.readings,
  };
}

answering(run);
