/** The report function in a process of its own, made into a bundle as the deployed one is; its parent sets the clock. */
import { Temporal } from 'temporal-polyfill';
import { parse } from '../../src/validation.ts';
import { createHandler, type Handler } from '../../lambda/site/handler.ts';
import { answering } from '../parts/answering.ts';
import { cpuMs, telemetry } from '../parts/quiet.ts';
import { siteInvocation, type Made } from './protocol.ts';

const alertEvent = { Records: [{}] };
let clock = Temporal.Instant.fromEpochMilliseconds(0);
let handler: Handler | undefined;

answering(async (message): Promise<Made> => {
  const { now, timeLimit, isAlert } = parse(siteInvocation, message, 'invocation');
  clock = Temporal.Instant.fromEpochMilliseconds(now);
  handler ??= createHandler({
    environment: process.env,
    now: () => clock,
    waitUntil: () => Promise.resolve(),
    telemetry,
  });
  const [began, before] = [performance.now(), cpuMs()];
  const {
    written = 0,
    removed = 0,
    left = 0,
  } = (await handler(isAlert === true ? alertEvent : {}, { getRemainingTimeInMillis: () => timeLimit })) ?? {};
  const [ms, cpu] = [performance.now() - began, cpuMs() - before];
  return { ms, cpu, most: process.resourceUsage().maxRSS / 1e3, written, removed, left };
});
