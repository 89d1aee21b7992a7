/** What the pages and feeds are made from: where petitions stand, and what is on record of them. Pure. */
import type { SiteSettings } from '../../src/config/site-settings.ts';
import type { Alert } from '../../src/domain/alerts.ts';
import type { Count } from '../../src/domain/count-series.ts';
import type { Petition } from '../../src/domain/petition.ts';
import type { Rules } from '../../src/domain/rules.ts';
import { isAfter, type Instant } from '../../src/domain/time.ts';
import { overdueAmong, type Overdue } from '../../src/status/overdue.ts';
import {
  byUrgency,
  standingOf,
  steadyMoment,
  type Known,
  type RulesOf,
  type Standing,
} from '../../src/status/petition-status.ts';
import { waitsAmong, type Waits } from '../../src/status/response-times.ts';

/** What all pages and feeds share. */
export interface Site extends Pick<SiteSettings, 'title' | 'locale' | 'timeZone'> {
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
export interface Shown {
  readonly petition: Petition;
  /** As of `asOf`. */
  readonly standing: Standing;
  /** A `steadyMoment`: the same until something happens, or a day begins. */
  readonly asOf: Instant;
  /** Undefined where its source is not known any more. */
  readonly rules: Rules | undefined;
}

/** One petition, with all that is on record of it; its standing is a lasting one. */
export interface OnRecord extends Shown {
  /** Oldest first. */
  readonly alerts: readonly Alert[];
  /** The readings whose count differed from the one before, and the latest that was written; oldest first. */
  readonly readings: readonly Count[];
}

export interface Overview {
  /** Overdue answers first, then by the next deadline. */
  readonly petitions: readonly Shown[];
  /** Oldest first. */
  readonly overdue: readonly Overdue[];
  readonly waits: Waits;
  /** What was told last, newest first. */
  readonly alerts: readonly Alert[];
  /** The names of petitions that are watched, and of which what is stored can not be read. */
  readonly unreadable: readonly string[];
  /** The latest change of all; null before the first reading. */
  readonly changedAt: Instant | null;
}

export function shown(known: Known, now: Instant, rulesOf: RulesOf): Shown {
  const { petition } = known;
  const asOf = steadyMoment(petition, now);
  return { petition, standing: standingOf(known, asOf, rulesOf), asOf, rules: rulesOf(petition) };
}

/**
 * Without what each day changes by itself, how many signatures are needed a day: it is on the overview, for which one file is
 * written a day, and not one for each petition.
 */
export const lasting = (standing: Standing): Standing => ({
  ...standing,
  next: standing.next && { ...standing.next, aDay: null },
});

export function overviewOf(
  petitions: readonly Shown[],
  alerts: readonly Alert[],
  unreadable: readonly string[],
  { timeZone }: Site,
  now: Instant,
): Overview {
  const inOrder = [...petitions].sort((a, b) => byUrgency(a.standing, b.standing));
  const rules = new Map(petitions.map(({ petition, rules }) => [petition.petition, rules]));
  const rulesOf: RulesOf = ({ petition }) => rules.get(petition);
  const changes = petitions.flatMap(({ petition }) => petition.last?.at ?? []);
  const told = alerts.map(({ detectedAt }) => detectedAt);
  return {
    petitions: inOrder,
    overdue: overdueAmong(
      inOrder,
      inOrder.map(({ standing }) => standing),
      rulesOf,
      now,
      timeZone,
    ),
    waits: waitsAmong(
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
