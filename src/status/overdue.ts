/** Responses whose date has passed without an answer: who owes them, and since when. Pure. */
import { calendarDaysBetween, isAfter, type Instant } from '../domain/time.ts';
import type { OverdueResponse, PetitionStatus, ThresholdStatus } from '../domain/status-fields.ts';
import type { StatusInput, RulesLookup } from './petition-status.ts';

export type { OverdueResponse };

/** Of all these petitions, oldest first. */
export function overdueResponses(
  all: readonly Pick<StatusInput, 'petition'>[],
  known: readonly PetitionStatus[],
  rulesOf: RulesLookup,
  now: Instant,
  timeZone: string,
): OverdueResponse[] {
  const origins = new Map(all.map(({ petition }) => [petition.petition, petition]));
  const overdue = known.flatMap(({ petition, title, thresholds }) => {
    const rules = rulesOf(origins.get(petition) ?? { petition });
    return responsesWith(thresholds, 'missed').map(({ threshold, needed, deadline }) => ({
      petition,
      title,
      threshold,
      needed,
      deadline,
      daysLate: calendarDaysBetween(deadline, now, timeZone),
      authority: origins.get(petition)?.authority ?? rules?.authority ?? 'the authority',
      commitment: rules?.commitment ?? 'promise',
    }));
  });
  return sortByTime(overdue, ({ deadline }) => deadline);
}

/** The thresholds whose response has that verdict, and a date. */
export const responsesWith = (thresholds: readonly ThresholdStatus[], verdict: ThresholdStatus['response']) =>
  thresholds.flatMap(({ threshold, needed, response, responseDeadline: deadline }) =>
    response === verdict && deadline !== null ? [{ threshold, needed, deadline }] : [],
  );

/** A stable sort: entries of one instant keep their order. */
export const sortByTime = <One>(all: readonly One[], timeOf: (one: One) => Instant): One[] =>
  [...all].sort((a, b) => Number(isAfter(timeOf(a), timeOf(b))) - Number(isAfter(timeOf(b), timeOf(a))));
