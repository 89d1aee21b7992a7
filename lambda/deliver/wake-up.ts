/**
 * Wakes the function when what waits is due. It takes one schedule for all channels: who sets it has read what waits for all of
 * them, and reads it again afterwards, so that of two runs at the same time the last one sets it right.
 *
 * The schedule goes off at a minute of each day. One that goes off once (`at`) would be as good, if AWS's pages said that it can be
 * set again after that (2026-11). On days when nothing waits, the run finds nothing.
 */
import { Temporal } from 'temporal-polyfill';
import { isAfter, type Instant } from '../../src/domain/time.ts';
import { MovableSchedule } from '../../src/runtime/movable-schedule.ts';

/** Nothing nearer is set: Scheduler goes off to the minute (2026-11), and clocks differ. */
const lead = { seconds: 20 };

/** It fails when Scheduler does: then Lambda runs the function again. */
const maxAttempts = 3;

/** Rejects when it could not be set. */
export type WakeAt = (due: Instant) => Promise<void>;

export function createWakeUp(name: string, now: () => Instant): WakeAt {
  const schedule = new MovableSchedule(name, maxAttempts);
  return (due) =>
    schedule.move((expression) => {
      const soonest = now().add(lead);
      const wanted = (isAfter(due, soonest) ? due : soonest).round({ smallestUnit: 'minute', roundingMode: 'ceil' });
      const set = nextOf(expression, soonest);
      // What goes off before does no harm: that run sets it anew.
      if (set !== undefined && !isAfter(set, wanted)) return undefined;
      const { hour, minute } = wanted.toZonedDateTimeISO('UTC');
      return `cron(${minute} ${hour} * * ? *)`;
    });
}

/** When a schedule of each day goes off next, from that instant on. */
function nextOf(expression: string, from: Instant): Instant | undefined {
  const [, minute, hour] = /^cron\((\d+) (\d+) \* \* \? \*\)$/.exec(expression) ?? [];
  if (minute === undefined) return undefined;
  const start = from.toZonedDateTimeISO('UTC');
  const today = start.withPlainTime({ hour: Number(hour), minute: Number(minute) });
  return (Temporal.ZonedDateTime.compare(today, start) < 0 ? today.add({ days: 1 }) : today).toInstant();
}
