/** The hours in which only the main alerts go out. */
import fc from 'fast-check';
import { publishedInQuietHours, quietSpan, type QuietHours } from '../../src/notifications/quiet-hours.ts';
import { alertNames } from '../../src/domain/alerts.ts';
import { isAfter } from '../../src/domain/time.ts';
import { at } from '../domain/story.ts';
import { instant } from '../model/core.ts';
import { sample } from './samples.ts';

const night: QuietHours = { from: '22:00', to: '07:00', timeZone: 'Europe/London' };
const noon: QuietHours = { from: '12:00', to: '13:30', timeZone: 'Europe/London' };
const until = (hours: QuietHours, now: string): string | undefined => quietSpan(hours, at(now))?.end.toString();

test('a night begins at its hour, and ends at its hour of the next day', () => {
  expect(until(night, '2026-01-10T21:59:59.999Z')).toBeUndefined();
  expect(until(night, '2026-01-10T22:00:00Z')).toBe('2026-01-11T07:00:00Z');
  expect(until(night, '2026-01-11T00:30:00Z')).toBe('2026-01-11T07:00:00Z');
  expect(until(night, '2026-01-11T06:59:59.999Z')).toBe('2026-01-11T07:00:00Z');
  expect(until(night, '2026-01-11T07:00:00Z')).toBeUndefined();
});

test('an hour of the day begins and ends on that day', () => {
  expect(until(noon, '2026-01-10T11:59:00Z')).toBeUndefined();
  expect(until(noon, '2026-01-10T12:00:00Z')).toBe('2026-01-10T13:30:00Z');
  expect(until(noon, '2026-01-10T13:30:00Z')).toBeUndefined();
});

test('by the clock of the zone: the night of the change to summer time is an hour shorter', () => {
  expect(until(night, '2026-03-28T22:00:00Z')).toBe('2026-03-29T06:00:00Z');
  expect(until(night, '2026-06-10T20:59:00Z')).toBeUndefined();
  expect(until(night, '2026-06-10T21:00:00Z')).toBe('2026-06-11T06:00:00Z');
});

test('at any time, quiet hours end later, and are over when they end', () => {
  const clock = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 })).map((parts) => {
    return parts.map((part) => String(part).padStart(2, '0')).join(':');
  });
  const zone = fc.constantFrom('Europe/London', 'America/New_York', 'Pacific/Auckland', 'Asia/Kolkata');
  const time = fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2027-12-31') });
  fc.assert(
    fc.property(clock, clock, zone, time, (from, to, timeZone, milliseconds) => {
      fc.pre(from !== to);
      const now = instant(milliseconds);
      const end = quietSpan({ from, to, timeZone }, now)?.end;
      if (end === undefined) return;
      expect(isAfter(end, now)).toBe(true);
      expect(quietSpan({ from, to, timeZone }, end)).toBeUndefined();
    }),
    { numRuns: 2_000 },
  );
});

test('the four main alerts are loud, and no other', () => {
  expect(alertNames.filter((name) => publishedInQuietHours([sample(name)]).length === 1)).toEqual([
    'threshold-met',
    'threshold-missed',
    'response-met',
    'response-missed',
  ]);
});

test('what was said before a main alert about the same goes with it, so that it is not read after it', () => {
  const [met, retracted, changed] = [
    sample('threshold-met'),
    sample('threshold-retracted'),
    sample('deadline-changed'),
  ];
  const again = { ...met, threshold: retracted.threshold };
  expect(publishedInQuietHours([retracted, changed, again])).toEqual([retracted, again]);
  expect(publishedInQuietHours([again, changed, retracted])).toEqual([again]);
  expect(publishedInQuietHours([retracted, { ...met, threshold: 'another' }])).toEqual([
    { ...met, threshold: 'another' },
  ]);
});
