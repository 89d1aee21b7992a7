/** Headers have any text: what is understood, and that nothing else is a date, a wait or an address. */
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { ageOf, contentCodings, httpDate, locationOf, maxAgeOf, retryAfterOf } from '../../src/sources/headers.ts';
import { at } from '../domain/story.ts';

const now = at('2026-12-01T00:00:00Z');
const maxSeconds = 2 ** 31;

// Fractions: urllib3#2861, getsentry/sentry#7919. Twenty digits threw a RangeError in the caller, and `Date.parse` finds a
// date of 2001 in "1.5" (mastra-ai/mastra#23778).
test.each([
  ['99999999999999999999', 86_400],
  ['12345678901234', 86_400],
  ['1.5', 2],
  ['0.503', 1],
  ['2.75', 3],
  ['90s', 90],
  ['90 S', 90],
  ['90, 90', 90],
  ['0', 0],
  ['-1', undefined],
  ['1e5', undefined],
  ['later', undefined],
  ['', undefined],
  [undefined, undefined],
  ['2027-01-01', undefined],
  ['Fri, 31 Dec 9999 23:59:59', undefined],
  ['Fri, 31 Dec 9999 23:59:59 GMT', 86_400],
  ['Tue, 01 Dec 2026 00:01:30 GMT', 90],
  ['Sunday, 06-Nov-94 08:49:37 GMT', 0],
  ['Sun Nov  6 08:49:37 1994', 0],
])('a Retry-After of "%s" is %s seconds', (text, seconds) => {
  expect(retryAfterOf(text, now)).toBe(seconds);
});

test.each([
  ['2400', 2400],
  [' 0 ', 0],
  ['2400, 30', 2400],
  ['1.2', 2],
  ['99999999999', maxSeconds],
  ['-5', undefined],
  ['soon', undefined],
])('an Age of "%s" is %s seconds', (text, seconds) => {
  expect(ageOf(text)).toBe(seconds);
});

test.each([
  ['public, max-age=60, stale-while-revalidate=120', 60],
  ['max-age=0, private, must-revalidate', 0],
  ['s-maxage=60', undefined],
  ['no-store', undefined],
  ['MAX-AGE=60', 60],
  ['max-age="60"', 60],
  ['max-age = 60', 60],
  ['max-age=60;', undefined],
  ['max-age=-1', undefined],
  ['max-age=99999999999999999999', maxSeconds],
  ['', undefined],
])('a Cache-Control of "%s" is made anew every %s seconds', (text, seconds) => {
  expect(maxAgeOf(text)).toBe(seconds);
});

test.each([
  ['GZIP', ['gzip']],
  ['x-gzip', ['gzip']],
  ['Br', ['br']],
  ['"gzip"; q=1', ['gzip']],
  ['gzip, identity', ['gzip']],
  [' , Identity', []],
  ['UTF-8', []],
  ['none', []],
  ['ISO-8859-1', []],
  ['text/html', []],
  ['8bit', []],
  ['', []],
  ['zstd', ['zstd']],
  ['gzip, Br', ['gzip', 'br']],
])('a Content-Encoding of "%s" is %j', (text, codings) => {
  expect(contentCodings(text)).toEqual(codings);
});

// RFC 9110, 5.6.7: the form of today, and two that are obsolete and must be read.
test.each(["EEE, dd LLL yyyy HH:mm:ss 'GMT'", "EEEE, dd-LLL-yy HH:mm:ss 'GMT'", 'EEE LLL d HH:mm:ss yyyy'])(
  'a date in the form %s is read to the second',
  (form) => {
    const seconds = fc.integer({ min: at('1980-01-01T00:00:00Z').epochMilliseconds / 1000, max: 2_500_000_000 });
    fc.assert(
      fc.property(seconds, (unix) => {
        const date = DateTime.fromSeconds(unix, { zone: 'UTC', locale: 'en' });
        // The day of the last form has two places.
        const text = date.toFormat(form).replace(/ (\d) /, '  $1 ');
        expect(httpDate(text)?.epochMilliseconds).toBe(unix * 1000);
      }),
    );
  },
);

test.each(['2027-01-01', '1.5', '1', 'May 2001', 'Tue, 01 Dec 2026 00:01:30', 'Tue, 01 Dec 2026 00:01:30 +0000', ''])(
  '"%s" is no date',
  (text) => {
    expect(httpDate(text)).toBeUndefined();
  },
);

test('whatever a header has, each reader gives a bounded value or nothing, and never throws', () => {
  const from = new URL('https://petitions.example/p/1');
  const pieces = fc.constantFrom(
    'max-age',
    '=',
    '"',
    ',',
    ';',
    ' ',
    '-',
    '.',
    ':',
    '//',
    '[',
    '%',
    '\u00ff',
    'GMT',
    's',
  );
  const digits = fc.stringMatching(/^\d{0,40}$/);
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.oneof(pieces, digits), { maxLength: 12 }).map((parts) => parts.join('')),
    fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
  );
  const within = (value: number | undefined, most: number): boolean =>
    value === undefined || (Number.isInteger(value) && value >= 0 && value <= most);
  fc.assert(
    fc.property(texts, (text) => {
      expect(within(retryAfterOf(text, now), 86_400)).toBe(true);
      expect(within(ageOf(text), maxSeconds)).toBe(true);
      expect(within(maxAgeOf(text), maxSeconds)).toBe(true);
      expect(contentCodings(text).join()).toMatch(/^[a-z0-9,-]*$/);
      expect(locationOf(text, from)?.href ?? '').toBeDefined();
      expect(httpDate(text)?.epochMilliseconds ?? 0).not.toBeNaN();
    }),
    { numRuns: 1_000 },
  );
});
