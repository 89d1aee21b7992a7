/**
 * When to poll a petition again: soon when a threshold may be reached or a deadline is near, rarely when nothing can
 * happen. Polls are on a grid. As long as nothing about a petition changes, nothing has to be written to know when it
 * is due. Only a deadline between two points of the grid needs an instant of its own.
 */
import { confirmableFrom } from './confirmation.ts';
import { goneConfirmation, type WatchSettings } from './evaluate.ts';
import { steadyTimes } from './flapping.ts';
import { countConfirmableFrom } from './outliers.ts';
import { allowanceAfter, isSustainable, remainingAt, maxSaved } from './request-budget.ts';
import { clockStart } from './response-clock.ts';
import { cheapestPeriod, paceOf } from './poll-interval.ts';
import type { Petition, Threshold } from './petition.ts';
import { nextReminder } from './reminders.ts';
import { rulesForPetition, type ThresholdRule } from './rules.ts';
import { isSigningOver } from './signing.ts';
import { retractionConfirmation } from './thresholds.ts';
import { addDuration, earliest, isAfter, minutesBetween, type Instant } from './time.ts';
import { responseWarningTimes, warningTimes } from './warnings.ts';

/** The periods of the grid, in minutes: from the minute in which sources refresh to the day for settled petitions. */
export const periods = [1, 5, 15, 60, 360, 1440] as const;
export type Period = (typeof periods)[number];

/** At each point of a grid of minutes; or once, at an instant before the next point of the grid; or never again. */
export type NextDue = { readonly every: Period } | { readonly at: Instant } | { readonly never: true };

/** The longest time between two polls while something may still happen, unless the settings say otherwise. */
const defaultLongestSilence: Period = 60;

/** The periods when no threshold is open and no response is awaited: while signing goes on, and when it is over. */
const settledPeriods = { signing: 360, closed: 1440 } as const;

/**
 * Counts move for days after closing, by late confirmations and removals (recorded: the UK's for ten), then they
 * settle.
 */
const settlingTime = 'P30D';

/** Whether what happened then is so long ago that counts have settled. */
export const isSettledSince = (at: Instant, now: Instant, timeZone: string): boolean =>
  !isAfter(addDuration(at, settlingTime, timeZone), now);

const farFuture = { hours: 24 * 36_525 };

/** Few signatures are removed at a time: a threshold that is a tenth below the count is not lost between two polls. */
const nearThresholdFactor = 1.1;

/** When the petition is next due, after the poll at `now`. */
export function nextPoll(petition: Petition, now: Instant, settings: WatchSettings): NextDue {
  const moments = dueMoments(petition, now, settings);
  if (moments.length === 0 && isFinished(petition, now, settings)) return { never: true };
  const every = choosePeriod(petition, now, settings);
  const [first, ...others] = moments;
  if (first === undefined) return { every };
  const at = earliest(first, ...others);
  return isAfter(nextGridPoint(petition.petition, every, now), at) ? { at } : { every };
}

/** Whether a deadline has passed whose verdict is still open: the next reading that is complete past it decides. */
export const awaitsVerdict = (petition: Petition, now: Instant): boolean =>
  Object.values(petition.thresholds).some(
    (threshold) => (threshold.verdict === 'open' && isSigningOver(petition, now)) || awaitsMissed(threshold, now),
  );

/** Whether the response deadline has passed, and no reading has shown yet that there was no response. */
const awaitsMissed = ({ response: { verdict, deadline } }: Threshold, now: Instant): boolean =>
  verdict === 'due' && deadline !== undefined && isAfter(now, deadline);

/** Whether this poll is the petition's first of a day: once in 24 hours, at a minute of its own. */
export const isDailyPoll = ({ petition, last }: Petition, now: Instant): boolean =>
  last !== undefined && !isAfter(nextGridPoint(petition, 1440, last.at), now);

/** The petition, after its next poll is charged to its request budget. */
export function withPollCharged(
  petition: Petition,
  due: NextDue,
  now: Instant,
  { requestsPerDay }: WatchSettings,
): Petition {
  if (requestsPerDay === undefined) return petition;
  return { ...petition, allowance: allowanceAfter(petition.allowance, requestsPerDay, due, now) };
}

/** When to retry after `failures` failed polls in a row: twice as long each time, up to an hour. */
export function nextRetry(petition: Petition, failures: number, now: Instant): NextDue {
  const seconds = Math.min(60 * 2 ** (failures - 1), 60 * defaultLongestSilence);
  const jitter = (fnv1a(`${petition.petition}/${failures}`) % 1000) / 4000;
  return { at: now.add({ seconds: Math.round(seconds * (1 - jitter)) }) };
}

/** The instant of a due time for this petition, as of `now`; a century from now for one that is never due. */
export function dueInstant(petition: string, due: NextDue, now: Instant): Instant {
  if ('at' in due) return due.at;
  return 'every' in due ? nextGridPoint(petition, due.every, now) : now.add(farFuture);
}

/** Whether nothing can change any longer: all is decided and answered, and the counts have had time to settle. */
function isFinished(petition: Petition, now: Instant, { history }: WatchSettings): boolean {
  const { gone, closed, answer, thresholds } = petition;
  const { timeZone, thresholds: rules } = rulesForPetition(history, petition);
  const isLongAgo = (at: Instant | undefined): boolean => at !== undefined && isSettledSince(at, now, timeZone);
  if (gone?.told === true) return isLongAgo(gone.since);
  const isDecided = Object.values(thresholds).every(({ verdict }) => verdict !== 'open');
  const isAwaited = rules.some((rule) => awaitsResponse(rule, thresholds[rule.name]));
  // The platform may still name a day for the answer.
  const mayBeAwaited = answer === undefined && rules.some(({ answerDue }) => answerDue === true);
  return isDecided && !isAwaited && !mayBeAwaited && isLongAgo(closed?.by);
}

/** The minute at which a petition is due, counted within each `period` of the UTC day. */
export const gridMinute = (petition: string, period: Period): number => fnv1a(petition) % period;

function nextGridPoint(petition: string, period: Period, now: Instant): Instant {
  const minute = Math.floor(now.epochMilliseconds / 60_000);
  const phase = gridMinute(petition, period);
  const wait = period - ((minute - phase) % period);
  return now.add({ milliseconds: (minute + wait) * 60_000 - now.epochMilliseconds });
}

function choosePeriod(petition: Petition, now: Instant, settings: WatchSettings): Period {
  const within = allowedPeriods(settings);
  const [quickest] = within;
  const longest = within.reduce((_, period) => period);
  const { gone, last, closed, deadline } = petition;
  if (last === undefined) return longest;
  if (gone?.told === true) return 1440;
  const thresholds = Object.values(petition.thresholds);
  if (thresholds.some((threshold) => awaitsMissed(threshold, now))) return quickest;
  const open = thresholds.filter(({ verdict }) => verdict === 'open').map(({ needed }) => needed);
  const [nearest] = open.filter((needed) => needed > last.signatures).sort((a, b) => a - b);
  if (nearest !== undefined) {
    if (deadline !== undefined && isAfter(now, deadline.at)) return quickest;
    return affordablePeriod(petition, nearest - last.signatures, within, now, settings);
  }
  const { retractable, thresholds: rules } = rulesForPetition(settings.history, petition);
  // A threshold that is open although its count is reached waits for its parts. Platforms show them more rarely.
  const awaited = open.length > 0 || rules.some((rule) => awaitsResponse(rule, petition.thresholds[rule.name]));
  const shaky = retractable && thresholds.some(({ needed }) => last.signatures < needed * nearThresholdFactor);
  if (awaited || (shaky && closed === undefined)) return longest;
  const rarely = closed === undefined ? settledPeriods.signing : settledPeriods.closed;
  return longest > rarely ? longest : rarely;
}

/** Whether a response is due or overdue, or will be due once its clock starts, which may happen at any time. */
function awaitsResponse({ responseWindow }: ThresholdRule, threshold: Threshold | undefined): boolean {
  if (threshold === undefined) return false;
  const { verdict, response } = threshold;
  if (response.verdict === 'none') return verdict === 'met' && responseWindow !== undefined;
  return response.verdict === 'due' || response.verdict === 'missed';
}

/** The period that the distance to the threshold needs, within the request budget. */
function affordablePeriod(
  petition: Petition,
  needed: number,
  within: readonly [Period, ...Period[]],
  now: Instant,
  { requestsPerDay, announceStart }: WatchSettings,
): Period {
  const pace = paceOf(petition);
  const learning = announceStart ? notLongerThanWatched(petition.counts, now, within) : within;
  if (requestsPerDay === undefined) return cheapestPeriod(learning, needed, pace);
  const remaining = remainingAt(petition.allowance, requestsPerDay, now);
  if (remaining >= 2) return cheapestPeriod(learning, needed, pace, remaining / maxSaved(requestsPerDay));
  return periods.find((period) => period >= within[0] && isSustainable(period, requestsPerDay)) ?? 1440;
}

/**
 * The first polls of a petition teach its pace and are worth the most: no period is longer than it has been watched. Some
 * ten polls in its first hour are enough. Only where the config names it: a list may have thousands that are new.
 */
function notLongerThanWatched(
  counts: Petition['counts'],
  now: Instant,
  [quickest, ...slower]: readonly [Period, ...Period[]],
): readonly [Period, ...Period[]] {
  const watched = Math.max(0, ...counts.slice(0, 1).map(({ at }) => minutesBetween(at, now)));
  return [quickest, ...slower.filter((period) => period <= watched)];
}

/** From the period in which the source refreshes to the longest silence: at least one period, the shortest first. */
function allowedPeriods({
  longestSilence = defaultLongestSilence,
  refreshMinutes = 1,
}: WatchSettings): readonly [Period, ...Period[]] {
  const slowest = Math.max(longestSilence, refreshMinutes);
  const longest = periods.reduce((a, b) => (b <= slowest ? b : a));
  const [quickest = longest, ...slower] = periods.filter((period) => period >= refreshMinutes && period <= slowest);
  return [quickest, ...slower];
}

/** The instants after `now` at which something falls due: the next poll must not come later. */
function dueMoments(
  petition: Petition,
  now: Instant,
  { history, warnBefore, remindEvery, lagMinutes: minutes = 0 }: WatchSettings,
): Instant[] {
  const { opened, deadline, closed, gone, doubted, unconfirmed = {} } = petition;
  const { timeZone, cutoff, retractable, thresholds: rules } = rulesForPetition(history, petition);
  const justAfter = (at: Instant): Instant => at.add({ minutes, milliseconds: 1 });
  const thresholds = Object.values(petition.thresholds);
  const moments = steadyTimes(petition);
  const isOpen = rules.length === 0 || thresholds.some(({ verdict }) => verdict === 'open');
  if (deadline !== undefined && closed === undefined && isOpen) {
    moments.push(
      justAfter(deadline.at),
      ...warningTimes({ began: opened, deadline: deadline.at }, warnBefore, timeZone),
    );
  }
  for (const rule of rules) {
    const threshold = petition.thresholds[rule.name];
    if (threshold === undefined) continue;
    const { response, met, below } = threshold;
    if (response.verdict === 'due' && response.deadline !== undefined) {
      const began = clockStart(rule, met, petition, { now, lagMinutes: minutes });
      const ahead = { began, deadline: response.deadline };
      moments.push(
        justAfter(response.deadline),
        ...responseWarningTimes(rule, ahead, warnBefore, { timeZone, cutoff }),
      );
    }
    const reminder = remindEvery === undefined ? undefined : nextReminder(response, remindEvery, timeZone);
    if (reminder !== undefined) moments.push(justAfter(reminder));
    if (below !== undefined) moments.push(below[1].add(retractionConfirmation).add({ minutes }));
  }
  const confirmed = (seen: Instant, confirmable: Instant): Instant => nextConfirmation(seen, confirmable, minutes, now);
  if (doubted !== undefined)
    moments.push(confirmed(doubted.at, countConfirmableFrom(petition, doubted, retractable, minutes)));
  for (const { between } of Object.values(unconfirmed))
    moments.push(confirmed(between[1], confirmableFrom(between[1], minutes)));
  if (gone?.told === false && petition.last !== undefined)
    moments.push(confirmed(gone.since, gone.since.add(goneConfirmation)));
  return moments.filter((at) => isAfter(at, now));
}

/**
 * When to poll again for what one reading said at `seen`: as soon as a second one can confirm it, then after twice the
 * time each time. The platform may answer from a cache for longer, or a fall has to be shown for long.
 */
function nextConfirmation(seen: Instant, confirmable: Instant, lagMinutes: number, now: Instant): Instant {
  const soon = confirmableFrom(seen, lagMinutes);
  if (isAfter(soon, now)) return earliest(soon, confirmable);
  const doubled = now.add(now.since(seen));
  return isAfter(confirmable, now) ? earliest(confirmable, doubled) : doubled;
}

/** FNV-1a, to spread petitions over the minutes and jitter over tries. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
