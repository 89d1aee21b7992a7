/** How long responses take: from the event that starts the clock to the answer. Pure. */
import { clockStart } from '../domain/response-clock.ts';
import type { Petition } from '../domain/petition.ts';
import { calendarDaysBetween, earliest, isAfter, type Instant } from '../domain/time.ts';
import type { ResponseTimes } from '../domain/status-fields.ts';
import type { RulesLookup } from './petition-status.ts';

export type { ResponseTimes };

/**
 * Calendar days of the zone. An answer that came before it was owed took no time, and is not counted. One answer for
 * two thresholds counts once, from the first.
 */
export function responseTimes(
  petitions: readonly Petition[],
  rulesOf: RulesLookup,
  now: Instant,
  timeZone: string,
): ResponseTimes {
  const owed = petitions.flatMap((petition) => {
    const since = responseOwedSince(petition, now, rulesOf);
    return since === undefined ? [] : [{ since, answer: petition.answer?.by }];
  });
  const took = owed.flatMap(({ since, answer }) =>
    answer === undefined || isAfter(since, answer) ? [] : [calendarDaysBetween(since, answer, timeZone)],
  );
  const soFar = owed.flatMap(({ since, answer }) =>
    answer === undefined ? [calendarDaysBetween(since, now, timeZone)] : [],
  );
  return {
    answered: took.length,
    meanDays: mean(took),
    waiting: soFar.length,
    meanDaysSoFar: mean(soFar),
    longestSoFar: soFar.length === 0 ? null : Math.max(...soFar),
  };
}

/**
 * Since when a response is owed, by the first threshold that needs one; undefined where no response is, or was, owed.
 */
export function responseOwedSince(petition: Petition, now: Instant, rulesOf: RulesLookup): Instant | undefined {
  const rules = rulesOf(petition)?.thresholds ?? [];
  const starts = Object.entries(petition.thresholds).flatMap(([name, { verdict, met, response }]) => {
    const rule = rules.find((one) => one.name === name);
    if (verdict !== 'met' || response.deadline === undefined || rule === undefined) return [];
    return clockStart(rule, met, petition, { now, lagMinutes: 0 }) ?? [];
  });
  const [first, ...others] = starts;
  return first && earliest(first, ...others);
}

const mean = (days: readonly number[]): number | null =>
  days.length === 0 ? null : Math.round((10 * days.reduce((sum, one) => sum + one, 0)) / days.length) / 10;
