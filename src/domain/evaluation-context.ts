/** One look at a petition: what the judgements of signing, thresholds, responses and warnings all start from. */
import type { AlertDraft } from './alerts.ts';
import type { Count } from './count-series.ts';
import type { Evidence, Petition } from './petition.ts';
import type { Reading } from './observation.ts';
import type { Rules } from './rules.ts';
import { isAfter, type Instant } from './time.ts';

export interface EvaluationContext {
  readonly now: Instant;
  /** Everything that happened up to here is in this reading. */
  readonly completeTo: Instant;
  /** How long the platform takes to show what happened. */
  readonly lagMinutes: number;
  readonly reading: Reading;
  readonly rules: Rules;
  /** How long ahead of a deadline to warn. */
  readonly warnBefore: readonly string[];
  /** How often to remind of an answer that is overdue. */
  readonly remindEvery: string | undefined;
  /** Whether it is told when a threshold becomes likely, or unlikely again. */
  readonly forecasts: boolean;
  /** The look before this one, if there was any. */
  readonly before: Count | undefined;
  /** A count that leapt and was held for this reading, which confirms it. */
  readonly confirmedCount?: Count | undefined;
}

/** When signing began, and when it ends or ended, as far as is known at this look. */
export type SigningState = Pick<Petition, 'opened' | 'deadline' | 'closed'>;

/** A look, and what it has shown of the petition as a whole: what its thresholds are judged by. */
export interface PetitionContext extends EvaluationContext {
  readonly signing: SigningState;
  readonly answer: Petition['answer'];
  /** The event that starts the clock of a response, where the rules name one. */
  readonly clock: Petition['clock'];
}

/** What a look makes of one part of the petition: that part as it is now, and what is to be told of the change. */
export interface Evaluated<T> {
  readonly next: T;
  readonly drafts: readonly AlertDraft[];
}

/** What we find on first sight is still news when it happened no longer ago than this. */
const newsWindow = { hours: 24 };

/**
 * Whether something is to be told. A change since the look before is. What we find on first sight is recorded only,
 * unless it is known to have happened in the last 24 hours.
 */
export const isNews = (firstSight: boolean, happened: Instant | undefined, now: Instant): boolean =>
  !firstSight || (happened !== undefined && isAfter(happened.add(newsWindow), now));

/** Up to when an earlier look proves that something had not happened. */
export const provenAbsentUntil = (look: Instant, minutes: number): Instant => look.subtract({ minutes });

/** Evidence for what this look shows and the one before did not; `seen` where it was seen before it was believed. */
export const evidenceFor = (look: EvaluationContext, stamp?: Instant, seen: Instant = look.now): Evidence => ({
  stamp,
  between: [look.before?.at ?? null, seen],
  by: stamp ?? seen,
});
