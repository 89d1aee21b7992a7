/**
 * Words what an authority owes: by what its date is worth (statute, promise or convention), by when, and counted from
 * what. Mails, SMS, digests, the site, feeds and the command line all take their words from here.
 */
import type { Alert } from '../domain/alerts.ts';
import type { Instant } from '../domain/time.ts';
import { workingDaysIn } from '../domain/response-terms.ts';
import { capitalize, formatDay, formatIsoDuration, formatMoment, pluralize } from '../format.ts';

export type Commitment = Alert['commitment'];
type Verdict = NonNullable<Alert['standings']>[number]['response'];

/** What an authority owes, so far as that decides the words. */
export type Obligation = Pick<
  Alert,
  'authority' | 'commitment' | 'timeZone' | 'deadline' | 'laterIf' | 'clock' | 'clockStarted' | 'workingDays'
>;

/** Only a duty is due, overdue or late without more words; a convention is never called so. */
const vocabulary = {
  statute: { owed: 'due', date: 'the deadline', missed: 'overdue', late: 'answered late' },
  promise: {
    owed: 'promised',
    date: 'the promised date',
    missed: 'overdue (promise)',
    late: 'answered late (promise)',
  },
  convention: {
    owed: 'expected',
    date: 'the date expected by convention',
    missed: 'not given by the expected date',
    late: 'answered after the expected date',
  },
} as const;

/** What the date of a response rests on. True of every rule: some conventions are rules of a parliament. */
export const commitmentNotes = {
  statute: 'The date is set by law.',
  promise: 'The date is a promise by the authority; no statute sets it.',
  convention: 'The date is a convention; no statute sets it.',
} as const;

/** Where the rules are not known, the weakest word. */
const wordsFor = (commitment: Commitment | undefined) => vocabulary[commitment ?? 'convention'];

/** `due`, `promised` or `expected`. */
export const owedVerb = (commitment: Commitment | undefined): string => wordsFor(commitment).owed;

/** What follows a date that is a convention. */
export const conventionMark = (commitment: Commitment | undefined): string =>
  commitment === 'convention' ? ', by convention' : '';

/** `due by 5 January 2016`, `expected by 5 January 2016, by convention` */
export const owedBy = (commitment: Commitment | undefined, when: string, laterIf?: string): string =>
  `${owedVerb(commitment)} by ${when}${laterIf === undefined ? '' : ' or later'}${conventionMark(commitment)}`;

/** A verdict in a few words, where it is clear that they are of a response: `overdue`. */
export const responseState = (verdict: Exclude<Verdict, 'none'>, commitment: Commitment | undefined): string => {
  if (verdict === 'met') return 'answered';
  return verdict === 'due' ? owedVerb(commitment) : wordsFor(commitment)[verdict];
};

/** A verdict in a few words, for marks and calendars: `Response overdue`. */
export const responseLabel = (verdict: Exclude<Verdict, 'none'>, commitment: Commitment | undefined): string => {
  const state = responseState(verdict, commitment);
  return verdict === 'due' || verdict === 'missed' ? `Response ${state}` : capitalize(state);
};

/** Whether an authority has broken its word or the law: a convention that has passed is neither. */
export const isDuty = (commitment: Commitment): boolean => commitment !== 'convention';

/** `the deadline`, `the promised date` or `the date expected by convention` */
export const responseDateName = (commitment: Commitment): string => vocabulary[commitment].date;

/** What follows a number of days: `overdue`, `after the promised date`. */
export const pastDate = (commitment: Commitment, ofDuty: 'late' | 'overdue'): string =>
  commitment === 'statute' ? ofDuty : `after ${vocabulary[commitment].date}`;

const clockEvents = {
  met: 'reaching the threshold',
  closed: 'the end of signing',
  presented: 'its presentation',
  submitted: 'its submission',
  referred: 'its referral',
  established: 'its acceptance as a proposal',
} as const;

type Clock = keyof typeof clockEvents;

/** What starts a clock: "its submission". */
export const clockEventText = (clock: Clock): string => clockEvents[clock];

/** The first half of a sentence: `By convention, a response from the government was expected`. */
export const responseOwedClause = (
  { authority, commitment }: Pick<Obligation, 'authority' | 'commitment'>,
  verb: 'is' | 'was',
  to = '',
): string => {
  const response = `a response from ${authority}${to} ${verb} ${vocabulary[commitment].owed}`;
  return commitment === 'convention' ? `By convention, ${response}` : capitalize(response);
};

/** A response that is owed by a date. */
export const responseDueSentence = (owed: Obligation, by: Instant): string =>
  `${responseOwedClause(owed, 'is')} by ${formatMoment(by, owed.timeZone)}${countedFrom(owed)}${orLater(owed)}.`;

/** `, or later if the House does not sit on that day`; nothing for a deadline that is certain. */
export const orLater = ({ laterIf }: Pick<Obligation, 'laterIf'>): string =>
  laterIf === undefined ? '' : `, or later if ${laterIf}`;

/** `6 months`, or `10 working days` */
export const windowText = (window: string, inWorkingDays = false): string =>
  inWorkingDays ? pluralize(workingDaysIn(window), 'working day') : formatIsoDuration(window);

/** A response that will be owed once the event has happened from which its time is counted. */
export const responseAfterClockSentence = (owed: Obligation, window: string): string =>
  `${responseOwedClause(owed, 'is')} within ${windowText(window, owed.workingDays)} of ${clockEvents[owed.clock ?? 'met']}, which has not happened yet.`;

/** A response that was owed by a date that has passed. */
export const responseWasDueSentence = (owed: Obligation): string =>
  `${responseOwedClause(owed, 'was')} by ${deadlineText(owed)}.`;

/** The date itself: `the promised date, 5 January 2016, 12:00 (New York time)`; no whole sentence. */
export const responseDateText = (owed: Obligation): string =>
  `${vocabulary[owed.commitment].date}, ${deadlineText(owed)}`;

const deadlineText = (owed: Obligation): string =>
  `${owed.deadline ? formatMoment(owed.deadline, owed.timeZone) : 'an unknown day'}${countedFrom(owed)}`;

/** What is said where a threshold stands in a few sentences; nothing where no response has a date. */
export function responseStatusSentence(
  verdict: Verdict,
  { commitment, timeZone, deadline, laterIf }: Pick<Obligation, 'commitment' | 'timeZone' | 'deadline' | 'laterIf'>,
): string | undefined {
  if (verdict === 'none') return undefined;
  if (verdict === 'met' || deadline === null) return `${responseLabel(verdict, commitment)}.`;
  const day = formatDay(deadline, timeZone);
  if (verdict === 'due') return `Response ${owedBy(commitment, day, laterIf)}.`;
  return `${verdict === 'late' ? 'Answered after' : 'No response by'} ${vocabulary[commitment].date}, ${day}.`;
}

/** Nothing for a clock that starts with the threshold: the alert says when that was. */
const countedFrom = ({ clock, clockStarted, timeZone }: Obligation): string =>
  clock && clockStarted ? `, counted from ${clockEvents[clock]} on ${formatDay(clockStarted, timeZone)}` : '';
