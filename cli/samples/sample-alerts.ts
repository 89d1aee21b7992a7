/**
 * One sample of each alert. The core makes it from an invented story that ends now, so a sample differs from a real
 * alert only in the marks of a test.
 */
import { alertNames, type Alert, type AlertName } from '../../src/domain/alerts.ts';
import { evaluate, type WatchSettings } from '../../src/domain/evaluate.ts';
import { newPetition } from '../../src/domain/petition.ts';
import type { Reading, Observation } from '../../src/domain/observation.ts';
import { undatedHistory, type PartsRule, type Rules, type ThresholdRule } from '../../src/domain/rules.ts';
import { subtractDuration, deadlineAfter, isAfter, type Instant } from '../../src/domain/time.ts';

/** What the samples are about. */
export interface SampleSubject {
  /** `source/id`; the platform is not polled. */
  readonly petition: string;
  readonly rules: Rules;
  readonly threshold: ThresholdRule;
}

/** How long before a deadline a sample warns. */
const warnBefore = 'P7D';

/** How long before now, as an ISO 8601 duration; and the observation then. */
type SampleStep = readonly [string, Observation];
type Facts = Omit<Reading, 'signatures'>;

/**
 * In the order of their names, without alerts that the rules never cause, such as a retraction where none is possible.
 */
export function sampleAlerts(subject: SampleSubject, now: Instant): Alert[] {
  const { petition, threshold } = subject;
  const storyFor = stories(subject, now);
  return alertNames.flatMap((name) => {
    const alert = alertsOf(storyFor[name], subject, now).findLast(
      (one) => one.alert === name && (one.threshold === null || one.threshold === threshold.name),
    );
    // An id of its own: those who remove duplicates by id must not take the real alert for a copy.
    return alert === undefined ? [] : [{ ...alert, id: `${petition}#test-${name}-${now.toString()}` }];
  });
}

function stories({ rules, threshold }: SampleSubject, now: Instant): Record<AlertName, readonly SampleStep[]> {
  const { signatures: needed, responseWindow = 'P30D' } = threshold;
  const ago = (length: string): Instant => subtractDuration(now, length, rules.timeZone);
  const ahead = (days: number): Instant => now.add({ hours: 24 * days });
  const always: Facts = {
    title: 'A sample petition',
    opened: ago('P90D'),
    deadline: ahead(10),
    ...(threshold.parts && { parts: enoughOf(threshold.parts) }),
  };
  const reading = (when: string, more: number, facts: Facts = {}): SampleStep => [
    when,
    { kind: 'reading', signatures: needed + more, ...always, ...facts },
  ];
  const short = -Math.ceil(needed / 10);
  const over = Math.ceil(needed / 100);
  // The threshold is met, and the clock of the response starts at once.
  const awaits = (when: string, facts: Facts = {}): SampleStep =>
    reading(when, over, { ...startOf(threshold), ...facts });
  const met = [reading('P6D', short), awaits('P5D')];
  const windowDays = Math.ceil(now.since(ago(responseWindow)).total('hours') / 24);
  const deadlineOf = (days: number): Instant =>
    deadlineAfter(ago(`P${windowDays + days}D`), responseWindow, rules.timeZone, rules.cutoff);
  // Six months from one day may end four days later than six months from the day before, because of February.
  const dueSoon = [0, -1, -2, -3, -4, -5].find((days) => isAfter(deadlineOf(days), now)) ?? 0;
  const metSince = (days: number): readonly SampleStep[] => {
    const named = threshold.answerDue === true ? { answerDue: deadlineOf(days) } : {};
    return [reading(`P${windowDays + days + 1}D`, short), awaits(`P${windowDays + days}D`, named)];
  };
  const overdueBy = (least: number): readonly SampleStep[] => {
    const late = ago(`P${least}D`);
    return metSince(
      [0, 1, 2, 3, 4].map((more) => least + more).find((days) => !isAfter(deadlineOf(days), late)) ?? least,
    );
  };
  return {
    'threshold-met': [reading('PT1H', short), reading('PT0S', over)],
    'threshold-missed': [
      reading('PT1H', short, { deadline: ago('PT10M') }),
      reading('PT0S', short, { deadline: ago('PT10M') }),
    ],
    'response-met': [...met, awaits('PT0S', { answer: { at: ago('PT30M') } })],
    'response-missed': [...overdueBy(2), awaits('PT0S')],
    'threshold-retracted': [...met, reading('PT20M', -5), reading('PT0S', -5)],
    'response-late': [...overdueBy(4), awaits('P1D'), awaits('PT0S', { answer: { at: ago('PT30M') } })],
    'deadline-changed': [reading('PT1H', short), reading('PT0S', short, { deadline: ahead(20) })],
    'threshold-changed': [
      reading('PT1H', short),
      reading('PT0S', short, { needed: { [threshold.name]: threshold.signatures + 1_000 } }),
    ],
    'closed-early': [
      reading('PT1H', short),
      reading('PT0S', short, { signing: { open: false, at: ago('PT10M'), reason: 'closed' } }),
    ],
    'petition-gone': [reading('PT1H', short), ['PT0S', { kind: 'gone', final: true }]],
    'closing-soon': [reading('P8D', short, { deadline: ahead(2) }), reading('PT0S', short, { deadline: ahead(2) })],
    'response-due-soon': [...metSince(dueSoon), awaits('PT0S')],
    'response-overdue': [...overdueBy(9), awaits('P6D'), awaits('PT0S')],
    'forecast-changed': [reading('P20D', 9 * short), reading('P1D', 8 * short), reading('PT0S', short)],
    'watch-started': [reading('PT0S', short)],
  };
}

/**
 * The facts that start the clock of the response, unless meeting the threshold does. The authority accepts only what has
 * met it.
 */
function startOf({ name, clock }: ThresholdRule): Facts {
  if (clock === 'closed') return { signing: { open: false } };
  return clock === undefined || clock === 'met' ? {} : { clockStarted: true, met: [name] };
}

/** A sample is of a deadline that is certain: otherwise some rules would have no sample of an overdue response. */
const withPlainTerms = (rules: Rules): Rules => ({
  ...rules,
  thresholds: rules.thresholds.map((one) => ({ ...one, responseTerm: undefined })),
});

/** Counts by part that meet the rule. */
const enoughOf = ({ atLeast, minimum }: PartsRule): Readonly<Record<string, number>> =>
  typeof minimum === 'number'
    ? Object.fromEntries(Array.from({ length: atLeast }, (_, part) => [`part ${part + 1}`, minimum]))
    : minimum;

function alertsOf(story: readonly SampleStep[], { petition, rules }: SampleSubject, now: Instant): Alert[] {
  const settings: WatchSettings = {
    history: undatedHistory(withPlainTerms(rules)),
    warnBefore: [warnBefore],
    remindEvery: 'P7D',
    announceStart: true,
    forecasts: true,
  };
  const alerts: Alert[] = [];
  let previous = newPetition(petition);
  for (const [ago, observation] of story) {
    const evaluation = evaluate(previous, observation, subtractDuration(now, ago, rules.timeZone), settings);
    previous = evaluation.petition;
    alerts.push(...evaluation.alerts);
  }
  return alerts;
}
