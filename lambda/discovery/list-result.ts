/** What reading one list gives, whichever kind of list it is. */
import type { WatchQuery } from '../../src/config/watched-petition.ts';
import type { PetitionOutcome } from '../../src/polling/process-all.ts';

/** The queries of one list. */
export type Queries = readonly [WatchQuery, ...WatchQuery[]];

/** The numbers are petitions, unless stated otherwise. */
export interface ListResult {
  readonly host: string;
  /** Pages of the list. */
  readonly pages: number;
  /** On the list, watched or not. */
  readonly listed: number;
  /** Watched from now on. */
  readonly found: number;
  /** Watched, and no longer on the list. */
  readonly left: number;
  readonly outcomes: readonly PetitionOutcome[];
  /** Why it could not be read to its end; absent when it could. */
  readonly failed?: string;
}
