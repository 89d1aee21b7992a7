/**
 * Whether the files of a petition are to be made anew. Each write costs as much as eight of the table, and a count moves all the
 * time: what happened is shown at once, a count when it has moved by a hundredth, and any other count, and a forecast that has become
 * another, when a day begins or, in the last days of signing, an hour. Pure.
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
  /** Of the nearest open line; the count itself where there is none. */
  needed: z.int(),
});
type Outlook = z.output<typeof outlookSchema>;

/** What its files were last made of. */
export const buildRecordSchema = z.object({
  at: instant,
  signatures: z.nullable(z.int()),
  /** Of what is on record, but for counts. */
  facts: z.string(),
  /** What was expected; null where nothing was. */
  outlook: z.nullable(outlookSchema),
});
export type BuildRecord = z.output<typeof buildRecordSchema>;

/** The share of itself by which a count moves before it is shown on the petition's own page. */
const countTolerance = 0.01;

/**
 * A forecast moves a little with each day that passes, and nobody acts on a little: it is another by so large a share of its interval,
 * and by a hundredth of the line as well, or by the chance. Else nearly all of a thousand petitions would be written every day for
 * nothing else, as that one of two signatures will end with 37 at the most and not with 57 (2026-11, bench:site).
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
  if (before.facts !== next.facts) return true;
  const [shown, count] = [before.signatures ?? 0, next.signatures ?? 0];
  if (Math.abs(count - shown) > countTolerance * shown) return true;
  const another = isAfter(viewGridTime(petition, next.at), before.at);
  return another && (count !== shown || hasMoved(before.outlook, next.outlook));
}

function hasMoved(before: Outlook | null, next: Outlook | null): boolean {
  if (before === null || next === null) return before !== next;
  const little = Math.max(forecastTolerance.share * (before.high - before.low), countTolerance * next.needed);
  return (
    (['low', 'median', 'high'] as const).some((one) => Math.abs(next[one] - before[one]) > little) ||
    Math.abs(next.chance - before.chance) > forecastTolerance.chance
  );
}

/** All but counts, and the instants that go with each of them. */
function factsOf(petition: Petition): unknown {
  const thresholds = Object.entries(petition.thresholds).map(([name, { parts, ...one }]) => [name, one, parts?.have]);
  const counted = { counts: undefined, last: undefined, paces: undefined, doubted: undefined, allowance: undefined };
  return { ...petition, ...counted, thresholds };
}

/** Short, and of no two texts the same: 132 bits. */
export const contentHash = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22);
