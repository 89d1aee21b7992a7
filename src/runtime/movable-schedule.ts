/**
 * A schedule of EventBridge Scheduler whose time a function sets: its watchdog, and what wakes the deliver function. The template
 * owns the rest of it.
 */
import type { SchedulerClient } from '@aws-sdk/client-scheduler';

/** Two seconds a request: nothing that a run does may wait long for it. */
const requestHandler = { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true };

export class MovableSchedule {
  readonly #name: string;
  readonly #maxAttempts: number;
  #client: SchedulerClient | undefined;

  constructor(name: string, maxAttempts: number) {
    this.#name = name;
    this.#maxAttempts = maxAttempts;
  }

  /** `next` gets the expression that is set, and returns the one to set, in UTC; undefined leaves it. */
  async move(next: (set: string) => string | undefined): Promise<void> {
    const sdk = await import('@aws-sdk/client-scheduler');
    this.#client ??= new sdk.SchedulerClient({ requestHandler, maxAttempts: this.#maxAttempts });
    // An update replaces all of a schedule.
    const found = await this.#client.send(new sdk.GetScheduleCommand({ Name: this.#name }));
    const ScheduleExpression = next(found.ScheduleExpression ?? '');
    if (ScheduleExpression === undefined) return;
    const { Description, FlexibleTimeWindow, GroupName, State, Target } = found;
    await this.#client.send(
      new sdk.UpdateScheduleCommand({
        ...{ Name: this.#name, Description, FlexibleTimeWindow, GroupName, State, Target, ScheduleExpression },
        ScheduleExpressionTimezone: 'UTC',
      }),
    );
  }
}
