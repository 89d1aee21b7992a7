/**
 * The watchdog of a function: a schedule that goes off once, at an instant that each successful run moves ahead. When
 * no run succeeds any more, whatever the reason, EventBridge Scheduler sends its message to the operators.
 */
import type { SchedulerClient } from '@aws-sdk/client-scheduler';
import * as z from 'zod/mini';
import { parse } from '../validation.ts';
import { durationMinutes, type Instant } from '../domain/time.ts';
import type { HandlerRuntime, LambdaContext } from './runtime.ts';

export const watchdogEnvironment = z.object({
  /** The name of the schedule. Absent: there is no watchdog. */
  WATCHDOG_SCHEDULE: z.optional(z.string()),
  /** How long the function may be silent: an ISO duration. */
  WATCHDOG_AFTER: z._default(z.string(), 'PT1H'),
});
export type WatchdogEnvironment = Required<z.input<typeof watchdogEnvironment>>;

/** It must never be what makes a run fail: two requests of two seconds, and only where there is time for them. */
const requestHandler = { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true };
const minTimeLeft = 8_000;

/** In UTC and to the second, as Scheduler writes instants. */
export const toScheduleExpression = (at: Instant): string =>
  `at(${at.toString({ smallestUnit: 'second' }).replace('Z', '')})`;

/** Moves the watchdog ahead after a run that succeeded, and did its work where `didWork` can say so. */
export function withWatchdog<Result>(
  { environment, now, telemetry }: HandlerRuntime,
  run: (context: LambdaContext) => Promise<Result>,
  didWork: (result: Result) => boolean = () => true,
): (context: LambdaContext) => Promise<Result> {
  const { WATCHDOG_SCHEDULE: Name, WATCHDOG_AFTER } = parse(watchdogEnvironment, environment, 'environment');
  if (Name === undefined) return run;
  const minutes = durationMinutes(WATCHDOG_AFTER);
  let client: SchedulerClient | undefined;

  async function moveAhead(): Promise<void> {
    const sdk = await import('@aws-sdk/client-scheduler');
    client ??= new sdk.SchedulerClient({ requestHandler, maxAttempts: 1 });
    // An update replaces all of a schedule. The template owns the rest of it.
    const { Description, FlexibleTimeWindow, GroupName, State, Target } = await client.send(
      new sdk.GetScheduleCommand({ Name }),
    );
    const ScheduleExpression = toScheduleExpression(now().add({ minutes }));
    await client.send(
      new sdk.UpdateScheduleCommand({
        ...{ Name, Description, FlexibleTimeWindow, GroupName, State, Target, ScheduleExpression },
        ScheduleExpressionTimezone: 'UTC',
      }),
    );
  }

  return async (context) => {
    const result = await run(context);
    try {
      if (didWork(result) && context.getRemainingTimeInMillis() > minTimeLeft) await moveAhead();
    } catch (error) {
      telemetry.error('watchdog not moved', { reason: String(error) });
    }
    return result;
  };
}
