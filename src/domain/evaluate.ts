/**
 * The heart of the monitor: what one look at a petition makes of what was known before. Pure; everything that is ever
 * told to anybody is decided here.
 */
import type { Alert, AlertDraft } from './alerts.ts';
import { clockAt, clockTold, startOfClock } from './response-clock.ts';
import type { Count } from './count-series.ts';
import type { Known } from './forecast.ts';
import { isInDoubt, sameDoubt } from './outliers.ts';
import type { Judgement, Look, Scene } from './evaluation-context.ts';
import { firstPaces, gained } from './growth-rates.ts';
import type { Petition, Response, Threshold } from './petition.ts';
import { judgeProspect } from './forecast-alerts.ts';
import type { Reading, Sighting } from './observation.ts';
import { answerAt, judgeResponse } from './responses.ts';
import { remind } from './reminders.ts';
import { rulesBy, type Rules, type RulesHistory, type ThresholdRule } from './rules.ts';
import { judgeSigning } from './signing.ts';
import { judgeThreshold } from './thresholds.ts';
import { isAfter, type Instant } from './time.ts';
import { warnOfClosing, warnOfResponse } from './warnings.ts';

/** Under which terms a petition is watched. */
export interface Terms {
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

export interface Observation {
  readonly petition: Petition;
  readonly alerts: readonly Alert[];
}

/** How long a petition that we have seen must be missing before that is told, where the platform is not explicit. */
export const goneTakes = { minutes: 10 };

/**
 * What is known after seeing `sighting` at `now`, and the alerts that this makes due, in order. A look that is not
 * later than the last one changes nothing: no verdict is ever taken back by a late or repeated reading.
 */
export function observe(petition: Petition, sighting: Sighting, now: Instant, terms: Terms): Observation {
  const { last: before, gone } = petition;
  const looks = [before?.at, gone?.since].filter((at) => at !== undefined);
  if (looks.some((at) => !isAfter(now, at))) return { petition, alerts: [] };
  const { next, drafts } =
    sighting.kind === 'gone' ? absent(petition, sighting.final, now) : read(petition, sighting, now, terms);
  const { last } = next;
  if (last === undefined) return { petition: next, alerts: [] };
  const rules = rulesBy(terms.history, next);
  const alerts = drafts.map((draft, index) => ({
    ...shared(next, last.signatures, petition.alerts + index + 1, rules, now),
    ...draft,
  }));
  return { petition: { ...next, alerts: petition.alerts + alerts.length }, alerts };
}

function read(petition: Petition, reading: Reading, now: Instant, terms: Terms): Judgement<Petition> {
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
  const rules = rulesBy(history, { registered, opened: reading.opened ?? petition.opened });
  const needed = { ...petition.needed, ...reading.needed };
  const lines = rules.thresholds.map((rule) => ({ ...rule, signatures: needed[rule.name] ?? rule.signatures }));
  if (confirmLeaps && isInDoubt(petition, reading, now, lines, lagMinutes))
    return held(petition, reading.signatures, now);
  const completeTo = (reading.asked ?? now).subtract({ minutes: lagMinutes });
  const look: Look = {
    now,
    completeTo,
    lagMinutes,
    reading,
    rules,
    warnBefore,
    remindEvery,
    forecasts,
    before: petition.last,
    confirmed: sameDoubt(petition, reading.signatures),
  };
  const signing = judgeSigning(petition, look);
  const scene: Scene = {
    ...look,
    signing: signing.next,
    answer: answerAt(petition.answer, look),
    clock: clockAt(petition.clock, look),
  };
  const paces = pacesOf(petition, { at: now, signatures: reading.signatures }, signing.next.opened);
  const growth: Known = { ...signing.next, last: { at: now, signatures: reading.signatures }, paces };
  const judged = lines.map((rule) => ({
    name: rule.name,
    ...judge(petition.thresholds[rule.name], rule, growth, scene),
  }));
  const thresholds = Object.fromEntries(judged.map(({ name, next }) => [name, next]));
  const closing = warnOfClosing(petition.warned, thresholds, scene);
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
  const started = announceStart && petition.last === undefined ? [start(next)] : [];
  return {
    next,
    drafts: [...started, ...signing.drafts, ...judged.flatMap(({ drafts }) => drafts), ...closing.drafts],
  };
}

/** The paces after a count; those before it, where it is the same: then nothing need be written. */
function pacesOf({ paces, last }: Petition, count: Count, opened: Instant | undefined): Petition['paces'] {
  if (paces === undefined || last === undefined) return firstPaces(count, opened);
  return last.signatures === count.signatures ? paces : gained(paces, last, count);
}

/** A reading that is held: nothing of it is believed yet. */
const held = (petition: Petition, signatures: number, now: Instant): Judgement<Petition> => ({
  next: { ...petition, doubted: sameDoubt(petition, signatures) ?? { at: now, signatures } },
  drafts: [],
});

/** One threshold, and the response that it brings. */
function judge(known: Threshold | undefined, rule: ThresholdRule, growth: Known, scene: Scene): Judgement<Threshold> {
  const threshold = judgeThreshold(known, rule, scene);
  const start = startOfClock(rule, threshold.next.met, { ...scene.signing, clock: scene.clock }, scene);
  const response = judgeResponse(known, threshold.next, rule, start, scene);
  const warning = warnOfResponse(known, response.next, rule, start, scene);
  const reminder = remind(known, warning.next, rule, threshold.next.occurrence, start, scene);
  const prospect = judgeProspect(known, rule, threshold.next, growth, scene);
  const consequences = consequencesOf(response.next, rule, start);
  const told = threshold.drafts.map((draft) =>
    draft.alert === 'threshold-met' ? { ...draft, ...consequences } : draft,
  );
  return {
    next: { ...threshold.next, prospect: prospect.next, response: reminder.next },
    drafts: [...told, ...response.drafts, ...warning.drafts, ...reminder.drafts, ...prospect.drafts],
  };
}

/** What the meeting of a threshold has brought: an answer that is due, or will be once its clock starts, or came before. */
function consequencesOf(
  { verdict, deadline: responseDeadline }: Response,
  rule: ThresholdRule,
  start: Instant | undefined,
): Partial<AlertDraft> {
  const { responseWindow } = rule;
  if (verdict === 'due') return { responseDeadline, ...clockTold(rule, start) };
  if (verdict !== 'none') return { answered: true };
  return responseWindow === undefined ? {} : { responseWindow, ...clockTold(rule, start) };
}

/** The platform does not know the petition. Told once, when it says so itself or a second look confirms it. */
function absent(petition: Petition, final: boolean, now: Instant): Judgement<Petition> {
  const { last } = petition;
  const gone = petition.gone ?? { since: now, told: false };
  if (last === undefined || gone.told) return { next: { ...petition, gone }, drafts: [] };
  const told = final || !isAfter(gone.since.add(goneTakes), now);
  const draft: AlertDraft = { alert: 'petition-gone', between: [last.at, gone.since] };
  return { next: { ...petition, gone: { ...gone, told } }, drafts: told ? [draft] : [] };
}

function start({ deadline, thresholds }: Petition): AlertDraft {
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
function shared(
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
