/** Times as pages write them. */
import { startInstant, endInstant, formatFault, parseDate } from '../../../src/sources/custom/date-format.ts';

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
  const moment = parseDate(value, format, where);
  expect('instant' in moment && moment.instant.toString()).toBe(instant);
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
])('a day, as %s', (format, text, where, day) => {
  expect(parseDate(text, format, where)).toEqual({ day });
});

test('a day begins with its first instant and ends with its last', () => {
  const moment = parseDate('29/03/2026', 'dd/MM/yyyy', paris);
  expect(startInstant(moment, paris.timeZone).toString()).toBe('2026-03-28T23:00:00Z');
  expect(endInstant(moment, paris.timeZone).toString()).toBe('2026-03-29T21:59:59.999Z');
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
