/** What holds for every story, whatever its petition, its platform and its polling do. */
import fc from 'fast-check';
import type { Alert } from '../../src/domain/alerts.ts';
import type { Reading } from '../../src/domain/observation.ts';
import { isAfter, type Instant } from '../../src/domain/time.ts';
import { alertWording } from '../../src/notifications/alert-wording.ts';
import { at, rules, Story } from './story.ts';

const opened = at('2026-03-01T10:00:00Z');
/** Thirty days later in London, where clocks go forward in between. */
const deadline = at('2026-03-31T09:00:00Z');
const later = (minutes: number): string => opened.add({ minutes }).toString();

/** Minutes since the opening: most of them in and around the window of 43,140. */
const minute = fc.oneof(fc.integer({ min: 1, max: 70_000 }), fc.integer({ min: 43_120, max: 43_160 }));
const instant = minute.map((minutes) => at(later(minutes)));

const thresholds = [
  { name: 'response', signatures: 100, responseWindow: 'P10D' },
  { name: 'debate', signatures: 1000 },
];
const histories = fc
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
const looks = fc.array(
  fc.record({
    minutes: minute,
    signatures: fc.oneof(fc.nat(200), fc.nat(2000)),
    facts,
    gone: fc.constantFrom(false, false, false, false, true),
  }),
  { minLength: 1, maxLength: 25 },
);

const inOrder = <Look extends { minutes: number }>(all: readonly Look[]): Look[] =>
  [...all].sort((a, b) => a.minutes - b.minutes);

/** What more than one of these alerts is about. */
function repeated(alerts: readonly Alert[], names: readonly string[], about: (alert: Alert) => unknown): string[] {
  const keys = alerts.filter(({ alert }) => names.includes(alert)).map((alert) => JSON.stringify(about(alert)));
  return keys.filter((key, index) => keys.indexOf(key) < index);
}

test('one occurrence of a threshold is met or missed, never both, and told once', () => {
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
    { numRuns: 3000 },
  );
});

test('ids count up from one, and every alert says what it is about', () => {
  fc.assert(
    fc.property(histories, looks, (history, all) => {
      const watched = new Story({ history, announceStart: true, warnBefore: ['P3D', 'P1D'] });
      for (const { minutes, signatures, facts } of inOrder(all)) watched.sees(later(minutes), signatures, facts);
      expect(watched.alerts.map(({ id }) => id)).toEqual(watched.alerts.map((_, index) => `test/1#${index + 1}`));
      for (const { between, detectedAt, threshold, needed } of watched.alerts) {
        expect(threshold === null).toBe(needed === null);
        if (between?.[0]) expect(isAfter(between[1], between[0])).toBe(true);
        if (between) expect(isAfter(between[1], detectedAt)).toBe(false);
      }
    }),
  );
});

test('"again" stands where an alert before has said that it was met, and nowhere else; and each tense is right', () => {
  fc.assert(
    fc.property(histories, looks, (history, all) => {
      const watched = new Story({ history, announceStart: true, warnBefore: ['P3D', 'P1D'] });
      for (const { minutes, signatures, facts } of inOrder(all)) watched.sees(later(minutes), signatures, facts);
      const saysMet = ({ alert, standings = [], ...one }: Alert, threshold: string | null): boolean =>
        (one.threshold === threshold && ['threshold-met', 'threshold-retracted'].includes(alert)) ||
        standings.some((standing) => standing.threshold === threshold && standing.verdict === 'met');
      for (const alert of watched.alerts) {
        const { headline, happened, next = '' } = alertWording(alert);
        const { threshold, occurrence = 1, deadline: ends, responseDeadline, detectedAt } = alert;
        if (alert.alert === 'threshold-met') {
          const earlier = watched.alerts.filter((one) => isAfter(detectedAt, one.detectedAt));
          const wasMet = earlier.some((one) => saysMet(one, threshold));
          const word = wasMet ? ' again:' : occurrence > 1 ? ' after all:' : ':';
          expect(headline).toContain(`met${word}`);
        }
        const isAhead = (when: Instant | null | undefined): boolean => (when ? isAfter(when, detectedAt) : true);
        const text = `${headline} ${happened} ${next}`;
        if (/Signing (?:now )?ends/.test(text)) expect(isAhead(ends)).toBe(true);
        if (text.includes('Signing ended')) expect(isAhead(ends)).toBe(false);
        if (/is (?:due|promised|expected) by/.test(text)) expect(isAhead(responseDeadline ?? ends)).toBe(true);
      }
    }),
    { numRuns: 200 },
  );
});

test('looks that are late or repeated change nothing', () => {
  fc.assert(
    fc.property(histories, looks, fc.array(fc.nat(24)), (history, all, again) => {
      const [plain, disturbed] = [new Story({ history }), new Story({ history })];
      inOrder(all).forEach(({ minutes, signatures, facts }, index, ordered) => {
        plain.sees(later(minutes), signatures, facts);
        disturbed.sees(later(minutes), signatures, facts);
        for (const earlier of again.filter((one) => one <= index)) {
          const look = ordered[earlier];
          if (look !== undefined) disturbed.sees(later(look.minutes), look.signatures + 5000, look.facts);
        }
      });
      expect(disturbed.alerts).toEqual(plain.alerts);
    }),
  );
});

test('of a count that only grows the verdict is the plain one, however it is polled', () => {
  fc.assert(
    fc.property(
      fc.boolean(),
      fc.integer({ min: 1, max: 60_000 }),
      fc.uniqueArray(minute, { minLength: 1, maxLength: 30 }),
      (stopsAtDeadline, crossed, polls) => {
        const watched = new Story({
          history: rules({ stopsAtDeadline, thresholds: [{ name: 'response', signatures: 100 }] }),
        });
        watched.sees(later(0), 1, { opened });
        const minutes = [...polls].sort((a, b) => a - b);
        for (const one of minutes) watched.sees(later(one), one >= crossed ? 150 : 50);

        const window = 43_140;
        const firstAfter = minutes.find((one) => one > window);
        const seenInTime = minutes.some((one) => one >= crossed && one <= window);
        const seenAfter = firstAfter !== undefined && firstAfter >= crossed;
        const expected =
          seenInTime || seenAfter ? ['threshold-met'] : firstAfter === undefined ? [] : ['threshold-missed'];
        expect(watched.alerts.map(({ alert }) => alert)).toEqual(expected);
        const [alert] = watched.alerts;
        if (alert?.alert === 'threshold-met') expect(alert.certain).toBe(seenInTime || stopsAtDeadline);
      },
    ),
    { numRuns: 1000 },
  );
});
