/** How what an authority owes is spoken of: by what it is worth, by when, and from what on that is counted. */
import type { Alert } from '../domain/alerts.ts';
import type { Instant } from '../domain/time.ts';
import { day, length, moment } from '../format.ts';

/** What an authority owes, so far as that decides the words. */
export type Obligation = Pick<Alert, 'authority' | 'commitment' | 'timeZone' | 'deadline' | 'clock' | 'clockStarted'>;

/** How an obligation is spoken of, ahead and in hindsight. */
export const owed = {
  statute: { ahead: 'is due', hindsight: 'was due' },
  promise: { ahead: 'is promised', hindsight: 'was promised' },
  convention: { ahead: 'is expected', hindsight: 'was expected' },
} as const;

/** What it is worth. */
export const worth = {
  statute: 'The law asks for this answer.',
  promise: 'The answer is a promise; no law asks for it.',
  convention: 'The answer is a convention; nothing obliges anybody to it.',
} as const;

const events = {
  met: 'the meeting of the threshold',
  closed: 'the end of signing',
  presented: 'its presentation',
  submitted: 'its submission',
  referred: 'its referral',
  established: 'its being established as a proposal',
} as const;

type Clock = keyof typeof events;

/** What starts a clock: "its submission". */
export const eventOf = (clock: Clock): string => events[clock];

/** An answer that is owed by a date. */
export const answerComes = (alert: Obligation, by: Instant): string =>
  `An answer from ${alert.authority} ${owed[alert.commitment].ahead} by ${moment(by, alert.timeZone)}${countedFrom(alert)}.`;

/** An answer that will be owed once the event has happened that its time is counted from. */
export const answerToCome = ({ authority, commitment, clock = 'met' }: Obligation, window: string): string =>
  `An answer from ${authority} ${owed[commitment].ahead} within ${length(window)} of ${events[clock]}, which is still to come.`;

/** An answer that was owed by a date; no whole sentence. */
export const answerWas = (alert: Obligation): string => {
  const by = alert.deadline ? moment(alert.deadline, alert.timeZone) : 'an unknown day';
  return `An answer from ${alert.authority} ${owed[alert.commitment].hindsight} by ${by}${countedFrom(alert)}`;
};

/** Of a clock that starts with the threshold nothing is said: the alert says when that was. */
const countedFrom = ({ clock, clockStarted, timeZone }: Obligation): string =>
  clock && clockStarted ? `, counted from ${events[clock]} on ${day(clockStarted, timeZone)}` : '';
