/** Times as pages write them. */
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { monthOf } from '../../../src/sources/custom/month-names.ts';
import { formatFault, parseDate } from '../../../src/sources/custom/date-format.ts';

const ottawa = { timeZone: 'America/Toronto', locale: 'en-CA' };
const paris = { timeZone: 'Europe/Paris', locale: 'fr' };
const canadian = "MMMM d, yyyy, 'at' h:mm a (z)";

test.each([
  ['an instant', '2026-10-01T11:00:00+02:00', 'iso', paris, '2026-10-01T09:00:00Z'],
  ['a time without an offset', '2026-10-01T11:00', 'iso', paris, '2026-10-01T09:00:00Z'],
  [
    'more digits of a second than can be read',
    `2026-10-01T09:00:00.${'1'.repeat(12)}Z`,
    'iso',
    paris,
    '2026-10-01T09:00:00.111111111Z',
  ],
  ['the same without an offset', '2026-10-01T11:00:00.1234567890', 'iso', paris, '2026-10-01T09:00:00.123456789Z'],
  ['seconds', 1_452_013_200, 'seconds', paris, '2016-01-05T17:00:00Z'],
  ['seconds as text', '1452013200', 'seconds', paris, '2016-01-05T17:00:00Z'],
  ['milliseconds', 1_452_013_200_250, 'milliseconds', paris, '2016-01-05T17:00:00.25Z'],
  ['a form', '1 octobre 2026, 9:05', 'd MMMM yyyy, H:mm', paris, '2026-10-01T07:05:00Z'],
  ['half of a day', 'June 5, 2026, at 12:10 a.m. (EDT)', canadian, ottawa, '2026-06-05T04:10:00Z'],
  ['noon', 'June 5, 2026, at 12:10 p.m. (EDT)', canadian, ottawa, '2026-06-05T16:10:00Z'],
  [
    'the hour that autumn has twice, at first',
    'November 1, 2026, at 1:30 a.m. (EDT)',
    canadian,
    ottawa,
    '2026-11-01T05:30:00Z',
  ],
  [
    'the hour that autumn has twice, again',
    'November 1, 2026, at 1:30 a.m. (EST)',
    canadian,
    ottawa,
    '2026-11-01T06:30:00Z',
  ],
  ['winter', 'December 9, 2026, at 10:32 a.m. (EST)', canadian, ottawa, '2026-12-09T15:32:00Z'],
  // As the page has it all year: the later of what it may mean.
  ['summer time in winter', 'November 18, 2026, at 3:41 p.m. (EDT)', canadian, ottawa, '2026-11-18T20:41:00Z'],
])('%s: %s', (_, value, format, where, instant) => {
  expect(parseDate(value, format, where)?.last.toString()).toBe(instant);
});

test.each([
  ['iso', '2027-06-15', paris, '2027-06-15'],
  ['dd/MM/yyyy', '15/06/2027', paris, '2027-06-15'],
  ['d MMMM yyyy', '1 août 2026', paris, '2026-08-01'],
  ['d MMM yyyy', '1 janv. 2026', paris, '2026-01-01'],
  ['d. MMMM yyyy', '3. März 2026', { timeZone: 'Europe/Berlin', locale: 'de' }, '2026-03-03'],
  ['d MMMM yyyy', '3 marca 2026', { timeZone: 'Europe/Warsaw', locale: 'pl' }, '2026-03-03'],
  ['MMMM d, yyyy', 'november 18, 2026', ottawa, '2026-11-18'],
  ['d.M.yyyy', '8.12.2026', paris, '2026-12-08'],
  // As petities.nl writes its days (petities/petitions.eu, 2024-12).
  ['dd-MM-yyyy', '20-11-2026', paris, '2026-11-20'],
  ["d MMM '-' yyyy", '5 mars - 2026', paris, '2026-03-05'],
])('a day, as %s', (format, text, where, day) => {
  const { first, last } = parseDate(text, format, where) ?? {};
  const from = Temporal.PlainDate.from(day).toZonedDateTime(where.timeZone);
  expect([first, last].map(String)).toEqual([
    from.toInstant().toString(),
    from.add({ days: 1 }).toInstant().subtract({ milliseconds: 1 }).toString(),
  ]);
});

test('any printable character may be between the parts of a date, bare or quoted', () => {
  const characters = Array.from({ length: 0x7f - 0x20 }, (_, index) => String.fromCharCode(0x20 + index));
  const start = '2026-11-19T23:00:00Z';
  for (const character of characters) {
    const text = `20${character}11${character}2026`;
    // A letter is a part of the form, and a quote begins a text.
    if (!/[A-Za-z']/.test(character)) {
      expect(formatFault(`dd${character}MM${character}yyyy`)).toBeUndefined();
      expect(parseDate(text, `dd${character}MM${character}yyyy`, paris)?.first.toString()).toBe(start);
    }
    if (character === "'") continue;
    const quoted = `dd'${character}'MM'${character}'yyyy`;
    expect(formatFault(quoted)).toBeUndefined();
    expect(parseDate(text, quoted, paris)?.first.toString()).toBe(start);
  }
});

test('a day begins with its first instant and ends with its last', () => {
  const day = parseDate('29/03/2026', 'dd/MM/yyyy', paris);
  expect(day?.first.toString()).toBe('2026-03-28T23:00:00Z');
  expect(day?.last.toString()).toBe('2026-03-29T21:59:59.999Z');
});

test.each([
  ['iso', 'tomorrow', /ISO 8601/],
  ['iso', '2026-02-30', /ISO 8601/],
  ['iso', '2026-13-01T00:00:00Z', /ISO 8601/],
  ['iso', 5, /must be a text/],
  ['seconds', 'soon', /in seconds since 1970, such as 1452013200$/],
  ['milliseconds', 9e17, /in milliseconds since 1970/],
  ['d MMMM yyyy', '1 Octember 2026', /^is not of the form d MMMM yyyy$/],
  ['d MMMM yyyy', '31 June 2026', /not of the form/],
  ['d MMMM yyyy', 'since 1 June 2026', /not of the form/],
  ['d MMMM yyyy, H:mm', '1 June 2026, 25:00', /not of the form/],
  ['d MMMM yyyy, h:mm a', '1 June 2026, 13:00 p.m.', /not of the form/],
  ['d MMMM yyyy', `1 June 2026${' '.repeat(300)}x`, /for its length/],
  [canadian, 'June 5, 2026, at 1:10 p.m. (CET)', /has "CET", which is not what clocks are called in America\/Toronto/],
])('as %s, %s is a fault', (format, value, message) => {
  expect(() => parseDate(value, format, ottawa)).toThrow(message);
});

test('a form needs a year, a month and a day, each once, and no letters that mean nothing', () => {
  expect(['iso', 'milliseconds', canadian, 'dd/MM/yyyy', "d 'de' MMMM 'de' yyyy"].map(formatFault)).toEqual(
    Array(5).fill(undefined),
  );
  for (const bad of [
    'DD/MM/YYYY',
    'yyyy',
    'dd/MM',
    'd d M yyyy',
    'd M MMM yyyy',
    'd M yyyy h:mm',
    'd M yyyy H:mm a',
    'unix',
    '',
  ]) {
    expect(formatFault(bad)).toMatch(/^must be "iso", "seconds", .* such as "d MMMM yyyy"/);
  }
});

// A plain date-time takes an offset and a zone, and drops them (tc39/proposal-temporal#2109): a civic platform has such
// stamps (citizenos/citizenos-fe-old#667).
describe('a text that names an offset or a zone is the same instant in every zone', () => {
  test.each([
    ['as PostgreSQL writes', '2027-02-28 21:30:00.5+00', '2027-02-28T21:30:00.5Z'],
    ['hours only', '2027-02-28T23:30:00-07', '2027-03-01T06:30:00Z'],
    ['hours with hours', '2027-02-28T21+02', '2027-02-28T19:00:00Z'],
    ['in basic form', '20270228T213000+0230', '2027-02-28T19:00:00Z'],
    ['as Java writes (RFC 9557)', '2027-02-28T21:30:00+02:00[Europe/Kyiv]', '2027-02-28T19:30:00Z'],
    ['with a zone alone', '2027-02-28T21:30:00[Europe/Kyiv]', '2027-02-28T19:30:00Z'],
    ['with a zone for reading only', '2027-02-28T21:30:00Z[Europe/Kyiv]', '2027-02-28T21:30:00Z'],
    ['apart', '2027-02-28 21:30:00 +0200', '2027-02-28T19:30:00Z'],
    ['with more digits than anything holds', '2027-02-28T21:30:00.0123456789Z', '2027-02-28T21:30:00.012345678Z'],
    ['with the minus of typographers', '2027-02-28T21:30\u221205', '2027-03-01T02:30:00Z'],
    ['at the end of a day', '2027-02-28T24:00Z', '2027-02-28T23:59:59.999Z'],
  ])('%s: %s', (_, text, instant) => {
    for (const timeZone of ['America/Chicago', 'Europe/Riga', 'Asia/Kathmandu']) {
      const span = parseDate(text, 'iso', { timeZone, locale: 'en' });
      expect([span?.first, span?.last].map(String)).toEqual([instant, instant]);
    }
  });

  test.each([
    ['an offset that its zone has not', '2027-02-28T21:30:00+03:00[Europe/Kyiv]'],
    ['a zone that nobody knows', '2027-02-28T21:30:00[Mars/Phobos]'],
    ['what must be understood and is not', '2027-02-28T21:30:00Z[!u-xx=yes]'],
    ['more after the offset', '2027-02-28T21:30:00Z or later'],
  ])('%s is a fault: %s', (_, text) => {
    expect(() => parseDate(text, 'iso', ottawa)).toThrow(/ISO 8601/);
  });

  test('for each text that the grammar makes', () => {
    const two = (most: number) => fc.integer({ min: 0, max: most }).map((part) => String(part).padStart(2, '0'));
    const offset = fc.tuple(fc.constantFrom('+', '-'), two(14), fc.constantFrom('', ':'), two(59));
    fc.assert(
      fc.property(
        fc.integer({ min: 2000, max: 2190 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 28 }),
        fc.tuple(two(23), two(59), two(59), fc.constantFrom('', '.5', ',123456789')),
        fc.tuple(offset, fc.boolean(), fc.boolean()),
        fc.constantFrom('T', 't', ' '),
        fc.constantFrom('America/Chicago', 'Europe/Riga', 'Asia/Kathmandu', 'Pacific/Apia', 'Africa/Cairo'),
        (
          year,
          month,
          day,
          [hour, minute, second, fraction],
          [[sign, ahead, colon, more], basic, short],
          mark,
          timeZone,
        ) => {
          const date = [year, String(month).padStart(2, '0'), String(day).padStart(2, '0')].join(basic ? '' : '-');
          const time = [hour, minute, second].join(basic ? '' : ':') + fraction;
          const span = parseDate(`${date}${mark}${time}${sign}${ahead}${short ? '' : colon + more}`, 'iso', {
            timeZone,
            locale: 'en',
          });
          const minutes = (Number(ahead) * 60 + (short ? 0 : Number(more))) * (sign === '-' ? 1 : -1);
          const expected =
            Date.UTC(year, month - 1, day, Number(hour), Number(minute) + minutes, Number(second)) +
            Math.floor(Number(`0${fraction.replace(',', '.')}`) * 1000);
          expect(span?.last.epochMilliseconds).toBe(expected);
        },
      ),
      { numRuns: 300 },
    );
  });
});

// Stamps for "none" in .NET: Manatee.Trello#45, SenseNet#1206; in MySQL, the zero date (its manual, 13.2.2).
test.each([
  ['iso', '9999-12-31T23:59:59.9999999Z'],
  ['iso', '0001-01-01T00:00:00'],
  ['iso', '0000-00-00 00:00:00'],
  ['iso', '1970-01-01T00:00:00Z'],
  ['iso', 'n/a'],
  ['iso', '—'],
  ['iso', 'NULL'],
  ['iso', 0],
  ['seconds', 0],
  ['milliseconds', '0'],
  ['milliseconds', -62_135_596_800_000],
  ['seconds', 253_402_300_799],
  ['d.M.yyyy', '31.12.9999'],
])('as %s, %p stands for no time', (format, value) => {
  expect(parseDate(value, format, ottawa)).toBeUndefined();
});

test.each([
  ['twice', '2027-10-31T01:30', 'iso', 'Europe/London', '2027-10-31T00:30:00Z', '2027-10-31T01:30:00Z'],
  ['twice', '31.10.2027 02:30', 'd.M.yyyy H:mm', 'Europe/Berlin', '2027-10-31T00:30:00Z', '2027-10-31T01:30:00Z'],
  ['never', '2027-03-28T01:30', 'iso', 'Europe/London', '2027-03-28T00:30:00Z', '2027-03-28T01:30:00Z'],
])(
  'an hour that comes %s is early for what begins, and late for what ends: %s',
  (_, text, format, timeZone, ...both) => {
    const span = parseDate(text, format, { timeZone, locale: 'en' });
    expect([span?.first, span?.last].map(String)).toEqual(both);
  },
);

test.each([
  ['2027-02-28T24:00:00', 'iso'],
  ['28.02.2027 24:00', 'd.M.yyyy HH:mm'],
])('24:00 is the end of its day, as in %s', (text, format) => {
  const span = parseDate(text, format, { timeZone: 'Europe/Berlin', locale: 'de' });
  expect([span?.first, span?.last].map(String)).toEqual(Array(2).fill('2027-02-28T22:59:59.999Z'));
});

test.each([
  ['en', 'MMMM d, yyyy', 'September 3rd, 2027'],
  ['en', 'MMM d, yyyy', 'Sept. 3, 2027'],
  ['en', 'MMMM d, yyyy', 'Sept 3, 2027'],
  ['en-GB', 'd MMM yyyy', '3 Sep 2027'],
  ['de-AT', 'd. MMMM yyyy', '3. September 2027'],
  ['es', "d 'de' MMMM 'de' yyyy", '3 de setiembre de 2027'],
  ['pt', "d 'de' MMMM 'de' yyyy", '3.º de setembro de 2027'],
  ['fr', 'd MMMM yyyy', '3e septembre 2027'],
  ['ar', 'd MMMM yyyy', '٣ سبتمبر ٢٠٢٧'],
  ['sv', 'yyyy-MM-dd', '2027-09-03'],
])('in %s, the day is read as it is written: %s', (locale, format, text) => {
  expect(parseDate(text, format, { timeZone: 'UTC', locale })?.first.toString()).toBe('2027-09-03T00:00:00Z');
});

test('a month is read under every name that its language has somewhere', () => {
  expect(['Jänner', 'Januar', 'Jän.', 'januar'].map((name) => monthOf(name, 'de-AT'))).toEqual([1, 1, 1, 1]);
  expect(['setiembre', 'Septiembre', 'set.', 'sept'].map((name) => monthOf(name, 'es-MX'))).toEqual([9, 9, 9, 9]);
  expect(['Octember', 'lipiec', ''].map((name) => monthOf(name, 'en'))).toEqual([0, 0, 0]);
});

// Java's usual form of a time has its zone in quotes: "yyyy-MM-dd'T'HH:mm:ss'Z'".
describe('a form that names a zone in its text', () => {
  test.each([
    ["yyyy-MM-dd'T'HH:mm:ss'Z'", '2027-02-28T21:30:00Z'],
    ["yyyy-MM-dd HH:mm:ss 'UTC'", '2027-02-28 21:30:00 UTC'],
    ["d MMMM yyyy, H:mm '(GMT)'", '28 February 2027, 21:30 (GMT)'],
    ["d MMMM yyyy, h:mm a' UTC'", '28 February 2027, 9:30 pm UTC'],
  ])('%s is in UTC, whatever the zone of the rules is', (format, text) => {
    expect(formatFault(format)).toBeUndefined();
    for (const timeZone of ['Europe/Riga', 'America/Chicago', 'UTC'])
      expect(parseDate(text, format, { timeZone, locale: 'en' })?.last.toString()).toBe('2027-02-28T21:30:00Z');
  });

  test('a day in UTC is that of UTC', () => {
    const span = parseDate('28.02.2027 UTC', "dd.MM.yyyy 'UTC'", { timeZone: 'America/Chicago', locale: 'en' });
    expect(span?.last.toString()).toBe('2027-02-28T23:59:59.999Z');
  });

  test.each([
    "yyyy-MM-dd HH:mm 'CET'",
    "yyyy-MM-dd HH:mm 'Uhr MESZ'",
    "yyyy-MM-dd'T'HH:mm:ss'-0700'",
    'yyyy-MM-dd HH:mm+02:00',
    "yyyy-MM-dd HH:mm 'UTC+2'",
    "yyyy-MM-dd HH:mm 'GMT-03:00'",
    "yyyy-MM-dd HH:mm '[Europe/Kyiv]'",
    "yyyy-MM-dd HH:mm (z) 'UTC'",
  ])('%s is refused, with a good value', (format) => {
    expect(formatFault(format)).toMatch(/^has a zone in its text, which would say nothing: write z, such as "d MMMM/);
  });

  test.each([
    "'Z' 'dnia' d MMMM yyyy",
    "d. MMMM yyyy 'um' H:mm 'Uhr'",
    "MMMM d, yyyy, 'AT' h:mm a (z)",
    'dd-MM-yyyy',
    "'COVID-19:' d MMMM yyyy",
    "'Datum/Date:' dd/MM/yyyy",
  ])('%s names none', (format) => {
    expect(formatFault(format)).toBeUndefined();
  });
});
