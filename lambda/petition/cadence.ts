/**
 * When to look at a petition again: soon when a line may be crossed or a deadline is near, rarely when nothing can
 * happen. Looks lie on a grid, so that as long as nothing about a petition changes, nothing need be written to know
 * when its turn comes; only a deadline that falls between two points of its grid takes an instant of its own.
 */
import { goneTakes, type Terms } from './observe.ts';
import { confirmedFrom } from './leaps.ts';
import type { Petition } from './petition.ts';
import { nextReminder } from './reminders.ts';
import { rulesFor } from './rules.ts';
import { retractionTakes } from './thresholds.ts';
import { earliest, isAfter, minutesBetween, type Instant } from './time.ts';
import { warningsOf } from './warnings.ts';

/** The periods of the grid, in minutes: from the minute that sources refresh in to the day of what is settled. */
export const periods = [1, 5, 15, 60, 1440] as const;
export type Period = (typeof periods)[number];

/** Every so many minutes; or once, at an instant that lies before the next point of the grid. */
export type Due = { readonly every: Period } | { readonly at: Instant };

/** The longest silence about a petition with which anything can still happen. */
const longestSilence: Period = 60;

/** A line may come this many times sooner than the recent pace says: petitions grow in bursts. */
const burst = 4;

/** The pace, in signatures a minute per signature needed, that is assumed of even the quietest petition. */
const leastPace = 1 / 10_000;

/** The counts before the latest one from which the pace is read: the fastest of the three is taken. */
const lookBacks = [2, 4, 9];

/** When the petition is next due, after the look at `now`. */
export function nextLook(petition: Petition, now: Instant, terms: Terms): Due {
  const every = periodOf(petition, now);
  const moments = momentsOf(petition, now, terms);
  const [first, ...others] = moments;
  if (first === undefined) return { every };
  const at = earliest(first, ...others);
  return isAfter(gridPoint(petition.petition, every, now), at) ? { at } : { every };
}

/** When to try again after `failures` looks in a row that saw nothing: twice as long each time, up to the hour. */
export function nextTry(petition: Petition, failures: number, now: Instant): Due {
  const seconds = Math.min(60 * 2 ** (failures - 1), 60 * longestSilence);
  const jitter = (hashOf(`${petition.petition}/${failures}`) % 1000) / 4000;
  return { at: now.add({ seconds: Math.round(seconds * (1 - jitter)) }) };
}

/** The instant that a due time means for this petition, seen from `now`. */
export const instantOf = (petition: string, due: Due, now: Instant): Instant =>
  'at' in due ? due.at : gridPoint(petition, due.every, now);

/** The minute, counted within each `period` of the UTC day, at which a petition's turn comes. */
export const phaseOf = (petition: string, period: Period): number => hashOf(petition) % period;

function gridPoint(petition: string, period: Period, now: Instant): Instant {
  const minute = Math.floor(now.epochMilliseconds / 60_000);
  const phase = phaseOf(petition, period);
  const wait = period - ((minute - phase) % period);
  return now.add({ milliseconds: (minute + wait) * 60_000 - now.epochMilliseconds });
}

function periodOf(petition: Petition, now: Instant): Period {
  const { gone, last, closed } = petition;
  if (last === undefined) return longestSilence;
  if (gone?.told === true) return 1440;
  const thresholds = Object.values(petition.thresholds);
  const open = thresholds.filter(({ verdict }) => verdict === 'open').map(({ needed }) => needed);
  const awaited = thresholds.some(({ response }) => response.verdict === 'due' || response.verdict === 'missed');
  const [nearest] = open.sort((a, b) => a - b);
  if (nearest === undefined) return closed !== undefined && !awaited ? 1440 : longestSilence;
  const over = petition.deadline !== undefined && isAfter(now, petition.deadline.at);
  if (over) return 1;
  const minutes = (nearest - last.signatures) / Math.max(paceOf(petition), nearest * leastPace);
  return [...periods].reverse().find((period) => period <= longestSilence && period * burst <= minutes) ?? 1;
}

/** Signatures a minute: the fastest of the recent stretches, each up to the latest look. */
function paceOf({ counts, last }: Petition): number {
  const paces = lookBacks.map((steps) => {
    const from = counts.at(-steps);
    if (from === undefined || last === undefined) return 0;
    return (last.signatures - from.signatures) / Math.max(minutesBetween(from.at, last.at), 1);
  });
  return Math.max(...paces);
}

/** The instants after `now` at which something falls due that a look must not come later than. */
function momentsOf(
  petition: Petition,
  now: Instant,
  { history, warnBefore, remindEvery, lagMinutes: minutes = 0 }: Terms,
): Instant[] {
  const { opened, deadline, closed, gone } = petition;
  const { timeZone } = rulesFor(history, opened);
  const justAfter = (at: Instant): Instant => at.add({ minutes, milliseconds: 1 });
  const thresholds = Object.values(petition.thresholds);
  const moments: Instant[] = [];
  if (deadline !== undefined && closed === undefined && thresholds.some(({ verdict }) => verdict === 'open')) {
    moments.push(justAfter(deadline.at), ...warningsOf({ began: opened, deadline: deadline.at }, warnBefore, timeZone));
  }
  for (const { response, met, below } of thresholds) {
    if (response.verdict === 'due' && response.deadline !== undefined) {
      const ahead = { began: met?.by, deadline: response.deadline };
      moments.push(justAfter(response.deadline), ...warningsOf(ahead, warnBefore, timeZone));
    }
    const reminder = remindEvery === undefined ? undefined : nextReminder(response, remindEvery, timeZone);
    if (reminder !== undefined) moments.push(justAfter(reminder));
    if (below !== undefined) moments.push(below[1].add(retractionTakes));
  }
  if (petition.doubted !== undefined) moments.push(confirmedFrom(petition.doubted, minutes));
  if (gone?.told === false && petition.last !== undefined) moments.push(gone.since.add(goneTakes));
  return moments.filter((at) => isAfter(at, now));
}

/** FNV-1a, to spread petitions over the minutes and jitter over tries. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
