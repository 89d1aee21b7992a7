/**
 * What one poll saw. A source turns a platform's answer into an observation. Everything that the platform does not say
 * in that answer is left out, which means "as before", never "no".
 */
import type { Instant } from './time.ts';

/** A debate in a parliament, on an ISO day of the platform's zone. */
export interface Debate {
  readonly state: 'scheduled' | 'held' | 'declined';
  readonly on?: string | undefined;
  /** What was said. */
  readonly url?: string | undefined;
}

export interface Reading {
  readonly signatures: number;
  /** When the answer was made, at the earliest: it shows nothing later. Absent: at the instant of the poll. */
  readonly requestedAt?: Instant;
  /** When the platform last showed the count, and all fields that can be read, where this answer does not show them. */
  readonly countedAt?: Instant;
  readonly title?: string;
  readonly url?: string;
  readonly opened?: Instant;
  /** When the platform registered it, where that is not when it opened: this decides which rules apply. */
  readonly registered?: Instant;
  /** The platform's own signing deadline. */
  readonly deadline?: Instant;
  /** Whether the platform still accepts signatures; `at` is its own stamp of the end. */
  readonly signing?:
    | { readonly open: true }
    | { readonly open: false; readonly at?: Instant; readonly reason?: string };
  /** The platform's own numbers for this petition, by threshold name. */
  readonly needed?: Readonly<Record<string, number>>;
  /** The platform's stamps of meeting a threshold, by name; null where it says that it is not met. */
  readonly stamps?: Readonly<Record<string, Instant | null>>;
  /** The thresholds that the platform's status says are met, where it gives no stamp. */
  readonly met?: readonly string[];
  /**
   * The thresholds that the platform says are not met after a verification, by name: when that was decided, and how
   * many signatures are valid, as far as it says.
   */
  readonly refused?: Readonly<Record<string, { readonly at?: Instant; readonly verified?: number }>>;
  /** How many signatures a verification has found valid, once it is over: it decides for all thresholds that wait for one. */
  readonly verified?: number;
  /**
   * The platform's stamp of the event that starts the response clock, where that is neither meeting the threshold nor
   * the end of signing. True: it has happened, but the platform does not say when. Null: it has not happened.
   */
  readonly clockStarted?: Instant | true | null;
  /** The count by parts (member states, departments), where the rules need it. A part that is not named has none. */
  readonly parts?: Readonly<Record<string, number>>;
  /** The time of the parts, where the platform counts them more rarely: they show nothing later than that. */
  readonly partsAt?: Instant;
  /** Who answers this petition, where the platform says so, in a sentence: "the Home Office". */
  readonly authority?: string;
  /** What became of its debate; null where the platform says that none is scheduled. */
  readonly debate?: Debate | null;
  /** The day by which the platform itself says that the authority is to answer. It wins over the rules. */
  readonly answerDue?: Instant;
  /** The authority's answer, and how it begins; null where the platform says that there is no answer. */
  readonly answer?: { readonly at?: Instant; readonly url?: string; readonly text?: string } | null;
}

/** A reading, or that the petition is not there (any longer). A failed poll has no observation. */
export type Observation =
  | ({ readonly kind: 'reading' } & Reading)
  /** `final` when the platform says so itself (410, "removed"): then one poll is enough. */
  | {
      readonly kind: 'gone';
      readonly final: boolean;
      /** When the answer was made, at the earliest. Absent: at the instant of the poll. */
      readonly requestedAt?: Instant;
      /** Why it is not there, if that is known: such as `not published yet`. */
      readonly reason?: string;
    };

/** Whether the platform itself says, by stamp or status, that a threshold is met. */
export const platformSaysMet = ({ stamps, met }: Reading, threshold: string): boolean =>
  (stamps?.[threshold] ?? undefined) !== undefined || met?.includes(threshold) === true;
