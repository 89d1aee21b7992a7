/** How old an answer is, by what its headers tell (RFC 9111, 4.2.3). */
import fc from 'fast-check';
import { madeAt } from '../../src/sources/answer-age.ts';
import type { AnswerTimes } from '../../src/sources/http.ts';
import { isAfter } from '../../src/domain/time.ts';
import { at } from '../domain/story.ts';

const now = at('2026-12-01T12:00:00.9Z');
const minutesOld = (times: AnswerTimes): number => madeAt(times, now).until(now).total('minutes');
const ago = (minutes: number): AnswerTimes['date'] => at('2026-12-01T12:00:00Z').subtract({ minutes });

test.each<[string, AnswerTimes, number]>([
  ['Age', { age: 2400 }, 40],
  ['Age, whatever max-age says', { age: 60, maxAge: 3600 }, 1],
  ['an Age of 0 with a max-age', { age: 0, maxAge: 3600 }, 0],
  ['max-age where there is nothing else', { maxAge: 600 }, 10],
  ['a Date of now, whatever max-age says', { date: at('2026-12-01T12:00:00Z'), maxAge: 3600 }, 0],
  ['a Date that is ahead', { date: ago(-5) }, 0],
  ['a Date that is ahead, with an Age', { date: ago(-5), age: 300 }, 5],
  ['nothing', {}, 0],
])('by %s', (_, times, minutes) => {
  expect(minutesOld(times)).toBe(minutes);
});

test('by what its Date lags behind our clock, and by the older of Date and Age', () => {
  expect(madeAt({ date: ago(30) }, now)).toEqual(ago(30));
  expect(madeAt({ date: ago(30), age: 60 }, now)).toEqual(ago(30));
  expect(minutesOld({ date: ago(30), age: 2400 })).toBe(40);
});

test('by an hour at most, whatever a server says; and never later than the request', () => {
  const instants = fc.date({ noInvalidDate: true }).map((date) => at(date.toISOString()));
  const seconds = fc.integer({ min: 0, max: 2 ** 31 });
  const told = fc.record({ date: instants, age: seconds, maxAge: seconds }, { requiredKeys: [] });
  fc.assert(
    fc.property(told, (times) => {
      const made = madeAt(times, now);
      expect(isAfter(made, now)).toBe(false);
      expect(isAfter(now.subtract({ hours: 1 }), made)).toBe(false);
    }),
  );
  expect(minutesOld({ age: 2 ** 31 })).toBe(60);
});
