import fc from 'fast-check';
import { firstReached, interpolator } from '../../cli/backtest/interpolate.ts';
import type { RecordedHistory } from '../../cli/backtest/recorded-history.ts';
import { at } from '../domain/story.ts';

const rows: RecordedHistory = [
  { at: at('2026-03-01T10:00:00Z'), signatures: 100 },
  { at: at('2026-03-01T11:00:00Z'), signatures: 160 },
  { at: at('2026-03-01T12:00:00Z'), signatures: undefined },
  { at: at('2026-03-01T12:30:00Z'), signatures: 150 },
  { at: at('2026-03-01T14:30:00Z'), signatures: 270 },
  { at: at('2026-03-01T16:31:00Z'), signatures: 500 },
  { at: at('2026-03-01T16:41:00Z'), signatures: 490 },
];
const seen = (between: 'step' | 'linear', ...times: string[]): (number | undefined)[] =>
  times.map((time) => interpolator(rows, between)(at(`2026-03-01T${time}Z`)));

test('step: each row holds until the next', () => {
  expect(seen('step', '10:00:00', '10:59:59', '11:00:00', '12:10:00', '15:00:00', '20:00:00')).toEqual([
    100,
    100,
    160,
    undefined,
    270,
    490,
  ]);
});

test('linear: evenly from row to row, in whole signatures, up and down', () => {
  expect(seen('linear', '10:00:00', '10:30:30', '10:59:59', '13:30:00', '16:32:30')).toEqual([100, 130, 159, 210, 499]);
});

test('linear: but not over more than two hours, nor where there was no count', () => {
  expect(seen('linear', '11:30:00', '12:10:00', '15:30:00', '20:00:00')).toEqual([160, undefined, 270, 490]);
});

test('when a count is first shown, to the millisecond', () => {
  expect(firstReached(rows, 100, 'linear')).toEqual(at('2026-03-01T10:00:00Z'));
  expect(firstReached(rows, 131, 'linear')).toEqual(at('2026-03-01T10:31:00Z'));
  expect(firstReached(rows, 131, 'step')).toEqual(at('2026-03-01T11:00:00Z'));
  expect(firstReached(rows, 400, 'linear')).toEqual(at('2026-03-01T16:31:00Z'));
  expect(firstReached(rows, 501, 'linear')).toBeUndefined();
});

test('whatever the rows: shown from that instant on, and not a millisecond before', () => {
  const gaps = fc.array(fc.record({ minutes: fc.integer({ min: 1, max: 200 }), signatures: fc.nat(1000) }), {
    minLength: 1,
  });
  fc.assert(
    fc.property(
      gaps,
      fc.integer({ min: 1, max: 1000 }),
      fc.constantFrom('step' as const, 'linear' as const),
      (steps, needed, between) => {
        let now = at('2026-03-01T10:00:00Z');
        const history: RecordedHistory = [
          { at: now, signatures: 0 },
          ...steps.map(({ minutes, signatures }) => ({ at: (now = now.add({ minutes })), signatures })),
        ];
        const first = firstReached(history, needed, between);
        if (first === undefined) {
          expect(Math.max(...history.map(({ signatures }) => signatures ?? 0))).toBeLessThan(needed);
          return;
        }
        expect(interpolator(history, between)(first)).toBeGreaterThanOrEqual(needed);
        expect(interpolator(history, between)(first.subtract({ milliseconds: 1 }))).toBeLessThan(needed);
      },
    ),
  );
});
