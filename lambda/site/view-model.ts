/** What the pages and feeds are made from: where petitions stand, and what is on record of them. Pure. */
import type { SiteSettings } from '../../src/config/site-settings.ts';
import type { Alert } from '../../src/domain/alerts.ts';
import type { Count } from '../../src/domain/count-series.ts';
import type { Petition } from '../../src/domain/petition.ts';
import type { Rules } from '../../src/domain/rules.ts';
import { isAfter, type Instant } from '../../src/domain/time.ts';
import { overdueResponses, type OverdueResponse } from '../../src/status/overdue.ts';
import {
  compareUrgency,
  petitionStatus,
  stableViewTime,
  type StatusInput,
  type RulesLookup,
  type PetitionStatus,
} from '../../src/status/petition-status.ts';
import { responseTimes, type ResponseTimes } from '../../src/status/response-times.ts';

/** What all pages and feeds share. */
export interface SiteContext extends Pick<SiteSettings, 'title' | 'locale' | 'timeZone'> {
  /** Its address, with a slash at the end. */
  readonly url: string;
  /** A page about whoever runs it, where the config names one. */
  readonly contact: string | undefined;
  /** Paths of what the pages are dressed with: each has its content in its name. */
  readonly assets: Assets;
}

export interface Assets {
  readonly style: string;
  /** Sorting, filtering, times: on every page. */
  readonly script: string;
  /** The chart: on the page of a petition. */
  readonly chart: string;
  readonly icon: string;
}

/** One petition, as all of the site sees it. */
export interface PetitionView {
  readonly petition: Petition;
  /** As of `asOf`. */
  readonly status: PetitionStatus;
  /** A `steadyMoment`: the same until something happens, or a day begins. */
  readonly asOf: Instant;
  /** Undefined where its source is not known any more. */
  readonly rules: Rules | undefined;
}

/** One petition, with all that is on record of it; its standing is a lasting one. */
export interface PetitionRecord extends PetitionView {
  /** Oldest first. */
  readonly alerts: readonly Alert[];
  /** The readings whose count differed from the one before, and the latest that was written; oldest first. */
  readonly readings: readonly Count[];
}

export interface Overview {
  /** Overdue answers first, then by the next deadline. */
  readonly petitions: readonly PetitionView[];
  /** Oldest first. */
  readonly overdue: readonly OverdueResponse[];
  readonly responseTimes: ResponseTimes;
  /** What was told last, newest first. */
  readonly alerts: readonly Alert[];
  /** The names of petitions that are watched, and of which what is stored can not be read. */
  readonly unreadable: readonly string[];
  /** The latest change of all; null before the first reading. */
  readonly changedAt: Instant | null;
}

export function petitionView(known: StatusInput, now: Instant, rulesOf: RulesLookup): PetitionView {
  const { petition } = known;
  const asOf = stableViewTime(petition, now);
  return { petition, status: petitionStatus(known, asOf, rulesOf), asOf, rules: rulesOf(petition) };
}

/**
 * Without what each day changes by itself, how many signatures are needed a day: it is on the overview, for which one file is
 * written a day, and not one for each petition.
 */
export const stableStatus = (standing: PetitionStatus): PetitionStatus => ({
  ...standing,
  next: standing.next && { ...standing.next, aDay: null },
});

export function createOverview(
  petitions: readonly PetitionView[],
  alerts: readonly Alert[],
  unreadable: readonly string[],
  { timeZone }: SiteContext,
  now: Instant,
): Overview {
  const inOrder = [...petitions].sort((a, b) => compareUrgency(a.status, b.status));
  const rules = new Map(petitions.map(({ petition, rules }) => [petition.petition, rules]));
  const rulesOf: RulesLookup = ({ petition }) => rules.get(petition);
  const changes = petitions.flatMap(({ petition }) => petition.last?.at ?? []);
  const told = alerts.map(({ detectedAt }) => detectedAt);
  return {
    petitions: inOrder,
    overdue: overdueResponses(
      inOrder,
      inOrder.map(({ status }) => status),
      rulesOf,
      now,
      timeZone,
    ),
    responseTimes: responseTimes(
      inOrder.map(({ petition }) => petition),
      rulesOf,
      now,
      timeZone,
    ),
    alerts,
    unreadable,
    changedAt: [...changes, ...told].reduce<Instant | null>(
      (latest, at) => (latest === null || isAfter(at, latest) ? at : latest),
      null,
    ),
  };
}
