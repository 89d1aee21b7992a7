/**
 * The status of petitions: what is stored of them, seen at an instant. Pure; `status`, `start`, digests and the site
 * show it.
 */
import { forecast } from '../domain/forecast.ts';
import { growthRatesAt } from '../domain/growth-rates.ts';
import type { Petition } from '../domain/petition.ts';
import { rulesForPetition, type Rules } from '../domain/rules.ts';
import type { ForecastSummary, NextThreshold, PetitionStatus, ThresholdStatus } from '../domain/status-fields.ts';
import { earliest, isAfter, minutesBetween, type Instant } from '../domain/time.ts';
import { sources } from '../sources/registry.ts';
import { siteOf, type Source } from '../sources/source.ts';
import type { StoredPetition } from '../storage/petition-item.ts';

export type { PetitionStatus, ThresholdStatus };

/** The part of the stored state that the status depends on. */
export type StatusInput = Pick<StoredPetition, 'petition' | 'failures' | 'outbox'>;

/**
 * The latest instant at which time alone may change the status of a petition: the beginning of a day or, in the last
 * days of signing, of an hour. In UTC: it is only a grid.
 */
export function viewGridTime({ deadline }: Petition, now: Instant): Instant {
  const isNear = deadline !== undefined && isAfter(deadline.at, now) && isAfter(now.add({ hours: 72 }), deadline.at);
  return now.round({ smallestUnit: 'hour', roundingIncrement: isNear ? 1 : 24, roundingMode: 'floor' });
}

/**
 * The instant at which to view a petition so that the view stays the same until something happens: the grid point, or
 * the last change after it.
 */
export function stableViewTime(petition: Petition, now: Instant): Instant {
  const { last } = petition;
  const grid = viewGridTime(petition, now);
  return last !== undefined && isAfter(last.at, grid) ? last.at : grid;
}

/**
 * Overdue responses first, oldest first; then by what comes next; then what is open; then what is settled. Without the
 * config, the rules of the platforms apply: the zone of a petition with its own rules is then unknown, and is UTC.
 */
export function petitionStatuses(
  all: readonly StatusInput[],
  now: Instant,
  rulesOf: RulesLookup = builtInRules,
): PetitionStatus[] {
  return all.map((one) => petitionStatus(one, now, rulesOf)).sort(urgencyOrder(now));
}

export function petitionStatus(
  { petition: state, failures, outbox }: StatusInput,
  now: Instant,
  rulesOf: RulesLookup,
): PetitionStatus {
  const { petition, title, url, last, deadline, closed, gone } = state;
  const thresholds = Object.entries(state.thresholds).map(
    ([threshold, { needed, verdict, certain, response }]): ThresholdStatus => ({
      threshold,
      needed,
      verdict,
      certain,
      response: response.verdict,
      responseDeadline: response.deadline ?? null,
      ...(response.laterIf !== undefined && { responseLaterIf: response.laterIf }),
    }),
  );
  const next = nextThreshold(thresholds, last?.signatures ?? 0, deadline?.at, now);
  return {
    petition,
    title: title ?? null,
    url: url ?? null,
    signatures: last?.signatures ?? null,
    readAt: last?.at ?? null,
    deadline: deadline?.at ?? null,
    deadlineBy: deadline?.by ?? null,
    closedAt: closed?.by ?? null,
    closedEarly: closed?.early ?? false,
    goneSince: gone?.since ?? null,
    next,
    pace: pacePerDay(state, now),
    forecast: forecastSummary(state, next, now),
    thresholds,
    overdue: thresholds.some(({ response }) => response === 'missed'),
    failures,
    unpublished: outbox.length,
    timeZone: platformTimeZone(state, rulesOf),
  };
}

function nextThreshold(
  thresholds: readonly ThresholdStatus[],
  signatures: number,
  deadline: Instant | undefined,
  now: Instant,
): NextThreshold | null {
  const [nearest] = thresholds.filter(({ verdict }) => verdict === 'open').sort((a, b) => a.needed - b.needed);
  if (nearest === undefined) return null;
  const { threshold, needed } = nearest;
  const missing = Math.max(needed - signatures, 0);
  const days = deadline === undefined ? 0 : minutesBetween(now, deadline) / 1440;
  return { threshold, needed, missing, aDay: days > 0 ? Math.ceil(missing / Math.max(days, 1)) : null };
}

/** Mostly of the last day: what happened a day ago counts half. */
function pacePerDay({ paces, closed, gone }: Petition, now: Instant): number | null {
  if (paces === undefined || closed !== undefined || gone !== undefined) return null;
  const [, aDay] = growthRatesAt(paces, now);
  return Math.round(aDay);
}

function forecastSummary(petition: Petition, next: NextThreshold | null, now: Instant): ForecastSummary | null {
  const expected = petition.gone === undefined ? forecast(petition, now) : undefined;
  if (expected === undefined) return null;
  const { low, median, high, chance } = expected;
  return { low, median, high, chance: next === null ? null : Math.round(chance(next.needed) * 100) / 100 };
}

type DatedPetition = Pick<Petition, 'petition' | 'opened' | 'registered'>;

/** The rules that apply to a petition; undefined where they are not known. */
export type RulesLookup = (petition: DatedPetition) => Rules | undefined;

/** The zone of the platform. */
export const platformTimeZone = (petition: DatedPetition, rulesOf: RulesLookup = builtInRules): string =>
  rulesOf(petition)?.timeZone ?? 'UTC';

/** The rules of the platform; undefined where it is not built in, as for petitions with their own rules. */
export function builtInRules(origin: DatedPetition): Rules | undefined {
  const { petition } = origin;
  const slash = petition.indexOf('/');
  const source: Source | undefined = Object.entries(sources).find(([known]) => known === petition.slice(0, slash))?.[1];
  return source && rulesForPetition(siteOf(source, petition.slice(slash + 1)).history, origin);
}

/** Overdue responses first, oldest first; then by what comes next; then what is open; then what is settled. */
export const urgencyOrder =
  (now: Instant) =>
  (a: PetitionStatus, b: PetitionStatus): number => {
    if (a.overdue !== b.overdue) return a.overdue ? -1 : 1;
    const [one, other] = [urgentAt(a), urgentAt(b)];
    if (one !== undefined && other !== undefined) return Number(isAfter(one, other)) - Number(isAfter(other, one));
    const rank = (urgent: Instant | undefined, status: PetitionStatus): number =>
      urgent === undefined ? 1 + Number(!isOpenAt(status, now)) : 0;
    return rank(one, a) - rank(other, b);
  };

/** Signatures are still being collected, as far as we know. */
export const isOpenAt = ({ closedAt, goneSince, deadline }: PetitionStatus, now: Instant): boolean =>
  closedAt === null && goneSince === null && (deadline === null || isAfter(deadline, now));

/** When an overdue response was due; otherwise the next deadline that still decides something. */
function urgentAt({ overdue, next, deadline, thresholds, closedAt, goneSince }: PetitionStatus): Instant | undefined {
  const awaited = overdue ? 'missed' : 'due';
  const answers = thresholds.flatMap(({ response, responseDeadline }) =>
    response === awaited && responseDeadline !== null ? [responseDeadline] : [],
  );
  const decides = !overdue && next !== null && closedAt === null && goneSince === null;
  const signing = decides && deadline !== null ? [deadline] : [];
  const [first, ...others] = [...answers, ...signing];
  return first && earliest(first, ...others);
}
