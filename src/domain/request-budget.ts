/**
 * A petition's budget of requests a day: half of it comes in evenly, the other half is saved for when it matters. So no
 * twenty-four hours hold more, but for the looks at deadlines, which are paid back. What is left is worked out from the
 * last change of pace: as long as the pace stays the same, nothing need be written.
 */
import * as z from 'zod/mini';
import { instant, minutesBetween, type Instant } from './time.ts';

const minutesADay = 1440;

/** What there was at an instant, and how often the petition has been looked at since. */
export const allowanceSchema = z.object({
  at: instant,
  left: z.number(),
  /** Minutes; absent: not at all, as a single look is due. */
  every: z.optional(z.int()),
});
export type Allowance = z.output<typeof allowanceSchema>;

/** As much as can be saved: requests. */
export const maxSaved = (perDay: number): number => perDay / 2;

/** How many requests are left at `now`. A petition that is new has all that can be saved. */
export function remainingAt(allowance: Allowance | undefined, perDay: number, now: Instant): number {
  if (allowance === undefined) return maxSaved(perDay);
  const minutes = minutesBetween(allowance.at, now);
  const came = (minutes * (perDay - maxSaved(perDay))) / minutesADay;
  const went = allowance.every === undefined ? 0 : minutes / allowance.every;
  return Math.min(maxSaved(perDay), allowance.left + came - went);
}

/** The allowance once the next look is settled; the same as before, where the pace is. */
export function allowanceAfter(
  allowance: Allowance | undefined,
  perDay: number,
  next: { readonly every?: number; readonly at?: Instant; readonly never?: true },
  now: Instant,
): Allowance {
  if (allowance?.every !== undefined && allowance.every === next.every) return allowance;
  // The first look at a new pace may come at once: it is paid for now, and those after it as time goes by.
  const left = remainingAt(allowance, perDay, now) - 1;
  return next.every === undefined ? { at: now, left } : { at: now, left, every: next.every };
}

/** Whether looking so often (minutes) can go on for ever. */
export const isSustainable = (every: number, perDay: number): boolean =>
  minutesADay / every <= perDay - maxSaved(perDay);
