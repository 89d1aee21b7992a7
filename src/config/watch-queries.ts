/**
 * Watch queries: entries of petitions.json that name no petition, but all that a platform's own list has open. What a query finds
 * is known from the table; the list is read once an hour, and is the reading of all the petitions on it.
 */
import * as z from 'zod/mini';
import type { Reading } from '../domain/observation.ts';

/** How often lists are read: a petition that may wait for so long is read by its list, and by nothing else. */
export const listIntervalMinutes = 60;

const goodPattern = '"climate|energy"';

/** What an entry may say in the place of `petition`. */
export const queryFields = {
  all: z
    .optional(z.literal('open', { error: 'must be "open"' }))
    .check(z.describe('In the place of a petition: all that the platform has open for signatures.')),
  minSignatures: z
    .optional(
      z
        .number({ error: 'must be a whole number of signatures, such as 5000' })
        .check(
          z.multipleOf(1, { error: 'must be a whole number of signatures, such as 5000' }),
          z.minimum(1, { error: 'must be 1 or more, such as 5000' }),
        ),
    )
    .check(z.describe('With "all": those with as many signatures. What was found so stays watched.')),
  titleMatches: z
    .optional(
      z.string({ error: `must be a text, such as ${goodPattern}` }).check(
        z.refine((text) => patternOf(text) !== undefined, {
          error: `must be a regular expression, such as ${goodPattern}`,
        }),
      ),
    )
    .check(z.describe('With "all": those of which the title matches this regular expression, in any case.')),
};

type QueryFields = Readonly<{ all?: 'open' | undefined; petition?: string | undefined }> & QueryFilter;

interface QueryFilter {
  readonly minSignatures?: number | undefined;
  readonly titleMatches?: string | undefined;
}

/** An entry names one petition, or all; and only of all can some be chosen. */
export const petitionOrAll = (example: string, hasList: boolean) =>
  z.superRefine<QueryFields>(({ petition, all, minSignatures, titleMatches }, context) => {
    const fault = (path: string, message: string, input: unknown): void =>
      context.addIssue({ code: 'custom', path: [path], message, input });
    const byId = `must be the id of a petition as text, such as "${example}"`;
    if (all === undefined) {
      if (petition === undefined) fault('petition', hasList ? `${byId}, or "all" be "open"` : byId, petition);
      if (minSignatures !== undefined) fault('minSignatures', 'goes with "all": "open"', minSignatures);
      if (titleMatches !== undefined) fault('titleMatches', 'goes with "all": "open"', titleMatches);
      return;
    }
    if (!hasList)
      fault('all', `can not be had: the platform has no list that is read; name a petition, such as "${example}"`, all);
    if (petition !== undefined) fault('petition', 'is not for an entry with "all"', petition);
  });

/** Whether a petition on the list is one that the query is for. */
export function matchesTitle({ titleMatches }: QueryFilter, { title }: Pick<Reading, 'title'>): boolean {
  return titleMatches === undefined || (title !== undefined && patternOf(titleMatches)?.test(title) === true);
}

/** Whether it is found by its count too: what was found once stays, if it loses some. */
export const reachesMinSignatures = ({ minSignatures = 0 }: QueryFilter, { signatures }: Reading): boolean =>
  signatures >= minSignatures;

function patternOf(text: string): RegExp | undefined {
  try {
    return new RegExp(text, 'iu');
  } catch {
    return undefined;
  }
}
