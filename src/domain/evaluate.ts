/**
 * The heart of the monitor: the previous state of a petition and one observation give the next state and the alerts.
 * Pure. Every alert is decided here.
 */
import type { Alert, AlertDraft } from './alerts.ts';
import { updateClock, clockFields, clockStart } from './response-clock.ts';
import type { Count } from './count-series.ts';
import type { ForecastInput } from './forecast.ts';
import {
  confirmableFrom,
  evaluateSifted,
  readAsOf,
  siftReading,
  type ReadingTimes,
  type SiftedReading,
} from './confirmation.ts';
import { isUnconfirmed, matchingUnconfirmed } from './outliers.ts';
import type { Evaluated, EvaluationContext, PetitionContext } from './evaluation-context.ts';
import { initialGrowthRates, updateGrowthRates } from './growth-rates.ts';
import { partsSuffice } from './parts.ts';
import { keepForecasts } from './forecast-marks.ts';
import type { Petition, Response, Threshold } from './petition.ts';
import { evaluateForecast } from './forecast-alerts.ts';
import type { Reading, Observation } from './observation.ts';
import { readByRules } from './reading-by-rules.ts';
import { updateAnswer, evaluateResponse } from './responses.ts';
import { evaluateReminder } from './reminders.ts';
import { inWorkingDays, rulesForPetition, type Rules, type RulesHistory, type ThresholdRule } from './rules.ts';
import { evaluateSigning } from './signing.ts';
import { evaluateVerdict } from './thresholds.ts';
import { earliest, isAfter, type Instant } from './time.ts';
import { evaluateClosingWarning, evaluateResponseWarning } from './warnings.ts';

/** How a petition is watched. */
export interface WatchSettings {
  readonly history: RulesHistory;
  /** How long before a deadline to warn, such as `["P3D", "P1D"]`. */
  readonly warnBefore: readonly string[];
  /** How often to remind of an overdue response, such as `P7D`; absent: never. */
  readonly remindEvery?: string | undefined;
  /**
   * Whether to report the status of the petition when it is first seen, and to learn its pace at once: yes for one that
   * the config names.
   */
  readonly announceStart: boolean;
  /** Whether to notify when a threshold becomes likely to be met, or unlikely again. Absent: no. */
  readonly forecasts?: boolean;
  /**
   * How long the platform takes to show what happened, where it counts in batches or serves from a cache. A poll proves
   * that something did not happen only up to that long before it.
   */
  readonly lagMinutes?: number;
  /** How often the platform updates its count: it is not polled more often. Absent: every minute. */
  readonly refreshMinutes?: number;
  /** The longest time between two polls while something may still happen: minutes. Absent: an hour. */
  readonly longestSilence?: number;
  /** How many requests a day it may take. Absent: no limit. */
  readonly requestsPerDay?: number | undefined;
  /**
   * Whether what one reading alone does not prove waits for a second one: yes where a platform is read, no for a
   * recorded history, which is trusted.
   */
  readonly confirms?: boolean;
}

export interface Evaluation {
  readonly petition: Petition;
  readonly alerts: readonly Alert[];
}

/** How long a petition must be missing before we notify: less where the platform says that it is gone for good. */
export const goneConfirmation = { minutes: 10 };

/**
 * The state after an observation at `now`, and the alerts that it makes due, in order. An observation that is not later
 * than the last one changes nothing: a late or repeated reading never takes back a verdict.
 */
export function evaluate(
  petition: Petition,
  observation: Observation,
  now: Instant,
  settings: WatchSettings,
): Evaluation {
  const { last: before, gone } = petition;
  const polls = [before?.at, gone?.since].filter((at) => at !== undefined);
  if (polls.some((at) => !isAfter(now, at))) return { petition, alerts: [] };
  const { next, drafts } =
    observation.kind === 'gone'
      ? evaluateGone(petition, observation, now, settings)
      : evaluateReading(petition, observation, now, settings);
  const { last } = next;
  if (last === undefined) return { petition: next, alerts: [] };
  const rules = rulesForPetition(settings.history, next);
  const alerts = drafts.map((draft, index) => ({
    ...alertEnvelope(next, last.signatures, petition.alerts + index + 1, rules, now),
    ...draft,
  }));
  return { petition: { ...next, alerts: petition.alerts + alerts.length }, alerts };
}

function evaluateReading(
  petition: Petition,
  seen: Reading,
  now: Instant,
  settings: WatchSettings,
): Evaluated<Petition> {
  const { history, lagMinutes = 0, confirms = false } = settings;
  const times: ReadingTimes = { now, asOf: seen.requestedAt ?? now, lagMinutes };
  const said = rulesOf(history, petition, seen);
  const reading = readByRules(petition, seen, said, times);
  if (!confirms)
    return evaluateBelieved(petition, { believed: reading, unconfirmed: {}, confirmed: {} }, said, times, settings);

  const sifted = siftReading(petition, reading, said, times);
  const rules = sifted.believed === reading ? said : rulesOf(history, petition, sifted.believed);
  return isUnconfirmed(petition, sifted.believed, rules, times)
    ? quarantine(petition, reading.signatures, now)
    : evaluateSifted(petition, sifted, times, (asOf) =>
        evaluateBelieved(petition, sifted, rules, { ...times, asOf }, settings),
      );
}

/** The rules for a petition after a reading, with the platform's own numbers. */
function rulesOf(history: RulesHistory, petition: Petition, reading: Reading): Rules {
  const { registered = petition.registered, opened = petition.opened } = reading;
  return withNeeded(rulesForPetition(history, { registered, opened }), { ...petition.needed, ...reading.needed });
}

/** The state after the part of a reading that is believed, by the rules that hold with it. */
function evaluateBelieved(
  petition: Petition,
  { believed: reading, confirmed }: SiftedReading,
  rules: Rules,
  times: ReadingTimes,
  settings: WatchSettings,
): Evaluated<Petition> {
  const { now } = times;
  const { signatures, requestedAt = now, countedAt = now } = reading;
  const shownAt = earliest(now, requestedAt, countedAt);
  const { announceStart } = settings;
  const needed = { ...petition.needed, ...reading.needed };
  const registered = reading.registered ?? petition.registered;
  const { context, drafts } = petitionContext(
    petition,
    { reading, rules, confirmed, ownNumbers: needed },
    times,
    settings,
  );
  const { signing, answer, answerDue, clock } = context;
  const last: Count = { at: now, signatures };
  const paces = nextGrowthRates(petition, last, signing.opened);
  const growth = { ...signing, last, paces };
  const thresholds = evaluateThresholds(petition, growth, context);
  const closing = evaluateClosingWarning(petition.warned, thresholds.next, context);
  const next: Petition = {
    ...petition,
    ...signing,
    registered,
    title: reading.title ?? petition.title,
    authority: reading.authority ?? petition.authority,
    debate: reading.debate === undefined ? petition.debate : (reading.debate ?? undefined),
    url: reading.url ?? petition.url,
    needed,
    answerDue,
    answer,
    clock,
    last: { ...last, ...(isAfter(now, shownAt) && { asOf: shownAt }) },
    doubted: undefined,
    unconfirmed: undefined,
    counts: petition.last?.signatures === signatures ? petition.counts : [...petition.counts, last],
    paces,
    forecasts: keepForecasts(petition.forecasts, { ...growth, open: thresholds.open }, thresholds.drafts, now),
    thresholds: thresholds.next,
    warned: closing.next,
    gone: undefined,
  };
  const started = announceStart && petition.last === undefined ? [watchStartedDraft(next)] : [];
  return { next, drafts: [...started, ...drafts, ...thresholds.drafts, ...closing.drafts] };
}

/** The growth rates after a count. Where the count is the same, so are they: then nothing has to be written. */
function nextGrowthRates({ paces, last }: Petition, count: Count, opened: Instant | undefined): Petition['paces'] {
  if (paces === undefined || last === undefined) return initialGrowthRates(count, opened);
  return last.signatures === count.signatures ? paces : updateGrowthRates(paces, last, count);
}

/** A reading that waits for a second one: nothing of it is believed yet, but that the petition is there. */
const quarantine = (petition: Petition, signatures: number, now: Instant): Evaluated<Petition> => ({
  next: { ...petition, gone: undefined, doubted: matchingUnconfirmed(petition, signatures) ?? { at: now, signatures } },
  drafts: [],
});

/** The rules with the numbers that hold for this petition. */
const withNeeded = (rules: Rules, needed: Readonly<Record<string, number>>): Rules => ({
  ...rules,
  thresholds: rules.thresholds.map((rule) => ({ ...rule, signatures: needed[rule.name] ?? rule.signatures })),
});

/** What the reading shows of the petition as a whole, and the drafts about its signing. */
function petitionContext(
  petition: Petition,
  given: Pick<EvaluationContext, 'reading' | 'rules' | 'confirmed' | 'ownNumbers'>,
  { now, asOf, lagMinutes }: ReadingTimes,
  { warnBefore, remindEvery, forecasts = false }: WatchSettings,
): { readonly context: PetitionContext; readonly drafts: readonly AlertDraft[] } {
  const { last } = petition;
  const context: EvaluationContext = {
    ...given,
    now,
    asOf,
    completeTo: earliest(asOf, given.reading.countedAt ?? asOf).subtract({ minutes: lagMinutes }),
    lagMinutes,
    warnBefore,
    remindEvery,
    forecasts,
    before: last && { at: readAsOf(last), signatures: last.signatures },
    confirmedCount: matchingUnconfirmed(petition, given.reading.signatures),
  };
  const { next: signing, drafts } = evaluateSigning(petition, context);
  const answer = updateAnswer(petition.answer, context);
  const { answerDue = petition.answerDue } = given.reading;
  return { context: { ...context, signing, answer, answerDue, clock: updateClock(petition.clock, context) }, drafts };
}

function evaluateThresholds(
  { thresholds }: Petition,
  growth: ForecastInput,
  context: PetitionContext,
): Evaluated<Petition['thresholds']> & { readonly open: { name: string; needed: number }[] } {
  const evaluated = context.rules.thresholds.map((rule) => ({
    name: rule.name,
    rule,
    ...evaluateThreshold(thresholds[rule.name], rule, growth, context),
  }));
  return {
    next: Object.fromEntries(evaluated.map(({ name, next }) => [name, next])),
    drafts: evaluated.flatMap(({ drafts }) => drafts),
    // A forecast says something about these.
    open: evaluated
      .filter(({ rule, next }) => next.verdict === 'open' && partsSuffice(rule, next.parts))
      .map(({ name, next }) => ({ name, needed: next.needed })),
  };
}

/** One threshold, and the response that follows from it. */
function evaluateThreshold(
  previous: Threshold | undefined,
  rule: ThresholdRule,
  growth: ForecastInput,
  context: PetitionContext,
): Evaluated<Threshold> {
  const threshold = evaluateVerdict(previous, rule, context);
  const start = clockStart(
    rule,
    threshold.next.met,
    { ...context.signing, clock: context.clock, answerDue: context.answerDue },
    context,
  );
  const response = evaluateResponse(previous, threshold.next, rule, start, context);
  const warning = evaluateResponseWarning(previous, response.next, rule, start, context);
  const reminder = evaluateReminder(previous, warning.next, rule, threshold.next.occurrence, start, context);
  const likelihood = evaluateForecast(previous, rule, threshold.next, growth, context);
  const consequences = responseFields(response.next, rule, start);
  const drafts = threshold.drafts.map((draft) =>
    draft.alert === 'threshold-met' ? { ...draft, ...consequences } : draft,
  );
  return {
    next: { ...threshold.next, prospect: likelihood.next, response: reminder.next },
    drafts: [...drafts, ...response.drafts, ...warning.drafts, ...reminder.drafts, ...likelihood.drafts],
  };
}

/** What follows from meeting a threshold: a response is due, or will be once its clock starts, or was given before. */
function responseFields(
  { verdict, deadline: responseDeadline, laterIf }: Response,
  rule: ThresholdRule,
  start: Instant | undefined,
): Partial<AlertDraft> {
  const { responseWindow } = rule;
  if (verdict === 'due') return { responseDeadline, laterIf, ...clockFields(rule, start) };
  if (verdict !== 'none') return { answered: true };
  if (responseWindow === undefined) return {};
  return { responseWindow, ...(inWorkingDays(rule) && { workingDays: true }), ...clockFields(rule, start) };
}

/** The platform does not know the petition. We notify once, when a second poll confirms it. */
function evaluateGone(
  petition: Petition,
  { final, requestedAt }: Observation & { readonly kind: 'gone' },
  now: Instant,
  { confirms = false, lagMinutes = 0 }: WatchSettings,
): Evaluated<Petition> {
  const { last } = petition;
  const gone = petition.gone ?? { since: now, told: false };
  if (last === undefined || gone.told) return { next: { ...petition, gone }, drafts: [] };
  const confirmable = final ? confirmableFrom(gone.since, lagMinutes) : gone.since.add(goneConfirmation);
  const told = (final && !confirms) || !isAfter(confirmable, requestedAt ?? now);
  const draft: AlertDraft = { alert: 'petition-gone', between: [last.at, gone.since] };
  return { next: { ...petition, gone: { ...gone, told } }, drafts: told ? [draft] : [] };
}

function watchStartedDraft({ deadline, thresholds }: Petition): AlertDraft {
  const standings = Object.entries(thresholds).map(([threshold, { needed, verdict, response }]) => ({
    threshold,
    needed,
    verdict,
    response: response.verdict,
    responseDeadline: response.deadline ?? null,
    responseLaterIf: response.laterIf,
  }));
  return { alert: 'watch-started', deadline: deadline?.at ?? null, standings };
}

/** What all alerts of one poll have in common. */
function alertEnvelope(
  petition: Petition,
  signatures: number,
  number: number,
  rules: Rules,
  now: Instant,
): Omit<Alert, 'alert'> {
  return {
    id: `${petition.petition}#${number}`,
    petition: petition.petition,
    threshold: null,
    needed: null,
    signatures,
    detectedAt: now,
    occurredAt: null,
    between: null,
    certain: true,
    deadline: null,
    title: petition.title ?? petition.petition,
    url: petition.url ?? null,
    timeZone: rules.timeZone,
    authority: petition.authority ?? rules.authority,
    commitment: rules.commitment,
  };
}
