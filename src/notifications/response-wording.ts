/** How what an authority owes is spoken of: by what it is worth, by when, and from what on that is counted. */
import type { Alert } from '../domain/alerts.ts';
import type { Instant } from '../domain/time.ts';
import { formatDay, formatIsoDuration, formatMoment } from '../format.ts';

/** What an authority owes, so far as that decides the words. */
export type Obligation = Pick<Alert, 'authority' | 'commitment' | 'timeZone' | 'deadline' | 'clock' | 'clockStarted'>;

/** How an obligation is spoken of, ahead and in hindsight. */
export const commitmentVerbs = {
  statute: { ahead: 'is due', hindsight: 'was due' },
  promise: { ahead: 'is promised', hindsight: 'was promised' },
  convention: { ahead: 'is expected', hindsight: 'was expected' },
} as const;

/** What it is worth. */
export const commitmentNotes = {
  statute: 'The law asks for this answer.',
  promise: 'The answer is a promise; no law asks for it.',
  convention: 'The answer is a convention; nothing obliges anybody to it.',
} as const;

const clockEvents = {
  met: 'the meeting of the threshold',
  closed: 'the end of signing',
  presented: 'its presentation',
  submitted: 'its submission',
  referred: 'its referral',
  established: 'its being established as a proposal',
} as const;

type Clock = keyof typeof clockEvents;

/** What starts a clock: "its submission". */
export const clockEventText = (clock: Clock): string => clockEvents[clock];

/** An answer that is owed by a date. */
export const responseDueSentence = (alert: Obligation, by: Instant): string =>
  `An answer from ${alert.authority} ${commitmentVerbs[alert.commitment].ahead} by ${formatMoment(by, alert.timeZone)}${countedFrom(alert)}.`;

/** An answer that will be owed once the event has happened that its time is counted from. */
export const responseAfterClockSentence = (
  { authority, commitment, clock = 'met' }: Obligation,
  window: string,
): string =>
  `An answer from ${authority} ${commitmentVerbs[commitment].ahead} within ${formatIsoDuration(window)} of ${clockEvents[clock]}, which is still to come.`;

/** An answer that was owed by a date; no whole sentence. */
export const responseWasDueClause = (alert: Obligation): string => {
  const by = alert.deadline ? formatMoment(alert.deadline, alert.timeZone) : 'an unknown day';
  return `An answer from ${alert.authority} ${commitmentVerbs[alert.commitment].hindsight} by ${by}${countedFrom(alert)}`;
};

/** Of a clock that starts with the threshold nothing is said: the alert says when that was. */
const countedFrom = ({ clock, clockStarted, timeZone }: Obligation): string =>
  clock && clockStarted ? `, counted from ${clockEvents[clock]} on ${formatDay(clockStarted, timeZone)}` : '';
