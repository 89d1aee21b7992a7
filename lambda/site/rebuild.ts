/**
 * Decides whether the files of a petition are generated again. One write costs as much as eight writes to the table,
 * and counts change all the time. So events are shown at once, and a count when it has changed by more than 1%. Smaller
 * changes of the count, and a changed forecast, are shown when a day begins or, in the last days of signing, an hour.
 * Pure.
 */
import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { Petition } from '../../src/domain/petition.ts';
import { instant, isAfter, type Instant } from '../../src/domain/time.ts';
import { viewGridTime, type PetitionStatus } from '../../src/status/petition-status.ts';

const outlookSchema = z.object({
  low: z.int(),
  median: z.int(),
  high: z.int(),
  chance: z.number(),
  /** Of the nearest open threshold; the count itself if none is open. */
  needed: z.int(),
});
type Outlook = z.output<typeof outlookSchema>;

/** What the files of a petition were last built from. */
export const buildRecordSchema = z.object({
  at: instant,
  signatures: z.nullable(z.int()),
  /** A hash of the record without counts. */
  facts: z.string(),
  /** The forecast; null if there was none. */
  outlook: z.nullable(outlookSchema),
  /** They say that the petition is not watched any more. */
  former: z.optional(z.boolean()),
  /** They have the form by which visitors sign up. */
  signUp: z.optional(z.boolean()),
});
export type BuildRecord = z.output<typeof buildRecordSchema>;

/** The relative change of a count beyond which the petition's own page shows it at once. */
const countTolerance = 0.01;

/**
 * A forecast changes a little every day, and a small change matters to nobody. It counts as changed if it moved by this
 * share of its range and by 1% of the threshold, or if its chance moved by this much. Otherwise nearly all of a
 * thousand petitions would be written every day, only because one with two signatures will end with 37 at most instead
 * of 57 (2026-11, bench:site).
 */
const forecastTolerance = { share: 0.1, chance: 0.05 };

export const buildRecord = (
  petition: Petition,
  { signatures, next, forecast }: PetitionStatus,
  now: Instant,
): BuildRecord => ({
  at: now,
  signatures,
  facts: contentHash(JSON.stringify(factsOf(petition))),
  outlook: forecast && { ...forecast, chance: forecast.chance ?? 1, needed: next?.needed ?? signatures ?? 0 },
});

export function needsRebuild(before: BuildRecord, petition: Petition, next: BuildRecord): boolean {
  if (before.facts !== next.facts || before.former !== next.former || before.signUp !== next.signUp) return true;
  const [shown, count] = [before.signatures ?? 0, next.signatures ?? 0];
  if (Math.abs(count - shown) > countTolerance * shown) return true;
  const isNewPeriod = isAfter(viewGridTime(petition, next.at), before.at);
  return isNewPeriod && (count !== shown || hasMoved(before.outlook, next.outlook));
}

function hasMoved(before: Outlook | null, next: Outlook | null): boolean {
  if (before === null || next === null) return before !== next;
  const tolerance = Math.max(forecastTolerance.share * (before.high - before.low), countTolerance * next.needed);
  return (
    (['low', 'median', 'high'] as const).some((one) => Math.abs(next[one] - before[one]) > tolerance) ||
    Math.abs(next.chance - before.chance) > forecastTolerance.chance
  );
}

/** The record without counts, and without the instants that change with every count. */
function factsOf(petition: Petition): unknown {
  const thresholds = Object.entries(petition.thresholds).map(([name, { parts, ...one }]) => [name, one, parts?.have]);
  const omitted = {
    counts: undefined,
    last: undefined,
    paces: undefined,
    // Only the page of all forecasts shows them.
    forecasts: undefined,
    doubted: undefined,
    unconfirmed: undefined,
    allowance: undefined,
  };
  return { ...petition, ...omitted, thresholds };
}

/** Short, and different for different texts: 132 bits. */
export const contentHash = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22);
