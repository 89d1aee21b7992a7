/**
 * The watchdog of a function: a schedule that goes off once, at an instant that each successful run moves ahead. When
 * no run succeeds any more, whatever the reason, EventBridge Scheduler sends its message to the operators.
 */
import * as z from 'zod/mini';
import { parse } from '../validation.ts';
import { durationMinutes, type Instant } from '../domain/time.ts';
import { MovableSchedule } from './movable-schedule.ts';
import type { HandlerRuntime, LambdaContext } from './runtime.ts';

export const watchdogEnvironment = z.object({
  /** The name of the schedule. Absent: there is no watchdog. */
  WATCHDOG_SCHEDULE: z.optional(z.string()),
  /** How long the function may be silent: an ISO duration. */
  WATCHDOG_AFTER: z._default(z.string(), 'PT1H'),
});
export type WatchdogEnvironment = Required<z.input<typeof watchdogEnvironment>>;

/** It must never be what makes a run fail: two requests of two seconds, and only where there is time for them. */
const maxAttempts = 1;
const minTimeLeft = 8_000;

/** In UTC and to the second, as Scheduler writes instants. */
const toScheduleExpression = (at: Instant): string => `at(${at.toString({ smallestUnit: 'second' }).replace('Z', '')})`;

/** Moves the watchdog ahead after a run that succeeded, and did its work where `didWork` can say so. */
export function withWatchdog<Result>(
  { environment, now, telemetry }: HandlerRuntime,
  run: (context: LambdaContext) => Promise<Result>,
  didWork: (result: Result) => boolean = () => true,
): (context: LambdaContext) => Promise<Result> {
  const { WATCHDOG_SCHEDULE: Name, WATCHDOG_AFTER } = parse(watchdogEnvironment, environment, 'environment');
  if (Name === undefined) return run;
  const minutes = durationMinutes(WATCHDOG_AFTER);
  const schedule = new MovableSchedule(Name, maxAttempts);

  return async (context) => {
    const result = await run(context);
    try {
      if (didWork(result) && context.getRemainingTimeInMillis() > minTimeLeft) {
        await schedule.move(() => toScheduleExpression(now().add({ minutes })));
      }
    } catch (error) {
      telemetry.error('watchdog not moved', { reason: String(error) });
    }
    return result;
  };
}
