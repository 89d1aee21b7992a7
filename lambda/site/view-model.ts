/** The view model of the pages and feeds: the status of petitions, and what is on record about them. Pure. */
import type { FollowPlace } from '../../src/config/follow-places.ts';
import type { SiteSettings } from '../../src/config/site-settings.ts';
import type { Alert } from '../../src/domain/alerts.ts';
import type { Count } from '../../src/domain/count-series.ts';
import type { Petition } from '../../src/domain/petition.ts';
import type { AnswerCase, ForecastCase } from '../../src/domain/status-fields.ts';
import type { Rules } from '../../src/domain/rules.ts';
import { isAfter, type Instant } from '../../src/domain/time.ts';
import { answerCases } from '../../src/status/answers.ts';
import { forecastCases } from '../../src/status/forecast-scores.ts';
import { overdueResponses, type OverdueResponse } from '../../src/status/overdue.ts';
import {
  urgencyOrder,
  petitionStatus,
  stableViewTime,
  type StatusInput,
  type RulesLookup,
  type PetitionStatus,
} from '../../src/status/petition-status.ts';
import { responseTimes, type ResponseTimes } from '../../src/status/response-times.ts';

/** Settings that all pages and feeds share. */
export interface SiteContext extends Pick<SiteSettings, 'title' | 'locale' | 'timeZone' | 'signUp'> {
  /** The address of the site, with a trailing slash. */
  readonly url: string;
  /** The address of the operator's own page, if the config names one. */
  readonly contact: string | undefined;
  /** Where anybody can follow petitions. */
  readonly places: readonly FollowPlace[];
  /** The sources whose lists of answered petitions are read: what was never answered is on none of them. */
  readonly answeredOf?: readonly string[];
  /** The paths of the assets. Each name contains the hash of its content. */
  readonly assets: Assets;
}

export interface Assets {
  readonly style: string;
  /** For every page: sorting, filtering, times. */
  readonly script: string;
  /** For the page of a petition: the chart. */
  readonly chart: string;
  readonly icon: string;
  /** For the form by which visitors sign up, where it needs a proof of work. */
  readonly proof?: string | undefined;
}

/** One petition, as the whole site shows it. */
export interface PetitionView {
  readonly petition: Petition;
  /** As of `asOf`. */
  readonly status: PetitionStatus;
  /** A `stableViewTime`: the same until something happens or a day begins. */
  readonly asOf: Instant;
  /** Undefined if its source is no longer known. */
  readonly rules: Rules | undefined;
  /** It is not watched any more: its files stay as they are. */
  readonly former?: boolean;
  /** Something can still happen to it. */
  readonly canBeFollowed?: boolean;
}

/** Whether its page has the form by which visitors sign up. */
export const canSignUp = ({ canBeFollowed }: PetitionView, { signUp }: SiteContext): boolean =>
  signUp !== undefined && canBeFollowed === true;

/** One petition with everything on record about it. Its status is a `stableStatus`. */
export interface PetitionRecord extends PetitionView {
  /** Oldest first. */
  readonly alerts: readonly Alert[];
  /** Readings whose count differed from the one before, and the latest stored one; oldest first. */
  readonly readings: readonly Count[];
}

export interface Overview {
  /** Overdue responses first, then by the next deadline, then what is open, then what is settled. */
  readonly petitions: readonly PetitionView[];
  /** Oldest first. */
  readonly overdue: readonly OverdueResponse[];
  readonly responseTimes: ResponseTimes;
  /** What came of each response that is, or was, owed. */
  readonly answers: readonly AnswerCase[];
  /** Forecasts as they were made, and what came. */
  readonly forecasts: readonly ForecastCase[];
  /** The latest alerts, newest first. */
  readonly alerts: readonly Alert[];
  /** The names of watched petitions whose stored data cannot be read. */
  readonly unreadable: readonly string[];
  /** The latest change of any petition; null before the first reading. */
  readonly changedAt: Instant | null;
}

export function petitionView(input: StatusInput, now: Instant, rulesOf: RulesLookup): PetitionView {
  const { petition } = input;
  const asOf = stableViewTime(petition, now);
  return { petition, status: petitionStatus(input, asOf, rulesOf), asOf, rules: rulesOf(petition) };
}

/**
 * A status without the signatures needed per day, which change every day. The overview shows them, which is one file to
 * write per day instead of one for each petition.
 */
export const stableStatus = (status: PetitionStatus): PetitionStatus => ({
  ...status,
  next: status.next && { ...status.next, aDay: null },
});

export function createOverview(
  petitions: readonly PetitionView[],
  alerts: readonly Alert[],
  unreadable: readonly string[],
  { timeZone }: SiteContext,
  now: Instant,
): Overview {
  const urgency = urgencyOrder(now);
  const inOrder = [...petitions].sort((a, b) => urgency(a.status, b.status));
  const rules = new Map(petitions.map(({ petition, rules }) => [petition.petition, rules]));
  const rulesOf: RulesLookup = ({ petition }) => rules.get(petition);
  const changes = [
    ...petitions.flatMap(({ petition }) => petition.last?.at ?? []),
    ...alerts.map(({ detectedAt }) => detectedAt),
  ];
  const states = inOrder.map(({ petition }) => petition);
  return {
    petitions: inOrder,
    overdue: overdueResponses(
      inOrder,
      inOrder.map(({ status }) => status),
      rulesOf,
      now,
      timeZone,
    ),
    responseTimes: responseTimes(states, rulesOf, now, timeZone),
    answers: answerCases(states, rulesOf, now, timeZone),
    forecasts: forecastCases(states),
    alerts,
    unreadable,
    changedAt: changes.reduce<Instant | null>(
      (latest, at) => (latest === null || isAfter(at, latest) ? at : latest),
      null,
    ),
  };
}
