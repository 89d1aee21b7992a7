/**
 * What one poll saw. A source turns a platform's answer into a sighting; everything a platform does not say in that
 * answer is left out, which means "as before", never "no".
 */
import type { Instant } from './time.ts';

export interface Reading {
  readonly signatures: number;
  /** When the platform was asked: its answer is no older, but may be that old. Absent: at the very look. */
  readonly requestedAt?: Instant;
  readonly title?: string;
  readonly url?: string;
  readonly opened?: Instant;
  /** When the platform registered it, where that is not when it opened: by this it falls under its rules. */
  readonly registered?: Instant;
  /** The platform's own signing deadline. */
  readonly deadline?: Instant;
  /** Whether the platform still takes signatures; `at` is its own stamp of the end. */
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
   * The platform's stamp of the event by which the rules have the clock of a response start, where that is neither meeting
   * the threshold nor the end of signing; true where it says that it has happened, and not when; null where it says that it
   * has not.
   */
  readonly clockStarted?: Instant | true | null;
  /** The count by parts (member states, departments), where the rules ask for it: a part that is not named has none. */
  readonly parts?: Readonly<Record<string, number>>;
  /** As of when the parts are, where the platform counts them more rarely: they show nothing later than that. */
  readonly partsAt?: Instant;
  /** The authority's answer; null where the platform says that there is none. */
  readonly answer?: { readonly at?: Instant; readonly url?: string } | null;
}

/** A reading; or that the petition is not there (any more); or, on failure, nothing at all. */
export type Observation =
  | ({ readonly kind: 'reading' } & Reading)
  /** `final` when the platform says so itself (410, "removed"), and one look is enough. */
  | { readonly kind: 'gone'; readonly final: boolean };
