/**
 * The request budget of a petition per day: half of it accrues evenly, the other half is saved for when it matters. So
 * no 24 hours have more requests, except polls at deadlines, which are paid back. The remaining budget follows from the
 * last change of pace: as long as the pace is the same, nothing has to be written.
 */
import * as z from 'zod/mini';
import { instant, minutesADay, minutesBetween, type Instant } from './time.ts';

/** The budget at an instant, and how often the petition has been polled since. */
export const allowanceSchema = z.object({
  at: instant,
  left: z.number(),
  /** Minutes; absent: not at all, because a single poll is due. */
  every: z.optional(z.int()),
});
export type Allowance = z.output<typeof allowanceSchema>;

/** The most requests that can be saved. */
export const maxSaved = (perDay: number): number => perDay / 2;

/** How many requests remain at `now`. A new petition has all that can be saved. */
export function remainingAt(allowance: Allowance | undefined, perDay: number, now: Instant): number {
  if (allowance === undefined) return maxSaved(perDay);
  const minutes = minutesBetween(allowance.at, now);
  const came = (minutes * (perDay - maxSaved(perDay))) / minutesADay;
  const went = allowance.every === undefined ? 0 : minutes / allowance.every;
  return Math.min(maxSaved(perDay), allowance.left + came - went);
}

/** The allowance after the next poll is planned; unchanged where the pace is. */
export function allowanceAfter(
  allowance: Allowance | undefined,
  perDay: number,
  next: { readonly every?: number; readonly at?: Instant; readonly never?: true },
  now: Instant,
): Allowance {
  if (allowance?.every !== undefined && allowance.every === next.every) return allowance;
  // The first poll at a new pace may come at once: it is charged now, the later ones as time passes.
  const left = remainingAt(allowance, perDay, now) - 1;
  return next.every === undefined ? { at: now, left } : { at: now, left, every: next.every };
}

/** Whether polls at this interval (minutes) can go on for ever. */
export const isSustainable = (every: number, perDay: number): boolean =>
  minutesADay / every <= perDay - maxSaved(perDay);
