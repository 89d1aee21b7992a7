/** What holds for every story, whatever its petition, its platform and its polling do. */
import fc from 'fast-check';
import type { Alert } from '../../src/domain/alerts.ts';
import { isAfter, type Instant } from '../../src/domain/time.ts';
import { alertWording } from '../../src/notifications/alert-wording.ts';
import { histories, inOrder, later, looks, minute, oneVerdictEach, opened } from './any-story.ts';
import { rules, Story } from './story.ts';

test('one occurrence of a threshold is met or missed, never both, and told once', () => oneVerdictEach(500));

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
