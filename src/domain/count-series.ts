/**
 * A series of counts, oldest first, and its compact stored form: the first count in full, each later one as the seconds
 * and the signatures since the one before. So thirty counts take about a quarter of a kilobyte.
 */
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { instant, type Instant } from './time.ts';

export interface Count {
  readonly at: Instant;
  readonly signatures: number;
}

const step = z.tuple([z.int(), z.int()]);
type Step = z.output<typeof step>;

/** Instants are stored to the second. */
const stored = z.nullable(z.object({ from: instant, signatures: z.int(), then: z.array(step) }));

export const countsCodec = z.codec(stored, z.custom<readonly Count[]>(Array.isArray), {
  decode: (series, payload) => {
    if (series === null) return [];
    let last: Count = { at: series.from, signatures: series.signatures };
    const counts = [last];
    try {
      for (const [seconds, signatures] of series.then) {
        last = { at: last.at.add({ seconds }), signatures: last.signatures + signatures };
        counts.push(last);
      }
    } catch {
      payload.issues.push({ code: 'custom', input: series, message: 'must be counts of the years 0 to 9999' });
    }
    return counts;
  },
  encode: ([first, ...later]) => {
    if (first === undefined) return null;
    let last = first;
    const then: Step[] = [];
    for (const next of later) {
      then.push([secondOf(next.at) - secondOf(last.at), next.signatures - last.signatures]);
      last = next;
    }
    return {
      from: Temporal.Instant.fromEpochMilliseconds(secondOf(first.at) * 1000),
      signatures: first.signatures,
      then,
    };
  },
});

function secondOf(at: Instant): number {
  return Math.floor(at.epochMilliseconds / 1000);
}
