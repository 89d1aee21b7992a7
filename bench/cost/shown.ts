/** What the platform of the cost bench shows of a petition beside its count: when it opened, when it closes, its stamps. */
import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../../src/domain/time.ts';
import type { Drawn } from './population.ts';

const secondsADay = 86_400;
const zone = 'Europe/London';

export const lines = { response: 10_000, debate: 100_000 } as const;

/** `start` is when the bench began: milliseconds since 1970. */
export const openedAt = ({ days }: Drawn, start: number): Instant =>
  Temporal.Instant.fromEpochMilliseconds(1000 * Math.floor(start / 1000 - days * secondsADay));

/** The last day of signing. */
export const closingDay = (drawn: Drawn, start: number): Temporal.PlainDate =>
  openedAt(drawn, start).toZonedDateTimeISO(zone).add({ months: 6 }).toPlainDate();

/** The end of that day. */
export const closingOf = (drawn: Drawn, start: number): Instant =>
  closingDay(drawn, start).add({ days: 1 }).toZonedDateTime(zone).toInstant().subtract({ milliseconds: 1 });

/** What was over a line when the bench began has been so for half of its days; what came over it later, since then. */
export function stampsOf(
  drawn: Drawn,
  start: number,
  signatures: number,
  since: Instant = Temporal.Instant.fromEpochMilliseconds(start),
): { readonly response: Instant | null; readonly debate: Instant | null } {
  const halfway = Temporal.Instant.fromEpochMilliseconds(
    1000 * Math.floor(start / 1000 - (drawn.days * secondsADay) / 2),
  );
  const stamp = (line: number): Instant | null => {
    if (signatures < line) return null;
    return drawn.signatures >= line ? halfway : since;
  };
  return { response: stamp(lines.response), debate: stamp(lines.debate) };
}
