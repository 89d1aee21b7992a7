/**
 * Who answers, and how late: each petition to which a response is, or was, owed, and what came of it. Statute, promise
 * and convention are never added up. Pure.
 */
import type { Petition } from '../domain/petition.ts';
import { sourceOf } from '../domain/source-of.ts';
import { commitments } from '../domain/response-terms.ts';
import type { AnswerCase, AnswerFigures, AnswerOutcome, CommitmentWait } from '../domain/status-fields.ts';
import { calendarDaysBetween, isAfter, type Instant } from '../domain/time.ts';
import { sourceTitle } from '../sources/registry.ts';
import type { RulesLookup } from './petition-status.ts';
import { responseOwedSince } from './response-times.ts';

/** Below this, a median says more about one petition than about an authority. */
export const fewestForMedian = 5;

/**
 * One case for each petition, those owed longest first. A petition without known rules is not counted: nobody knows what
 * its date is worth.
 */
export const answerCases = (
  petitions: readonly Petition[],
  rulesOf: RulesLookup,
  now: Instant,
  timeZone: string,
): AnswerCase[] =>
  petitions
    .flatMap((petition) => caseOf(petition, rulesOf, now, timeZone) ?? [])
    .sort((a, b) => a.owedSince.epochMilliseconds - b.owedSince.epochMilliseconds);

/** One answer is for all thresholds: what came of it is judged by the response that was due first. */
function caseOf(petition: Petition, rulesOf: RulesLookup, now: Instant, timeZone: string): AnswerCase | undefined {
  const rules = rulesOf(petition);
  const [first] = Object.entries(petition.thresholds)
    .flatMap(([threshold, { verdict, certain, met, response }]) =>
      verdict === 'met' && met !== undefined && response.verdict !== 'none' && response.deadline !== undefined
        ? { ...response, threshold, certain, met, verdict: response.verdict, deadline: response.deadline }
        : [],
    )
    .sort((a, b) => a.deadline.epochMilliseconds - b.deadline.epochMilliseconds);
  if (rules === undefined || first === undefined) return undefined;
  const { threshold, certain, met, verdict, deadline, laterIf } = first;
  const clockStart = responseOwedSince(petition, now, rulesOf);
  const owedSince = clockStart ?? met.by;
  const answered = petition.answer?.by;
  if (answered !== undefined && isAfter(owedSince, answered)) return undefined;
  const outcome = verdict === 'met' && answered !== undefined && isAfter(answered, deadline) ? 'uncertain' : verdict;
  const until = answered ?? now;
  return {
    petition: petition.petition,
    title: petition.title ?? null,
    source: sourceOf(petition.petition),
    commitment: rules.commitment,
    authority: rules.authority,
    department: petition.authority ?? null,
    threshold,
    certain,
    owedSince,
    year: owedSince.toZonedDateTimeISO(timeZone).year,
    deadline,
    laterIf: laterIf ?? null,
    outcome,
    answered: answered ?? null,
    // Where the platform names the day, nothing says from when the response is counted.
    days: clockStart === undefined ? null : calendarDaysBetween(clockStart, until, timeZone),
    daysLate: outcome === 'late' || outcome === 'missed' ? calendarDaysBetween(deadline, until, timeZone) : null,
  };
}

/** The cases of one authority on one platform, under one commitment. */
export interface AnswerGroup extends Pick<AnswerCase, 'commitment' | 'source' | 'authority'> {
  readonly cases: readonly AnswerCase[];
  readonly years: readonly AnswerSlice[];
  /** As the platform names them for each petition; empty where it names none. */
  readonly departments: readonly AnswerSlice[];
}

export interface AnswerSlice {
  readonly name: string;
  readonly cases: readonly AnswerCase[];
}

/** By commitment, then by the names of platforms and authorities: this is no ranking. */
export const answerGroups = (cases: readonly AnswerCase[]): AnswerGroup[] =>
  commitments.flatMap((commitment) =>
    slices(
      cases.filter((one) => one.commitment === commitment),
      ({ source, authority }) => `${sourceTitle(source)}\n${authority}`,
    ).flatMap(({ cases: its }) =>
      its.slice(0, 1).map(({ source, authority }) => ({
        commitment,
        source,
        authority,
        cases: its,
        years: slices(its, ({ year }) => String(year)),
        departments: slices(its, ({ department }) => department),
      })),
    ),
  );

/** In the order of their names; without the cases that have none. */
function slices(cases: readonly AnswerCase[], nameOf: (one: AnswerCase) => string | null): AnswerSlice[] {
  const names = [...new Set(cases.flatMap((one) => nameOf(one) ?? []))].sort();
  return names.map((name) => ({ name, cases: cases.filter((one) => nameOf(one) === name) }));
}

export const casesWith = (cases: readonly AnswerCase[], outcome: AnswerOutcome): AnswerCase[] =>
  cases.filter((one) => one.outcome === outcome);

/** A case whose days are known. */
export type MeasuredCase = AnswerCase & { readonly days: number };

/** Those that were answered, fastest first. */
export const answeredCases = (cases: readonly AnswerCase[]): MeasuredCase[] => measured(cases, true);
/** Those that were not, shortest wait first. */
export const waitingCases = (cases: readonly AnswerCase[]): MeasuredCase[] => measured(cases, false);

const measured = (cases: readonly AnswerCase[], isAnswered: boolean): MeasuredCase[] =>
  cases
    .flatMap((one) => (one.days !== null && (one.answered !== null) === isAnswered ? [{ ...one, days: one.days }] : []))
    .sort((a, b) => a.days - b.days);

/**
 * The case at a percentile, by nearest rank: the first that took at least as long as this share of all. So a median is
 * whole days, and those of a petition that one can look at. Undefined for too few cases.
 */
export const atPercentile = (inOrder: readonly MeasuredCase[], share: 50 | 90): MeasuredCase | undefined =>
  inOrder.length < fewestForMedian ? undefined : inOrder[Math.ceil((inOrder.length * share) / 100) - 1];

export function answerFigures(cases: readonly AnswerCase[]): AnswerFigures {
  const answers = answeredCases(cases);
  const count = (outcome: AnswerOutcome): number => casesWith(cases, outcome).length;
  return {
    owed: cases.length,
    met: count('met'),
    late: count('late'),
    uncertain: count('uncertain'),
    due: count('due'),
    missed: count('missed'),
    medianDays: atPercentile(answers, 50)?.days ?? null,
    ninetiethDays: atPercentile(answers, 90)?.days ?? null,
    longestDays: answers.at(-1)?.days ?? null,
  };
}

/** How long one waits, by what the date is worth; without the commitments under which nothing was owed. */
export const commitmentWaits = (cases: readonly AnswerCase[]): CommitmentWait[] =>
  commitments.flatMap((commitment) => {
    const its = cases.filter((one) => one.commitment === commitment);
    const [answers, waiting] = [answeredCases(its), waitingCases(its)];
    const answered = its.filter((one) => one.answered !== null).length;
    if (its.length === 0) return [];
    return {
      commitment,
      answered,
      medianDays: atPercentile(answers, 50)?.days ?? null,
      waiting: its.length - answered,
      medianDaysSoFar: atPercentile(waiting, 50)?.days ?? null,
      longestSoFar: waiting.at(-1)?.days ?? null,
    };
  });
