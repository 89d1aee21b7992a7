/**
 * Whether the files of a petition are to be made anew. Each write costs as much as eight of the table, and a count moves all the
 * time: what happened is shown at once, a count that moved when it has moved by a hundredth, and everything else when a day begins
 * or, in the last days of signing, an hour. Pure.
 */
import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { Petition } from '../petition/petition.ts';
import { instant, isAfter, type Instant } from '../petition/time.ts';
import { gridOf, type Standing } from '../standing/standing.ts';
import { lasting } from './view.ts';

/** What its files were last made of. */
export const madeSchema = z.object({
  at: instant,
  signatures: z.nullable(z.int()),
  /** Of what is on record, but for counts. */
  facts: z.string(),
  /** Of where it stands, as far as that lasts. */
  standing: z.string(),
});
export type Made = z.output<typeof madeSchema>;

/** The share of itself by which a count moves before it is shown on the petition's own page. */
const movedEnough = 0.01;

export const madeOf = (petition: Petition, standing: Standing, now: Instant): Made => ({
  at: now,
  signatures: standing.signatures,
  facts: digestOf(JSON.stringify(factsOf(petition))),
  standing: digestOf(JSON.stringify(lasting(standing))),
});

export function isDue(before: Made, petition: Petition, next: Made): boolean {
  if (before.facts !== next.facts) return true;
  if (before.standing === next.standing) return false;
  const [shown, count] = [before.signatures ?? 0, next.signatures ?? 0];
  return Math.abs(count - shown) > movedEnough * shown || isAfter(gridOf(petition, next.at), before.at);
}

/** All but counts, and the instants that go with each of them. */
function factsOf(petition: Petition): unknown {
  const thresholds = Object.entries(petition.thresholds).map(([name, { parts, ...one }]) => [name, one, parts?.have]);
  const counted = { counts: undefined, last: undefined, paces: undefined, doubted: undefined, allowance: undefined };
  return { ...petition, ...counted, thresholds };
}

/** Short, and of no two texts the same: 132 bits. */
export const digestOf = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22);
