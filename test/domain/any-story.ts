/** Stories of any petition, platform and polling, and the first of what holds for all of them. */
import fc from 'fast-check';
import type { Alert } from '../../src/domain/alerts.ts';
import type { Reading } from '../../src/domain/observation.ts';
import { at, rules, Story } from './story.ts';

export const opened = at('2026-03-01T10:00:00Z');
/** Thirty days later in London, where clocks go forward in between. */
const deadline = at('2026-03-31T09:00:00Z');
export const later = (minutes: number): string => opened.add({ minutes }).toString();

/** Minutes since the opening: most of them in and around the window of 43,140. */
export const minute = fc.oneof(fc.integer({ min: 1, max: 70_000 }), fc.integer({ min: 43_120, max: 43_160 }));
const instant = minute.map((minutes) => at(later(minutes)));

const thresholds = [
  { name: 'response', signatures: 100, responseWindow: 'P10D' },
  { name: 'debate', signatures: 1000 },
];
export const histories = fc
  .record({ retractable: fc.boolean(), stopsAtDeadline: fc.boolean() })
  .map((changes) => rules({ ...changes, thresholds }));

/** Anything a platform may say, in any order and however contradictory. */
const facts: fc.Arbitrary<Omit<Reading, 'signatures'>> = fc.record(
  {
    opened: fc.constant(opened),
    deadline: fc.constantFrom(deadline, deadline.add({ hours: 240 }), deadline.subtract({ hours: 240 })),
    stamps: fc.dictionary(fc.constantFrom('response', 'debate'), fc.option(instant), { maxKeys: 2 }),
    met: fc.subarray(['response', 'debate']),
    signing: fc.oneof(
      fc.constant({ open: true as const }),
      fc.record({ open: fc.constant(false as const), at: instant }, { requiredKeys: ['open'] }),
    ),
    answer: fc.option(fc.record({ at: instant }, { requiredKeys: [] })),
  },
  { requiredKeys: [] },
);
export const looks = fc.array(
  fc.record({
    minutes: minute,
    signatures: fc.oneof(fc.nat(200), fc.nat(2000)),
    facts,
    gone: fc.constantFrom(false, false, false, false, true),
  }),
  { minLength: 1, maxLength: 25 },
);

export const inOrder = <Look extends { minutes: number }>(all: readonly Look[]): Look[] =>
  [...all].sort((a, b) => a.minutes - b.minutes);

/** What more than one of these alerts is about. */
function repeated(alerts: readonly Alert[], names: readonly string[], about: (alert: Alert) => unknown): string[] {
  const keys = alerts.filter(({ alert }) => names.includes(alert)).map((alert) => JSON.stringify(about(alert)));
  return keys.filter((key, index) => keys.indexOf(key) < index);
}

/** One occurrence of a threshold is met or missed, never both, and told once. */
export function oneVerdictEach(numRuns: number): void {
  fc.assert(
    fc.property(histories, looks, fc.nat(5), (history, all, lagMinutes) => {
      const watched = new Story({ history, lagMinutes });
      for (const { minutes, signatures, facts, gone } of inOrder(all)) {
        if (gone) watched.misses(later(minutes));
        else watched.sees(later(minutes), signatures, facts);
      }
      const { alerts } = watched;
      const occurrence = (alert: Alert): unknown => [alert.threshold, alert.occurrence];
      expect(repeated(alerts, ['threshold-met', 'threshold-missed'], occurrence)).toEqual([]);
      expect(repeated(alerts, ['threshold-retracted'], occurrence)).toEqual([]);
      expect(repeated(alerts, ['response-met', 'response-late'], ({ threshold }) => threshold)).toEqual([]);
      // A platform that moves its stamp moves the deadline, and there may be another to miss.
      const deadline = (alert: Alert): unknown => [alert.threshold, alert.occurrence, alert.deadline];
      expect(repeated(alerts, ['response-missed'], deadline)).toEqual([]);
    }),
    { numRuns },
  );
}
