/** Where petitions stand: what is stored of them, seen from a moment. Pure; `status`, `start` and digests show it. */
import { forecast } from '../domain/forecast.ts';
import { growthRatesAt } from '../domain/growth-rates.ts';
import type { Petition } from '../domain/petition.ts';
import { rulesForPetition, type Rules } from '../domain/rules.ts';
import type { ForecastSummary, NextThreshold, PetitionStatus, ThresholdStatus } from '../domain/status-fields.ts';
import { earliest, isAfter, minutesBetween, type Instant } from '../domain/time.ts';
import { sources } from '../sources/registry.ts';
import type { Source } from '../sources/source.ts';
import type { StoredPetition } from '../storage/petition-item.ts';

export type { PetitionStatus, ThresholdStatus };

/** As much of what is stored as says where a petition stands. */
export type StatusInput = Pick<StoredPetition, 'petition' | 'failures' | 'outbox'>;

/**
 * The latest moment at which time alone may change how a petition is seen: the beginning of a day or, in the last days
 * of signing, of an hour. In UTC: it is no more than a grid.
 */
export function viewGridTime({ deadline }: Petition, now: Instant): Instant {
  const isNear = deadline !== undefined && isAfter(deadline.at, now) && isAfter(now.add({ hours: 72 }), deadline.at);
  return now.round({ smallestUnit: 'hour', roundingIncrement: isNear ? 1 : 24, roundingMode: 'floor' });
}

/**
 * From when to see a petition where the same shall be seen until something happens: the grid, or the last change after
 * it.
 */
export function stableViewTime(petition: Petition, now: Instant): Instant {
  const { last } = petition;
  const grid = viewGridTime(petition, now);
  return last !== undefined && isAfter(last.at, grid) ? last.at : grid;
}

/**
 * Overdue answers first, the oldest before the others; then by what comes next; then what is settled, as given. Without
 * the config, by the rules of the platforms: the zone of a petition that brings its own is not known then, and is UTC.
 */
export function petitionStatuses(
  all: readonly StatusInput[],
  now: Instant,
  rulesOf: RulesLookup = builtInRules,
): PetitionStatus[] {
  return all.map((one) => petitionStatus(one, now, rulesOf)).sort(compareUrgency);
}

export function petitionStatus(
  { petition: known, failures, outbox }: StatusInput,
  now: Instant,
  rulesOf: RulesLookup,
): PetitionStatus {
  const { petition, title, url, last, deadline, closed, gone } = known;
  const thresholds = Object.entries(known.thresholds).map(
    ([threshold, { needed, verdict, certain, response }]): ThresholdStatus => ({
      threshold,
      needed,
      verdict,
      certain,
      response: response.verdict,
      responseDeadline: response.deadline ?? null,
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
    pace: pacePerDay(known, now),
    forecast: forecastSummary(known, next, now),
    thresholds,
    overdue: thresholds.some(({ response }) => response === 'missed'),
    failures,
    unpublished: outbox.length,
    timeZone: platformTimeZone(known, rulesOf),
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

/** Of the last day more than of the days before: what happened a day ago counts half. */
function pacePerDay({ paces, closed, gone }: Petition, now: Instant): number | null {
  if (paces === undefined || closed !== undefined || gone !== undefined) return null;
  const [, aDay] = growthRatesAt(paces, now);
  return Math.round(aDay);
}

function forecastSummary(petition: Petition, next: NextThreshold | null, now: Instant): ForecastSummary | null {
  const outlook = petition.gone === undefined ? forecast(petition, now) : undefined;
  if (outlook === undefined) return null;
  const { low, median, high, chance } = outlook;
  return { low, median, high, chance: next === null ? null : Math.round(chance(next.needed) * 100) / 100 };
}

type DatedPetition = Pick<Petition, 'petition' | 'opened' | 'registered'>;

/** The rules that a petition falls under; undefined where they are not known. */
export type RulesLookup = (petition: DatedPetition) => Rules | undefined;

/** Where days begin for the platform. */
export const platformTimeZone = (petition: DatedPetition, rulesOf: RulesLookup = builtInRules): string =>
  rulesOf(petition)?.timeZone ?? 'UTC';

/** The rules of the platform; undefined where that is none that is known here, as of petitions that bring their own. */
export function builtInRules(origin: DatedPetition): Rules | undefined {
  const { petition } = origin;
  const name = petition.slice(0, petition.indexOf('/'));
  const source: Source | undefined = Object.entries(sources).find(([known]) => known === name)?.[1];
  return source && rulesForPetition(source.history, origin);
}

/** Overdue answers first, the oldest before the others; then by what comes next; then what is settled. */
export function compareUrgency(a: PetitionStatus, b: PetitionStatus): number {
  if (a.overdue !== b.overdue) return a.overdue ? -1 : 1;
  const [one, other] = [urgentAt(a), urgentAt(b)];
  if (one === undefined || other === undefined) return Number(one === undefined) - Number(other === undefined);
  return Number(isAfter(one, other)) - Number(isAfter(other, one));
}

/** Of an overdue answer, when it was due; else the next deadline that still decides something. */
function urgentAt({ overdue, next, deadline, thresholds }: PetitionStatus): Instant | undefined {
  const awaited = overdue ? 'missed' : 'due';
  const answers = thresholds.flatMap(({ response, responseDeadline }) =>
    response === awaited && responseDeadline !== null ? [responseDeadline] : [],
  );
  const signing = overdue || next === null || deadline === null ? [] : [deadline];
  const [first, ...others] = [...answers, ...signing];
  return first && earliest(first, ...others);
}
