/**
 * One sample of each alert, as the core makes it of a made-up story that ends now: what a reader gets of it is what they
 * would get of a real one, but for the marks of a test.
 */
import { alertNames, type Alert, type AlertName } from '../../src/domain/alerts.ts';
import { evaluate, type WatchSettings } from '../../src/domain/evaluate.ts';
import { newPetition } from '../../src/domain/petition.ts';
import type { Reading, Observation } from '../../src/domain/observation.ts';
import { undatedHistory, type PartsRule, type Rules, type ThresholdRule } from '../../src/domain/rules.ts';
import { subtractDuration, deadlineAfter, isAfter, type Instant } from '../../src/domain/time.ts';

/** Of what the samples are. */
export interface SampleSubject {
  /** `source/id`; nothing that the platform has of it is read. */
  readonly petition: string;
  readonly rules: Rules;
  readonly threshold: ThresholdRule;
}

/** How long ahead of a deadline a sample warns. */
const warned = 'P7D';

/** How long before now, as an ISO duration; and what was seen then. */
type SampleStep = readonly [string, Observation];
type Facts = Omit<Reading, 'signatures'>;

/** In the order of their names; those are left out that the rules never make, such as a retraction where there is none. */
export function sampleAlerts(sampled: SampleSubject, now: Instant): Alert[] {
  const { petition, threshold } = sampled;
  const told = stories(sampled, now);
  return alertNames.flatMap((name) => {
    const alert = alertsOf(told[name], sampled, now).findLast(
      (one) => one.alert === name && (one.threshold === null || one.threshold === threshold.name),
    );
    // An id of its own: whoever tells copies by it must not take the real alert for one of this.
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
  const sees = (when: string, more: number, facts: Facts = {}): SampleStep => [
    when,
    { kind: 'reading', signatures: needed + more, ...always, ...facts },
  ];
  const short = -Math.ceil(needed / 10);
  const over = Math.ceil(needed / 100);
  // The clock of the response starts as soon as the threshold is met.
  const owes = (when: string, facts: Facts = {}): SampleStep => sees(when, over, { ...startOf(threshold), ...facts });
  const met = [sees('P6D', short), owes('P5D')];
  const answerLasts = Math.ceil(now.since(ago(responseWindow)).total('hours') / 24);
  const deadlineOf = (days: number): Instant =>
    deadlineAfter(ago(`P${answerLasts + days}D`), responseWindow, rules.timeZone, rules.cutoff);
  // Six months from one day are four days later than from the day before, where February lies between.
  const dueSoon = [0, -1, -2, -3, -4, -5].find((days) => isAfter(deadlineOf(days), now)) ?? 0;
  const metSince = (days: number): readonly SampleStep[] => {
    return [sees(`P${answerLasts + days + 1}D`, short), owes(`P${answerLasts + days}D`)];
  };
  const overdueBy = (least: number): readonly SampleStep[] => {
    const late = ago(`P${least}D`);
    return metSince(
      [0, 1, 2, 3, 4].map((more) => least + more).find((days) => !isAfter(deadlineOf(days), late)) ?? least,
    );
  };
  return {
    'threshold-met': [sees('PT1H', short), sees('PT0S', over)],
    'threshold-missed': [
      sees('PT1H', short, { deadline: ago('PT10M') }),
      sees('PT0S', short, { deadline: ago('PT10M') }),
    ],
    'response-met': [...met, owes('PT0S', { answer: { at: ago('PT30M') } })],
    'response-missed': [...overdueBy(2), owes('PT0S')],
    'threshold-retracted': [...met, sees('PT20M', -5), sees('PT0S', -5)],
    'response-late': [...overdueBy(4), owes('P1D'), owes('PT0S', { answer: { at: ago('PT30M') } })],
    'deadline-changed': [sees('PT1H', short), sees('PT0S', short, { deadline: ahead(20) })],
    'closed-early': [
      sees('PT1H', short),
      sees('PT0S', short, { signing: { open: false, at: ago('PT10M'), reason: 'closed' } }),
    ],
    'petition-gone': [sees('PT1H', short), ['PT0S', { kind: 'gone', final: true }]],
    'closing-soon': [sees('P8D', short, { deadline: ahead(2) }), sees('PT0S', short, { deadline: ahead(2) })],
    'response-due-soon': [...metSince(dueSoon), owes('PT0S')],
    'response-overdue': [...overdueBy(9), owes('P6D'), owes('PT0S')],
    'forecast-changed': [sees('P20D', 9 * short), sees('P1D', 8 * short), sees('PT0S', short)],
    'watch-started': [sees('PT0S', short)],
  };
}

/** What starts the clock of the response, where that is not the threshold. */
function startOf({ clock }: ThresholdRule): Facts {
  if (clock === 'closed') return { signing: { open: false } };
  return clock === undefined || clock === 'met' ? {} : { clockStarted: true };
}

/** Counts by parts with which the rule is met. */
const enoughOf = ({ atLeast, minimum }: PartsRule): Readonly<Record<string, number>> =>
  typeof minimum === 'number'
    ? Object.fromEntries(Array.from({ length: atLeast }, (_, part) => [`part ${part + 1}`, minimum]))
    : minimum;

function alertsOf(looks: readonly SampleStep[], { petition, rules }: SampleSubject, now: Instant): Alert[] {
  const terms: WatchSettings = {
    history: undatedHistory(rules),
    warnBefore: [warned],
    remindEvery: 'P7D',
    announceStart: true,
    forecasts: true,
  };
  const told: Alert[] = [];
  let known = newPetition(petition);
  for (const [ago, sighting] of looks) {
    const seen = evaluate(known, sighting, subtractDuration(now, ago, rules.timeZone), terms);
    known = seen.petition;
    told.push(...seen.alerts);
  }
  return told;
}
