/**
 * The heart of the monitor: what one look at a petition makes of what was known before. Pure; everything that is ever
 * told to anybody is decided here.
 */
import type { Alert, AlertDraft } from './alerts.ts';
import { updateClock, clockFields, clockStart } from './response-clock.ts';
import type { Count } from './count-series.ts';
import type { ForecastInput } from './forecast.ts';
import { isUnconfirmed, matchingUnconfirmed } from './outliers.ts';
import type { Evaluated, EvaluationContext, PetitionContext } from './evaluation-context.ts';
import { initialGrowthRates, updateGrowthRates } from './growth-rates.ts';
import type { Petition, Response, Threshold } from './petition.ts';
import { evaluateForecast } from './forecast-alerts.ts';
import type { Reading, Observation } from './observation.ts';
import { updateAnswer, evaluateResponse } from './responses.ts';
import { evaluateReminder } from './reminders.ts';
import { rulesForPetition, type Rules, type RulesHistory, type ThresholdRule } from './rules.ts';
import { evaluateSigning } from './signing.ts';
import { evaluateVerdict } from './thresholds.ts';
import { isAfter, type Instant } from './time.ts';
import { evaluateClosingWarning, evaluateResponseWarning } from './warnings.ts';

/** Under which terms a petition is watched. */
export interface WatchSettings {
  readonly history: RulesHistory;
  /** How long ahead of a deadline to warn, such as `["P3D", "P1D"]`. */
  readonly warnBefore: readonly string[];
  /** How often to remind of an answer that is overdue, such as `P7D`; absent: never. */
  readonly remindEvery?: string | undefined;
  /** Whether to say where the petition stands when it is first seen: yes for one that the config names. */
  readonly announceStart: boolean;
  /** Whether to tell when a threshold becomes likely to be met, or unlikely again. Absent: no. */
  readonly forecasts?: boolean;
  /**
   * How long the platform takes to show what happened, where it counts in batches or serves from a cache: a look proves
   * that something did not happen only up to that long before it.
   */
  readonly lagMinutes?: number;
  /** How often the platform counts anew: it is asked no more often. Absent: every minute. */
  readonly refreshMinutes?: number;
  /** The longest that a petition is left alone with which something may still happen: minutes. Absent: an hour. */
  readonly longestSilence?: number;
  /** How many requests a day it may take. Absent: as many as it takes. */
  readonly requestsPerDay?: number | undefined;
  /**
   * Whether a count that leaps over a line is held until a second reading confirms it: yes where a platform is read, no
   * for a recorded history, which is taken at its word.
   */
  readonly confirmLeaps?: boolean;
}

export interface Evaluation {
  readonly petition: Petition;
  readonly alerts: readonly Alert[];
}

/** How long a petition that we have seen must be missing before that is told, where the platform is not explicit. */
export const goneConfirmation = { minutes: 10 };

/**
 * What is known after seeing `sighting` at `now`, and the alerts that this makes due, in order. A look that is not
 * later than the last one changes nothing: no verdict is ever taken back by a late or repeated reading.
 */
export function evaluate(petition: Petition, sighting: Observation, now: Instant, terms: WatchSettings): Evaluation {
  const { last: before, gone } = petition;
  const looks = [before?.at, gone?.since].filter((at) => at !== undefined);
  if (looks.some((at) => !isAfter(now, at))) return { petition, alerts: [] };
  const { next, drafts } =
    sighting.kind === 'gone'
      ? evaluateGone(petition, sighting.final, now)
      : evaluateReading(petition, sighting, now, terms);
  const { last } = next;
  if (last === undefined) return { petition: next, alerts: [] };
  const rules = rulesForPetition(terms.history, next);
  const alerts = drafts.map((draft, index) => ({
    ...alertEnvelope(next, last.signatures, petition.alerts + index + 1, rules, now),
    ...draft,
  }));
  return { petition: { ...next, alerts: petition.alerts + alerts.length }, alerts };
}

function evaluateReading(
  petition: Petition,
  reading: Reading,
  now: Instant,
  terms: WatchSettings,
): Evaluated<Petition> {
  const {
    warnBefore,
    remindEvery,
    history,
    announceStart,
    lagMinutes = 0,
    confirmLeaps = false,
    forecasts = false,
  } = terms;
  const registered = reading.registered ?? petition.registered;
  const rules = rulesForPetition(history, { registered, opened: reading.opened ?? petition.opened });
  const needed = { ...petition.needed, ...reading.needed };
  const lines = rules.thresholds.map((rule) => ({ ...rule, signatures: needed[rule.name] ?? rule.signatures }));
  if (confirmLeaps && isUnconfirmed(petition, reading, now, lines, lagMinutes))
    return quarantine(petition, reading.signatures, now);
  const completeTo = (reading.requestedAt ?? now).subtract({ minutes: lagMinutes });
  const look: EvaluationContext = {
    now,
    completeTo,
    lagMinutes,
    reading,
    rules,
    warnBefore,
    remindEvery,
    forecasts,
    before: petition.last,
    confirmedCount: matchingUnconfirmed(petition, reading.signatures),
  };
  const signing = evaluateSigning(petition, look);
  const scene: PetitionContext = {
    ...look,
    signing: signing.next,
    answer: updateAnswer(petition.answer, look),
    clock: updateClock(petition.clock, look),
  };
  const paces = nextGrowthRates(petition, { at: now, signatures: reading.signatures }, signing.next.opened);
  const growth: ForecastInput = { ...signing.next, last: { at: now, signatures: reading.signatures }, paces };
  const judged = lines.map((rule) => ({
    name: rule.name,
    ...evaluateThreshold(petition.thresholds[rule.name], rule, growth, scene),
  }));
  const thresholds = Object.fromEntries(judged.map(({ name, next }) => [name, next]));
  const closing = evaluateClosingWarning(petition.warned, thresholds, scene);
  const { signatures } = reading;
  const next: Petition = {
    ...petition,
    ...signing.next,
    registered,
    title: reading.title ?? petition.title,
    url: reading.url ?? petition.url,
    needed,
    answer: scene.answer,
    clock: scene.clock,
    last: { at: now, signatures },
    doubted: undefined,
    counts: petition.last?.signatures === signatures ? petition.counts : [...petition.counts, { at: now, signatures }],
    paces,
    thresholds,
    warned: closing.next,
    gone: undefined,
  };
  const started = announceStart && petition.last === undefined ? [watchStartedDraft(next)] : [];
  return {
    next,
    drafts: [...started, ...signing.drafts, ...judged.flatMap(({ drafts }) => drafts), ...closing.drafts],
  };
}

/** The paces after a count; those before it, where it is the same: then nothing need be written. */
function nextGrowthRates({ paces, last }: Petition, count: Count, opened: Instant | undefined): Petition['paces'] {
  if (paces === undefined || last === undefined) return initialGrowthRates(count, opened);
  return last.signatures === count.signatures ? paces : updateGrowthRates(paces, last, count);
}

/** A reading that is held: nothing of it is believed yet. */
const quarantine = (petition: Petition, signatures: number, now: Instant): Evaluated<Petition> => ({
  next: { ...petition, doubted: matchingUnconfirmed(petition, signatures) ?? { at: now, signatures } },
  drafts: [],
});

/** One threshold, and the response that it brings. */
function evaluateThreshold(
  known: Threshold | undefined,
  rule: ThresholdRule,
  growth: ForecastInput,
  scene: PetitionContext,
): Evaluated<Threshold> {
  const threshold = evaluateVerdict(known, rule, scene);
  const start = clockStart(rule, threshold.next.met, { ...scene.signing, clock: scene.clock }, scene);
  const response = evaluateResponse(known, threshold.next, rule, start, scene);
  const warning = evaluateResponseWarning(known, response.next, rule, start, scene);
  const reminder = evaluateReminder(known, warning.next, rule, threshold.next.occurrence, start, scene);
  const prospect = evaluateForecast(known, rule, threshold.next, growth, scene);
  const consequences = responseFields(response.next, rule, start);
  const told = threshold.drafts.map((draft) =>
    draft.alert === 'threshold-met' ? { ...draft, ...consequences } : draft,
  );
  return {
    next: { ...threshold.next, prospect: prospect.next, response: reminder.next },
    drafts: [...told, ...response.drafts, ...warning.drafts, ...reminder.drafts, ...prospect.drafts],
  };
}

/** What the meeting of a threshold has brought: an answer that is due, or will be once its clock starts, or came before. */
function responseFields(
  { verdict, deadline: responseDeadline }: Response,
  rule: ThresholdRule,
  start: Instant | undefined,
): Partial<AlertDraft> {
  const { responseWindow } = rule;
  if (verdict === 'due') return { responseDeadline, ...clockFields(rule, start) };
  if (verdict !== 'none') return { answered: true };
  return responseWindow === undefined ? {} : { responseWindow, ...clockFields(rule, start) };
}

/** The platform does not know the petition. Told once, when it says so itself or a second look confirms it. */
function evaluateGone(petition: Petition, final: boolean, now: Instant): Evaluated<Petition> {
  const { last } = petition;
  const gone = petition.gone ?? { since: now, told: false };
  if (last === undefined || gone.told) return { next: { ...petition, gone }, drafts: [] };
  const told = final || !isAfter(gone.since.add(goneConfirmation), now);
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
  }));
  return { alert: 'watch-started', deadline: deadline?.at ?? null, standings };
}

/** What all alerts of one look at a petition say. */
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
    authority: rules.authority,
    commitment: rules.commitment,
  };
}
