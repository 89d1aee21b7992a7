/**
 * Due times as keys of the agenda. Petitions that are looked at every so many minutes share a lane, in the slot of their
 * minute; those with an instant of their own are in the lane `at`, in order. So long as its cadence stays the same, a
 * petition stays where it is, and nothing need be written.
 */
import { periods, phaseOf, type Due, type Period } from '../petition/cadence.ts';
import type { Instant } from '../petition/time.ts';

export interface Place {
  readonly lane: string;
  readonly slot: string;
}

/** A stretch of a lane, both ends included. */
export interface Stretch {
  readonly lane: string;
  readonly from: string;
  readonly to: string;
}

const atLane = 'at';

/** All of them: whatever is watched is in one. */
export const lanes: readonly string[] = [atLane, ...periods.map(String)];

/** The lanes of what can least wait. */
export const urgentLanes: readonly string[] = [atLane, '1', '5'];

/** Before every slot, and after every one: instants and minutes begin with a digit. */
const beginning = '0';
const end = 'a';

export function placeOf(petition: string, due: Due): Place {
  if ('at' in due) return { lane: atLane, slot: second(due.at) };
  return { lane: String(due.every), slot: minute(phaseOf(petition, due.every)) };
}

/** Where to look for all that is watched, due or not. */
export const everywhere: readonly Stretch[] = lanes.map((lane) => ({ lane, from: beginning, to: end }));

/**
 * Where to look for all that fell due after `last` and by `now`: whatever the ticks in between, if they were missed,
 * would have taken up too. Everything is due in what comes after a day of silence.
 */
export function fallenDue(last: Instant, now: Instant): Stretch[] {
  const first = minutesOf(last) + 1;
  const upTo = minutesOf(now);
  const passed = periods.flatMap((period) => stretchesOf(period, first, upTo));
  return [{ lane: atLane, from: beginning, to: second(now, 'floor') }, ...passed];
}

/** The slots of one lane whose minute lies in `[first, upTo]`: two stretches, where the period ends in between. */
function stretchesOf(period: Period, first: number, upTo: number): Stretch[] {
  const lane = String(period);
  const last = minute(period - 1);
  if (upTo - first + 1 >= period) return [{ lane, from: minute(0), to: last }];
  if (upTo < first) return [];
  const [from, to] = [first % period, upTo % period];
  if (from <= to) return [{ lane, from: minute(from), to: minute(to) }];
  return [
    { lane, from: minute(from), to: last },
    { lane, from: minute(0), to: minute(to) },
  ];
}

const minutesOf = (at: Instant): number => Math.floor(at.epochMilliseconds / 60_000);
const minute = (number: number): string => String(number).padStart(4, '0');
const second = (at: Instant, roundingMode: 'ceil' | 'floor' = 'ceil'): string =>
  at.toString({ smallestUnit: 'second', roundingMode });
