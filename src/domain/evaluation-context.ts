/** The context of one evaluation: what signing, thresholds, responses and warnings are all evaluated with. */
import type { AlertDraft } from './alerts.ts';
import type { Count } from './count-series.ts';
import type { Bracket, Evidence, Petition } from './petition.ts';
import type { Reading } from './observation.ts';
import type { Rules } from './rules.ts';
import { isAfter, type Instant } from './time.ts';

export interface EvaluationContext {
  readonly now: Instant;
  /** When the answer was made. Where the reading is in doubt: the beginning of time, so that nothing is concluded. */
  readonly asOf: Instant;
  /** The reading shows everything that happened up to this instant: what was made, less the platform's lag. */
  readonly completeTo: Instant;
  /** How long the platform takes to show what happened. */
  readonly lagMinutes: number;
  readonly reading: Reading;
  readonly rules: Rules;
  /** How long before a deadline to warn. */
  readonly warnBefore: readonly string[];
  /** How often to remind of an overdue response. */
  readonly remindEvery: string | undefined;
  /** Whether to notify when a threshold becomes likely to be met, or unlikely again. */
  readonly forecasts: boolean;
  /** The count of the previous poll, if there was any. */
  readonly before: Count | undefined;
  /** An implausible count that waited for this reading, which confirms it. */
  readonly confirmedCount?: Count | undefined;
  /** Of each claim that this reading confirms: the reading before the first that made it, and that first one. */
  readonly confirmed: Readonly<Record<string, Bracket>>;
  /** The platform's own numbers for this petition, by threshold name. */
  readonly ownNumbers: Readonly<Record<string, number>>;
}

/** When signing began, and when it ends or ended, as far as is known now. */
export type SigningState = Pick<Petition, 'opened' | 'deadline' | 'closed'>;

/** The context, with what the reading shows of the petition as a whole: its thresholds are evaluated with this. */
export interface PetitionContext extends EvaluationContext {
  readonly signing: SigningState;
  readonly answer: Petition['answer'];
  /** The platform's own day for the answer, as far as it has said one. */
  readonly answerDue: Petition['answerDue'];
  /** The event that starts the clock of a response, where the rules name one. */
  readonly clock: Petition['clock'];
}

/** The next state of one part of the petition, and drafts of the alerts that its change makes due. */
export interface Evaluated<T> {
  readonly next: T;
  readonly drafts: readonly AlertDraft[];
}

/** At the first poll, an event that is not older than this is still news. */
const newsWindow = { hours: 24 };

/**
 * Whether to send an alert: yes for a change since the previous poll. What the first poll finds is only recorded,
 * unless it is known to have happened in the last 24 hours.
 */
export const isNews = (isFirst: boolean, happened: Instant | undefined, now: Instant): boolean =>
  !isFirst || (happened !== undefined && isAfter(happened.add(newsWindow), now));

/** Up to when an earlier poll proves that something had not happened. */
export const provenAbsentUntil = (poll: Instant, minutes: number): Instant => poll.subtract({ minutes });

/**
 * Evidence for what this poll shows and the previous one did not. `between` is earlier where an earlier reading had it.
 */
export const evidenceFor = (
  { before, now }: EvaluationContext,
  stamp?: Instant,
  between: Bracket = [before?.at ?? null, now],
): Evidence => ({ stamp, between, by: stamp ?? between[1] });
