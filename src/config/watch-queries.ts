/**
 * Watch queries: entries of petitions.json for all petitions that a platform's own list has open. The list is read once
 * an hour, which gives a reading of every petition on it. What a query found is stored in the table. A query for what is
 * answered reads the lists of that, once a week, for the figures of answers.
 */
import * as z from 'zod/mini';
import type { Reading } from '../domain/observation.ts';
import { computeWithin } from '../runtime/time-limit.ts';

/** How often lists are read. A petition that can wait this long is read from its list only. */
export const listIntervalMinutes = 60;

const goodPattern = '"climate|energy"';

/** What an entry may have instead of `petition`, by whether the platform has lists of what is answered. */
export const allField = (hasAnswered: boolean) =>
  hasAnswered
    ? z
        .optional(z.literal(['open', 'answered'], { error: 'must be "open" or "answered"' }))
        .check(
          z.describe(
            'Instead of "petition": all petitions of the platform that are open for signatures, or that are over and answered.',
          ),
        )
    : z
        .optional(z.literal(['open'], { error: 'must be "open"' }))
        .check(z.describe('Instead of "petition": all petitions of the platform that are open for signatures.'));

/** What may choose some of them. */
export const queryFields = {
  minSignatures: z
    .optional(
      z
        .number({ error: 'must be a whole number of signatures, such as 5000' })
        .check(
          z.multipleOf(1, { error: 'must be a whole number of signatures, such as 5000' }),
          z.minimum(1, { error: 'must be 1 or more, such as 5000' }),
          z.lt(1_000_000_000, { error: 'must be below a billion, such as 5000' }),
        ),
    )
    .check(
      z.describe(
        'With "all": only petitions with at least this many signatures. A petition that was found stays watched.',
      ),
    ),
  titleMatches: z
    .optional(
      z.string({ error: `must be a text, such as ${goodPattern}` }).check(
        z.refine((text) => patternOf(text) !== undefined, {
          error: `must be a regular expression, such as ${goodPattern}`,
        }),
      ),
    )
    .check(
      z.describe('With "all": only petitions whose title matches this regular expression, in upper or lower case.'),
    ),
};

type QueryFields = Readonly<{ all?: 'open' | 'answered' | undefined; petition?: string | undefined }> & QueryFilter;

interface QueryFilter {
  readonly minSignatures?: number | undefined;
  readonly titleMatches?: string | undefined;
}

/** An entry is for one petition, or for all; only an entry for all can have filters. */
export const petitionOrAll = (example: string, hasList: boolean) =>
  z.superRefine<QueryFields>(({ petition, all, minSignatures, titleMatches }, context) => {
    const fault = (path: string, message: string, input: unknown): void =>
      context.addIssue({ code: 'custom', path: [path], message, input });
    const byId = `must be the id of a petition as text, such as "${example}"`;
    if (all === undefined) {
      if (petition === undefined) fault('petition', hasList ? `${byId}; or use "all": "open"` : byId, petition);
      if (minSignatures !== undefined) fault('minSignatures', 'needs "all": "open"', minSignatures);
      if (titleMatches !== undefined) fault('titleMatches', 'needs "all": "open"', titleMatches);
      return;
    }
    if (!hasList)
      fault('all', `is not supported: this platform has no readable list; name a petition, such as "${example}"`, all);
    if (petition !== undefined) fault('petition', 'cannot be used with "all"', petition);
  });

/** Milliseconds for one title. An ordinary pattern takes less than one (2026-11). */
export const titleLimits = { first: 200, later: 10, all: 4_000 } as const;

/** Whether a query is for a petition of this title. @throws {RangeError} where the pattern takes too long on it. */
export type TitleMatcher = (reading: Pick<Reading, 'title'>) => boolean;

/**
 * For one read of a list. Anybody may write a title, or a thousand. So the titles that take long share a limit: each
 * that comes may take a twentieth of what is left, but always enough for an ordinary title. A thousand of the worst take
 * `all` and a thousand times `later`, 14 s, and the ordinary ones among them are found.
 */
export function createTitleMatcher({ titleMatches }: QueryFilter): TitleMatcher {
  if (titleMatches === undefined) return () => true;
  const pattern = patternOf(titleMatches);
  let left: number = titleLimits.all;
  return ({ title }) => {
    if (title === undefined) return false;
    const limit = Math.round(Math.min(titleLimits.first, Math.max(titleLimits.later, left / 20)));
    const begun = performance.now();
    try {
      return computeWithin(
        limit,
        () => pattern?.test(title) === true,
        () => new RangeError(`the title takes too long to be searched for /${titleMatches}/`),
      );
    } finally {
      const taken = performance.now() - begun;
      if (taken > 1) left = Math.max(0, left - taken);
    }
  };
}

/** Whether it has enough signatures for the query. A petition that was found stays watched if it loses some. */
export const reachesMinSignatures = ({ minSignatures = 0 }: QueryFilter, { signatures }: Reading): boolean =>
  signatures >= minSignatures;

function patternOf(text: string): RegExp | undefined {
  try {
    return new RegExp(text, 'iu');
  } catch {
    return undefined;
  }
}
