/** Followers: people who signed up by themselves for mails about one petition. Pure. */
import * as z from 'zod/mini';
import { isMainAlert, type Alert } from './alerts.ts';
import { addDuration, isAfter, utcDay, type Instant } from './time.ts';

/** What they chose to be told of: the four main alerts, or all. */
export const followChoices = ['main', 'all'] as const;
export const followChoice = z.enum(followChoices);
export type FollowChoice = z.output<typeof followChoice>;

export const isChosen = (choice: FollowChoice, alert: Pick<Alert, 'alert'>): boolean =>
  choice === 'all' || isMainAlert(alert);

/**
 * For so long the topics of a petition stay when its followers were told that it is over. Whoever runs the monitor may watch
 * it again until then, and the links in older mails still work.
 */
const grace = 'P30D';

/**
 * What is to be done about the followers of a petition: nothing more can happen to it, or it is no longer watched (`isOver`);
 * `told` is when they were told so. `resume`: it is watched again, and they will be told the next time.
 */
export function nextFollowersStep(
  isOver: boolean,
  told: Instant | undefined,
  now: Instant,
): 'nothing' | 'tell' | 'resume' | 'delete' {
  if (!isOver) return told === undefined ? 'nothing' : 'resume';
  if (told === undefined) return 'tell';
  return isAfter(addDuration(told, grace, 'UTC'), now) ? 'nothing' : 'delete';
}

/** Whether followers are looked after in a tick: in the first of each day, if `last` is the tick before. */
export const isFollowersCheckDue = (last: Instant | undefined, now: Instant): boolean =>
  last === undefined || utcDay(last) !== utcDay(now);
