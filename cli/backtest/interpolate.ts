/** The count of a recorded history at any instant: that of its last row, or interpolated between two close rows. */
import { isAfter, type Instant } from '../../src/domain/time.ts';
import type { RecordedHistory, HistoryRow } from './recorded-history.ts';

/** `step`: the last row holds until the next; `linear`: the count moves evenly from each row to the next. */
export type Interpolation = 'step' | 'linear';

/** Between rows that are further apart, no count is interpolated: milliseconds. */
const closeTogether = 2 * 60 * 60_000;

/** The counts of a history; calls must be in order of time. Undefined is no count. */
export function interpolator(history: RecordedHistory, between: Interpolation): (now: Instant) => number | undefined {
  let row = 0;
  return (now) => {
    for (let next = history[row + 1]; next !== undefined && !isAfter(next.at, now); next = history[row + 1]) row += 1;
    const here = history[row] ?? history[0];
    return between === 'linear' ? interpolated(here, history[row + 1], now) : here.signatures;
  };
}

function interpolated(from: HistoryRow, to: HistoryRow | undefined, now: Instant): number | undefined {
  if (from.signatures === undefined || to?.signatures === undefined) return from.signatures;
  const apart = to.at.epochMilliseconds - from.at.epochMilliseconds;
  if (apart > closeTogether) return from.signatures;
  const passed = now.epochMilliseconds - from.at.epochMilliseconds;
  return from.signatures + Math.trunc((passed * (to.signatures - from.signatures)) / apart);
}

/** The first instant at which a history has the needed signatures; undefined when it never does. */
export function firstReached(history: RecordedHistory, needed: number, between: Interpolation): Instant | undefined {
  for (const [index, row] of history.entries()) {
    if ((row.signatures ?? 0) >= needed) return row.at;
    const next = history[index + 1];
    if (between === 'step' || (next?.signatures ?? 0) < needed || row.signatures === undefined) continue;
    if (next?.signatures === undefined) continue;
    const apart = next.at.epochMilliseconds - row.at.epochMilliseconds;
    if (apart > closeTogether) continue;
    const gained = next.signatures - row.signatures;
    return row.at.add({ milliseconds: Math.ceil(((needed - row.signatures) * apart) / gained) });
  }
  return undefined;
}
