/** Followers: people who signed up by themselves for mails about one petition. Pure. */
import * as z from 'zod/mini';
import { isMainAlert, type Alert } from './alerts.ts';

/** What they chose to be told of: the four main alerts, or all. */
export const followChoices = ['main', 'all'] as const;
export const followChoice = z.enum(followChoices);
export type FollowChoice = z.output<typeof followChoice>;

export const isChosen = (choice: FollowChoice, alert: Pick<Alert, 'alert'>): boolean =>
  choice === 'all' || isMainAlert(alert);
