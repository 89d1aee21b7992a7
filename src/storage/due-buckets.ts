/**
 * Due times as keys of the agenda. Petitions that are looked at every so many minutes share a lane, in the slot of their
 * minute; those with an instant of their own are in the lane `at`, in order. So long as its cadence stays the same, a
 * petition stays where it is, and nothing need be written.
 *
 * The lanes of long periods hold almost all that is watched. Each is four lanes, by the time within its period: a tick asks
 * for the one that it is in, so that four cost no more than one, and no key is written by all.
 */
import { periods, phaseOf, type Due, type Period } from '../domain/cadence.ts';
import type { Instant } from '../domain/time.ts';

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
/** What is read by the platform's list, and what is over: no tick asks for either. */
const [listedLane, overLane] = ['listed', 'over'];
/** A place in a lane that is in no order. */
const anySlot = '0000';

/** The place of a petition that is read by the platform's list. */
export const listed: Place = { lane: listedLane, slot: anySlot };

/** How many lanes a period has, and how many of its minutes lie in each. */
const lanesOf = (period: Period): number => (period < 60 ? 1 : 4);
const minutesIn = (period: Period): number => period / lanesOf(period);

const laneOf = (period: Period, minute: number): string =>
  lanesOf(period) === 1 ? String(period) : `${period}#${Math.floor(minute / minutesIn(period))}`;

/** The lanes of what can least wait. */
export const urgentLanes: readonly string[] = [atLane, '1', '5'];

/** Before every slot, and after every one: instants and minutes begin with a digit. */
const beginning = '0';
const end = 'a';

export function placeOf(petition: string, due: Due): Place {
  if ('at' in due) return { lane: atLane, slot: second(due.at) };
  if (!('every' in due)) return { lane: overLane, slot: anySlot };
  const phase = phaseOf(petition, due.every);
  return { lane: laneOf(due.every, phase), slot: slotOf(phase) };
}

const whole = (lane: string): Stretch => ({ lane, from: beginning, to: end });

/** Where to look for all that is watched, due or not. */
export const everywhere: readonly Stretch[] = [atLane, listedLane, overLane, ...periods.flatMap(all)].map(whole);

/** The lanes that a monitor of version 3 and before had besides, each for the whole of a period. */
export const undivided: readonly Stretch[] = periods
  .filter((period) => lanesOf(period) > 1)
  .map((period) => whole(String(period)));

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

/** Where the minutes of one period lie that are in `[first, upTo]`. */
function stretchesOf(period: Period, first: number, upTo: number): Stretch[] {
  if (upTo < first) return [];
  if (upTo - first + 1 >= period) return between(period, 0, period - 1);
  const [from, to] = [first % period, upTo % period];
  return from <= to ? between(period, from, to) : [...between(period, from, period - 1), ...between(period, 0, to)];
}

/** A stretch for each lane of a period that has minutes from the one to the other. */
function between(period: Period, from: number, to: number): Stretch[] {
  const [first, last] = [from, to].map((minute) => Math.floor(minute / minutesIn(period)));
  return all(period)
    .slice(first, (last ?? 0) + 1)
    .map((lane) => ({ lane, from: slotOf(from), to: slotOf(to) }));
}

function all(period: Period): string[] {
  return Array.from({ length: lanesOf(period) }, (_, index) => laneOf(period, index * minutesIn(period)));
}

const minutesOf = (at: Instant): number => Math.floor(at.epochMilliseconds / 60_000);
const slotOf = (number: number): string => String(number).padStart(4, '0');
const second = (at: Instant, roundingMode: 'ceil' | 'floor' = 'ceil'): string =>
  at.toString({ smallestUnit: 'second', roundingMode });
