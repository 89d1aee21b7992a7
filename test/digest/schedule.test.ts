/** When digests are due: by the clock of their zone, whatever that clock does. */
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { weekdays } from '../../src/config/digest-lists.ts';
import { dueOccurrence, latestOccurrence, nextOccurrence, type DigestSchedule } from '../../lambda/digest/schedule.ts';
import { isAfter, type Instant } from '../../src/domain/time.ts';
import { at } from '../domain/story.ts';

const london = (changes: Partial<DigestSchedule> = {}): DigestSchedule => ({
  every: 'day',
  at: '08:00',
  timeZone: 'Europe/London',
  ...changes,
});

describe('an occurrence', () => {
  test('is at the time on the clock, in winter and in summer', () => {
    expect(latestOccurrence(london(), at('2026-01-15T12:00:00Z'))).toEqual(at('2026-01-15T08:00:00Z'));
    expect(latestOccurrence(london(), at('2026-07-15T12:00:00Z'))).toEqual(at('2026-07-15T07:00:00Z'));
    expect(nextOccurrence(london(), at('2026-07-15T12:00:00Z'))).toEqual(at('2026-07-16T07:00:00Z'));
  });

  test('at this very instant has come, and is not the next', () => {
    const now = at('2026-01-15T08:00:00Z');
    expect(latestOccurrence(london(), now)).toEqual(now);
    expect(latestOccurrence(london(), now.subtract({ nanoseconds: 1 }))).toEqual(at('2026-01-14T08:00:00Z'));
    expect(nextOccurrence(london(), now)).toEqual(at('2026-01-16T08:00:00Z'));
  });

  test('in the hour that is left out in spring comes as much later; in the one that comes twice, at the first', () => {
    const half = london({ at: '01:30' });
    expect(latestOccurrence(half, at('2026-03-29T12:00:00Z')).toZonedDateTimeISO('Europe/London').toString()).toBe(
      '2026-03-29T02:30:00+01:00[Europe/London]',
    );
    expect(latestOccurrence(half, at('2026-10-25T12:00:00Z')).toZonedDateTimeISO('Europe/London').toString()).toBe(
      '2026-10-25T01:30:00+01:00[Europe/London]',
    );
    expect(nextOccurrence(half, at('2026-10-25T00:30:00Z'))).toEqual(at('2026-10-26T01:30:00Z'));
  });

  test('at midnight where the clocks went back over midnight is found on both sides of the change', () => {
    const midnight: DigestSchedule = { every: 'day', at: '00:00', timeZone: 'America/St_Johns' };
    // At one minute past midnight of 7 November the clocks were put back to 23:01 of the 6th.
    const change = at('2010-11-07T02:31:00Z');
    expect(latestOccurrence(midnight, change.add({ minutes: 10 }))).toEqual(change.subtract({ minutes: 1 }));
  });

  test('of a week is on its day, by the calendar of the zone', () => {
    const monday: DigestSchedule = { every: 'monday', at: '08:00', timeZone: 'Pacific/Auckland' };
    // Sunday evening in London is Monday morning there.
    expect(latestOccurrence(monday, at('2026-11-22T20:00:00Z'))).toEqual(at('2026-11-22T19:00:00Z'));
    expect(latestOccurrence(monday, at('2026-11-22T18:00:00Z'))).toEqual(at('2026-11-15T19:00:00Z'));
    expect(nextOccurrence(monday, at('2026-11-22T20:00:00Z'))).toEqual(at('2026-11-29T19:00:00Z'));
  });
});

test('a digest is due two minutes after its time, not before', () => {
  expect(dueOccurrence(london(), at('2026-01-15T08:01:59Z'))).toEqual(at('2026-01-14T08:00:00Z'));
  expect(dueOccurrence(london(), at('2026-01-15T08:02:00Z'))).toEqual(at('2026-01-15T08:00:00Z'));
});

test('after an outage of days, or of weeks, only the last occurrence is due', () => {
  expect(dueOccurrence(london(), at('2026-01-18T12:00:00Z'))).toEqual(at('2026-01-18T08:00:00Z'));
  expect(dueOccurrence(london({ every: 'friday' }), at('2026-01-28T12:00:00Z'))).toEqual(at('2026-01-23T08:00:00Z'));
});

describe('in any zone, at any time', () => {
  // A day was left out whole (Apia, Kwajalein); clocks change at midnight (Havana, Santiago), by half an hour (Lord Howe).
  const unusual = [
    'Pacific/Apia',
    'Pacific/Kwajalein',
    'America/Havana',
    'America/Santiago',
    'America/St_Johns',
    'Australia/Lord_Howe',
    'Africa/Casablanca',
    'Antarctica/Troll',
  ];
  const zones = fc.oneof(fc.constantFrom(...unusual), fc.constantFrom(...Intl.supportedValuesOf('timeZone')));
  const clock = fc
    .tuple(fc.nat(23), fc.nat(59))
    .map((numbers) => numbers.map((number) => String(number).padStart(2, '0')).join(':'));
  const schedules = fc.record({ every: fc.constantFrom('day' as const, ...weekdays), at: clock, timeZone: zones });
  const instants = fc
    .integer({ min: at('1985-01-01T00:00:00Z').epochMilliseconds, max: at('2035-01-01T00:00:00Z').epochMilliseconds })
    .map((milliseconds) => Temporal.Instant.fromEpochMilliseconds(milliseconds));
  const always = (check: (schedule: DigestSchedule, now: Instant) => void): void =>
    fc.assert(fc.property(schedules, instants, check), { numRuns: 300 });

  test('what is due is never ahead, and never further back than its period and the longest change of a clock', () => {
    always((schedule, now) => {
      const due = dueOccurrence(schedule, now);
      expect(isAfter(due, now.subtract({ minutes: 2 }))).toBe(false);
      const period = schedule.every === 'day' ? 24 : 7 * 24;
      expect(isAfter(due, now.subtract({ hours: period + 25 }))).toBe(true);
    });
  });

  test('there is one occurrence in each civil day, or week, and none beside', () => {
    always((schedule, now) => {
      const { timeZone, every } = schedule;
      const step = every === 'day' ? 1 : 7;
      let last = latestOccurrence(schedule, now);
      for (let count = 0; count < 5; count++) {
        const next = nextOccurrence(schedule, last);
        expect(latestOccurrence(schedule, next.subtract({ nanoseconds: 1 }))).toEqual(last);
        const [from, to] = [dayOf(last, schedule), dayOf(next, schedule)];
        const between = from.until(to, { largestUnit: 'day' }).days;
        // A day that the calendar of the zone leaves out has none.
        expect(between === step || isLeftOut(to.subtract({ days: 1 }), timeZone)).toBe(true);
        last = next;
      }
    });
  });

  test('from what is due and the next one on, time goes forward without a gap', () => {
    always((schedule, now) => {
      const last = latestOccurrence(schedule, now);
      const next = nextOccurrence(schedule, now);
      expect(isAfter(last, now)).toBe(false);
      expect(isAfter(next, now)).toBe(true);
      expect(nextOccurrence(schedule, last)).toEqual(next);
    });
  });

  /** The civil day that an occurrence is of: that of its clock time, which a change of the clocks may have moved. */
  function dayOf(occurrence: Instant, { at: clockTime, timeZone }: DigestSchedule): Temporal.PlainDate {
    const day = occurrence.toZonedDateTimeISO(timeZone).toPlainDate();
    const plainTime = Temporal.PlainTime.from(clockTime);
    const own = [day, day.subtract({ days: 1 })].find((one) =>
      one.toZonedDateTime({ timeZone, plainTime }).toInstant().equals(occurrence),
    );
    if (own === undefined) throw new Error(`${occurrence.toString()} is no occurrence`);
    return own;
  }

  const isLeftOut = (day: Temporal.PlainDate, timeZone: string): boolean =>
    !day.toZonedDateTime(timeZone).toPlainDate().equals(day);
});
