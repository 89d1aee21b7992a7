/**
 * One sample of each alert, as the core makes it of a made-up story that ends now: what a reader gets of it is what they
 * would get of a real one, but for the marks of a test.
 */
import { alertNames, type Alert, type AlertName } from '../../lambda/petition/alerts.ts';
import { observe, type Terms } from '../../lambda/petition/observe.ts';
import { unseen } from '../../lambda/petition/petition.ts';
import type { Reading, Sighting } from '../../lambda/petition/reading.ts';
import { undated, type Rules, type ThresholdRule } from '../../lambda/petition/rules.ts';
import { before, type Instant } from '../../lambda/petition/time.ts';

/** Of what the samples are. */
export interface Sampled {
  /** `source/id`; nothing that the platform has of it is read. */
  readonly petition: string;
  readonly rules: Rules;
  readonly line: ThresholdRule;
}

/** How long before now, as an ISO duration; and what was seen then. */
type Look = readonly [string, Sighting];
type Facts = Omit<Reading, 'signatures'>;

/** In the order of their names; those are left out that the rules never make, such as a retraction where there is none. */
export function sampleAlerts(sampled: Sampled, now: Instant): Alert[] {
  const { petition, line } = sampled;
  const told = stories(sampled, now);
  return alertNames.flatMap((name) => {
    const alert = alertsOf(told[name], sampled, now).findLast(
      (one) => one.alert === name && (one.threshold === null || one.threshold === line.name),
    );
    // An id of its own: whoever tells copies by it must not take the real alert for one of this.
    return alert === undefined ? [] : [{ ...alert, id: `${petition}#test-${name}-${now.toString()}` }];
  });
}

function stories({ rules, line }: Sampled, now: Instant): Record<AlertName, readonly Look[]> {
  const { signatures: needed, responseWindow = 'P30D' } = line;
  const ago = (length: string): Instant => before(now, length, rules.timeZone);
  const ahead = (days: number): Instant => now.add({ hours: 24 * days });
  const always: Facts = { title: 'A sample petition', opened: ago('P90D'), deadline: ahead(10) };
  const sees = (when: string, more: number, facts: Facts = {}): Look => [
    when,
    { kind: 'reading', signatures: needed + more, ...always, ...facts },
  ];
  const short = -Math.ceil(needed / 10);
  const over = Math.ceil(needed / 100);
  const met = [sees('P6D', short), sees('P5D', over)];
  const overdueBy = (days: number): readonly Look[] => {
    const answerLasts = Math.ceil(now.since(ago(responseWindow)).total('hours') / 24);
    return [sees(`P${answerLasts + days + 1}D`, short), sees(`P${answerLasts + days}D`, over)];
  };
  return {
    'threshold-met': [sees('PT1H', short), sees('PT0S', over)],
    'threshold-missed': [
      sees('PT1H', short, { deadline: ago('PT10M') }),
      sees('PT0S', short, { deadline: ago('PT10M') }),
    ],
    'response-met': [...met, sees('PT0S', over, { answer: { at: ago('PT30M') } })],
    'response-missed': [...overdueBy(2), sees('PT0S', over)],
    'threshold-retracted': [...met, sees('PT20M', -5), sees('PT0S', -5)],
    'response-late': [...overdueBy(4), sees('P1D', over), sees('PT0S', over, { answer: { at: ago('PT30M') } })],
    'deadline-changed': [sees('PT1H', short), sees('PT0S', short, { deadline: ahead(20) })],
    'closed-early': [
      sees('PT1H', short),
      sees('PT0S', short, { signing: { open: false, at: ago('PT10M'), reason: 'closed' } }),
    ],
    'petition-gone': [sees('PT1H', short), ['PT0S', { kind: 'gone', final: true }]],
    'closing-soon': [sees('P2D', short, { deadline: ahead(2) }), sees('PT0S', short, { deadline: ahead(2) })],
    'response-due-soon': [...overdueBy(-2), sees('PT0S', over)],
    'response-overdue': [...overdueBy(9), sees('P6D', over), sees('PT0S', over)],
    'forecast-changed': [sees('P20D', 9 * short), sees('P1D', 8 * short), sees('PT0S', short)],
    'watch-started': [sees('PT0S', short)],
  };
}

function alertsOf(looks: readonly Look[], { petition, rules }: Sampled, now: Instant): Alert[] {
  const terms: Terms = {
    history: undated(rules),
    warnBefore: ['P3D'],
    remindEvery: 'P7D',
    announceStart: true,
    forecasts: true,
  };
  const told: Alert[] = [];
  let known = unseen(petition);
  for (const [ago, sighting] of looks) {
    const seen = observe(known, sighting, before(now, ago, rules.timeZone), terms);
    known = seen.petition;
    told.push(...seen.alerts);
  }
  return told;
}
