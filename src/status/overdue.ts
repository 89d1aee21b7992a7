/** Answers that are overdue: who has not answered what, since when. Pure. */
import { daysBetween, isAfter, type Instant } from '../domain/time.ts';
import type { Rules } from '../domain/rules.ts';
import type { Known, Line, RulesOf, Standing } from './petition-status.ts';

export interface Overdue {
  /** `source/id` */
  readonly petition: string;
  readonly title: string | null;
  readonly threshold: string;
  readonly needed: number;
  /** When the answer was due. */
  readonly deadline: Instant;
  /** Calendar days in the zone that was asked for. */
  readonly daysLate: number;
  readonly authority: string;
  readonly commitment: Rules['commitment'];
}

/** Of all these petitions, the oldest first. */
export function overdueAmong(
  all: readonly Pick<Known, 'petition'>[],
  known: readonly Standing[],
  rulesOf: RulesOf,
  now: Instant,
  timeZone: string,
): Overdue[] {
  const origins = new Map(all.map(({ petition }) => [petition.petition, petition]));
  const overdue = known.flatMap(({ petition, title, thresholds }) => {
    const rules = rulesOf(origins.get(petition) ?? { petition });
    return withDeadline(thresholds, 'missed').map(({ threshold, needed, deadline }) => ({
      petition,
      title,
      threshold,
      needed,
      deadline,
      daysLate: daysBetween(deadline, now, timeZone),
      authority: rules?.authority ?? 'the authority',
      commitment: rules?.commitment ?? 'promise',
    }));
  });
  return byTime(overdue, ({ deadline }) => deadline);
}

/** The lines whose response has that verdict, and a deadline. */
export const withDeadline = (thresholds: readonly Line[], verdict: Line['response']) =>
  thresholds.flatMap(({ threshold, needed, response, responseDeadline: deadline }) =>
    response === verdict && deadline !== null ? [{ threshold, needed, deadline }] : [],
  );

/** Those of one instant stay as they are. */
export const byTime = <One>(all: readonly One[], timeOf: (one: One) => Instant): One[] =>
  [...all].sort((a, b) => Number(isAfter(timeOf(a), timeOf(b))) - Number(isAfter(timeOf(b), timeOf(a))));
