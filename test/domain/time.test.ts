import fc from 'fast-check';
import { DateTime, Duration } from 'luxon';
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { rulebook } from '../../src/domain/rulebook.ts';
import {
  subtractDuration,
  cutoffs,
  calendarDaysBetween,
  deadlineAfter,
  duration,
  durationFromHour,
  instant,
  timerDuration,
  timeZone,
  durationWithinDay,
} from '../../src/domain/time.ts';

const at = (text: string): Temporal.Instant => Temporal.Instant.from(text);
const unix = (seconds: number): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(seconds * 1000);

describe('a signing deadline is the one the platform published', () => {
  test.each([
    ['722903, closed in summer time', '2025-04-22T14:53:36.080Z', '2025-10-22T22:59:59.999Z'],
    ['241584, opened in winter, closed in summer', '2019-02-20T10:25:02Z', '2019-08-20T22:59:59.999Z'],
  ])('UK Parliament %s', (_, opened, closed) => {
    expect(deadlineAfter(at(opened), 'P6M', 'Europe/London', 'end-of-day').toString()).toBe(closed);
  });

  test.each([
    ['an ordinary window of 2,592,000 s', 1367769624, 1370361624],
    ['across the clock change of March 2013, an hour shorter', 1361618126, 1364206526],
    ['the Death Star petition', 1352924840, 1355516840],
    ['a petition of 2019', 1547050064, 1549642064],
  ])('We the People: %s', (_, created, deadline) => {
    expect(deadlineAfter(unix(created), 'P30D', 'America/New_York', 'same-time').epochMilliseconds).toBe(
      deadline * 1000,
    );
  });
});

describe('months are counted on the calendar', () => {
  test.each([
    ['31 August ends on 28 February', '2025-08-31T10:00:00Z', '2026-02-28T23:59:59.999Z'],
    ['31 August ends on 29 February in a leap year', '2023-08-31T10:00:00Z', '2024-02-29T23:59:59.999Z'],
    ['29 February ends on 29 August', '2024-02-29T10:00:00Z', '2024-08-29T22:59:59.999Z'],
    ['31 March ends on 30 September', '2025-03-31T10:00:00Z', '2025-09-30T22:59:59.999Z'],
    [
      'a petition opened after midnight in London, still the day before in UTC',
      '2025-05-31T23:30:00Z',
      '2025-12-01T23:59:59.999Z',
    ],
  ])('six months from %s', (_, opened, closed) => {
    expect(deadlineAfter(at(opened), 'P6M', 'Europe/London', 'end-of-day').toString()).toBe(closed);
  });
});

describe('days keep the clock time across clock changes', () => {
  test.each([
    ['forward: an hour shorter', '2016-02-20T17:00:00Z', '2016-03-21T16:00:00Z'],
    ['back: an hour longer', '2016-10-20T16:00:00Z', '2016-11-19T17:00:00Z'],
    ['into the hour that does not exist: the same distance after it', '2016-02-12T07:30:00Z', '2016-03-13T07:30:00Z'],
    ['into the hour that exists twice: the first of the two', '2016-10-07T05:30:00Z', '2016-11-06T05:30:00Z'],
  ])('%s', (_, opened, closed) => {
    expect(deadlineAfter(at(opened), 'P30D', 'America/New_York', 'same-time').toString()).toBe(closed);
  });

  test('a warning lies whole days before, at the same clock time', () => {
    expect(subtractDuration(at('2016-03-15T16:00:00Z'), 'P3D', 'America/New_York').toString()).toBe(
      '2016-03-12T17:00:00Z',
    );
  });

  test('the end of a day of which midnight does not exist is a millisecond before the first instant of the next', () => {
    // Clocks in Santiago went from 2024-09-08T00:00 to 01:00.
    const end = deadlineAfter(at('2024-09-06T12:00:00Z'), 'P1D', 'America/Santiago', 'end-of-day');
    expect(end.toString()).toBe('2024-09-08T03:59:59.999Z');
  });
});

describe('against an independent calendar', () => {
  const rules = Object.values(rulebook).flatMap((history) => history.map((edition) => edition.rules));
  const ruled = rules.flatMap((one) => [
    one.signingWindow,
    ...one.thresholds.map(({ responseWindow }) => responseWindow),
  ]);
  const lengths = [
    ...new Set([...ruled.filter((length) => length !== undefined), 'P60D', 'P1D', 'P6W', 'P1M', 'P1Y', 'PT36H']),
  ];
  const zones = [
    ...new Set(rules.map((one) => one.timeZone)),
    'Europe/Brussels',
    'Asia/Seoul',
    'America/Toronto',
    'Australia/Sydney',
  ];
  const opened = fc.date({ min: new Date('2000-01-01'), max: new Date('2050-01-01'), noInvalidDate: true });

  test.each(cutoffs)('every length ends at the same wall clock time, cut off at %s', (cutoff) => {
    fc.assert(
      fc.property(opened, fc.constantFrom(...lengths), fc.constantFrom(...zones), (date, length, zone) => {
        const start = Temporal.Instant.fromEpochMilliseconds(date.getTime());
        const end = deadlineAfter(start, length, zone, cutoff);
        const sum = DateTime.fromMillis(date.getTime(), { zone }).plus(Duration.fromISO(length));
        const expected = cutoff === 'end-of-day' ? sum.endOf('day') : sum;
        const wallClock = DateTime.fromMillis(end.epochMilliseconds, { zone }).toISO({ includeOffset: false });
        expect(wallClock).toBe(expected.toISO({ includeOffset: false }));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('what is accepted as text', () => {
  test.each(['P30D', 'P6M', 'PT12H', 'P1Y2M3DT4H'])('%s is a length', (text) => {
    expect(z.safeParse(duration, text).success).toBe(true);
  });
  test.each(['30 days', '-P30D', 'P0D', '', 'P'])('%j is not a length', (text) => {
    expect(z.safeParse(duration, text).error?.issues[0]?.message).toMatch(/such as "P30D"/);
  });
  test.each(['PT1M', 'PT90S', 'PT6H', 'P1D'])('%s is a length within a day', (text) => {
    expect(z.safeParse(durationWithinDay, text).success).toBe(true);
  });
  test.each(['PT59S', 'P1DT1M', 'P1M', 'an hour'])('%j is not a length within a day', (text) => {
    expect(z.safeParse(durationWithinDay, text).error?.issues[0]?.message).toMatch(/such as "PT1H"/);
  });
  test.each([
    ['PT1H', durationFromHour, true],
    ['P100Y', durationFromHour, true],
    ['PT59M', durationFromHour, false],
    ['P101Y', durationFromHour, false],
    ['PT1S', timerDuration, true],
    ['P24D', timerDuration, true],
    ['PT0S', timerDuration, false],
    ['P24DT1S', timerDuration, false],
    ['P1M', timerDuration, false],
  ])('%s: from an hour on, or for a timer', (text, schema, isOne) => {
    expect(z.safeParse(schema, text).success).toBe(isOne);
  });
  test.each(['Europe/London', 'UTC'])('%s is a zone', (text) => {
    expect(z.safeParse(timeZone, text).success).toBe(true);
  });
  // Offsets by name (tzdata, etcetera and northamerica): fixed, and those of Etc count the other way round.
  test.each(['London', '+01:00', '', 'EST', 'EST5EDT', 'CET', 'GMT', 'Etc/GMT+5', 'Mars/Phobos'])(
    '%j is not a zone',
    (text) => {
      expect(z.safeParse(timeZone, text).error?.issues[0]?.message).toMatch(/such as "Europe\/London"/);
    },
  );
  test('an instant with an offset is read, and written in UTC', () => {
    const read = z.decode(instant, '2024-05-30T00:01:00.000+01:00');
    expect(z.encode(instant, read)).toBe('2024-05-29T23:01:00Z');
  });
  test('an instant is written as Temporal writes it', () => {
    // Whole days, hours, minutes, seconds, tenths and milliseconds, too.
    const [min, max] = [at('0000-01-01T00:00:00Z'), at('9999-12-31T23:59:59.999999999Z')].map(
      (end) => end.epochNanoseconds,
    );
    const units = [
      1n,
      1_000_000n,
      100_000_000n,
      1_000_000_000n,
      60_000_000_000n,
      3_600_000_000_000n,
      86_400_000_000_000n,
    ];
    fc.assert(
      fc.property(fc.bigInt({ min, max }), fc.constantFrom(...units), (any, unit) => {
        const read = Temporal.Instant.fromEpochNanoseconds((any / unit) * unit);
        expect(z.encode(instant, read)).toBe(read.toString());
      }),
      { numRuns: 500 },
    );
  });
  test('more than nine digits of a second are cut, and no instant is too long to be read', () => {
    expect(z.decode(instant, '2026-12-01T00:01:30.0123456789Z')).toEqual(at('2026-12-01T00:01:30.012345678Z'));
    expect(z.decode(instant, `2026-12-01T00:01:30.${'9'.repeat(400)}+01:00`)).toEqual(
      at('2026-11-30T23:01:30.999999999Z'),
    );
  });
  // Out of the years of four digits by its offset: it could be written, and not be read again.
  test.each([
    '9999-12-31T23:30:00-01:00',
    '0000-01-01T00:00:00+00:01',
    '+012345-01-01T00:00:00Z',
    '2026-02-30T00:00:00Z',
  ])('%s is not an instant', (text) => {
    expect(z.safeParse(instant, text).error?.issues[0]?.message).toMatch(/^must be an ISO 8601 instant/);
  });
  test('whatever a text is, it is an instant that can be written and read again, or a fault', () => {
    const part = (most: number): fc.Arbitrary<string> =>
      fc.integer({ min: 0, max: most }).map((number) => String(number).padStart(2, '0'));
    const digits = fc.stringMatching(/^\d{0,20}$/);
    const offset = fc.oneof(
      fc.constant('Z'),
      fc.tuple(fc.constantFrom('+', '-'), part(25), part(61)).map(([sign, h, m]) => `${sign}${h}:${m}`),
    );
    const year = fc.oneof(fc.constantFrom('0000', '9999', '2026'), fc.stringMatching(/^\d{4}$/));
    const texts = fc
      .tuple(year, part(13), part(32), part(25), part(61), part(61), digits, offset)
      .map(([y, mo, d, h, mi, s, f, o]) => `${y}-${mo}-${d}T${h}:${mi}:${s}${f === '' ? '' : `.${f}`}${o}`);
    fc.assert(
      fc.property(fc.oneof(texts, fc.string()), (text) => {
        const { data } = z.safeDecode(instant, text);
        if (data !== undefined) expect(z.decode(instant, z.encode(instant, data))).toEqual(data);
      }),
      { numRuns: 2_000 },
    );
  });
  test('calendar days between two instants are counted where people are', () => {
    expect(calendarDaysBetween(at('2016-01-05T23:30:00Z'), at('2016-01-07T03:00:00Z'), 'America/New_York')).toBe(1);
    expect(calendarDaysBetween(at('2016-01-05T23:30:00Z'), at('2016-01-07T03:00:00Z'), 'UTC')).toBe(2);
  });
});
