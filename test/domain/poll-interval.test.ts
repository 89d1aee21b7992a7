import fc from 'fast-check';
import { cheapestPeriod, crossingChance, pacePerMinute } from '../../src/domain/poll-interval.ts';
import { at, Story } from './story.ts';

const periods = [1, 5, 15, 60] as const;
const opened = at('2026-03-01T00:00:00Z');

describe('the pace', () => {
  test('is that of the fastest recent stretch: a burst is not averaged away', () => {
    const watched = new Story()
      .sees('2026-03-02T00:00:00Z', 10, { opened })
      .sees('2026-03-02T01:00:00Z', 70)
      .sees('2026-03-02T02:00:00Z', 71)
      .sees('2026-03-02T03:00:00Z', 72);
    expect(pacePerMinute(watched.petition)).toBeCloseTo(62 / 180);
  });

  test('fades as looks go by that see nothing new', () => {
    const watched = new Story().sees('2026-03-02T00:00:00Z', 10, { opened }).sees('2026-03-02T01:00:00Z', 70);
    expect(pacePerMinute(watched.petition)).toBeCloseTo(1);
    expect(pacePerMinute(watched.sees('2026-03-02T05:00:00Z', 70).petition)).toBeCloseTo(60 / 300);
  });

  test('of a single count is that of its whole life; of thirty days, where nobody says when it opened', () => {
    expect(pacePerMinute(new Story().sees('2026-03-01T01:00:00Z', 30, { opened }).petition)).toBeCloseTo(0.5);
    expect(pacePerMinute(new Story().sees('2026-03-01T01:00:00Z', 4320).petition)).toBeCloseTo(0.1);
  });

  test('is nothing of what was never read, and of what only falls', () => {
    expect(pacePerMinute(new Story().petition)).toBe(0);
    const falling = new Story().sees('2026-03-02T00:00:00Z', 0, { opened }).sees('2026-03-02T01:00:00Z', 0);
    expect(pacePerMinute(falling.petition)).toBe(0);
  });
});

describe('how likely a line is crossed', () => {
  test('evenly so when as many are expected as are needed', () => {
    expect(crossingChance(1000, 1000)).toBe(0.5);
  });

  test('seldom when the pace had to rise twofold, more seldom fourfold', () => {
    expect(crossingChance(1000, 500)).toBeCloseTo(1 / 9);
    expect(crossingChance(1000, 250)).toBeCloseTo(1 / 65);
  });

  test('of the last few signatures, as chance has it', () => {
    expect(crossingChance(1, 0.01)).toBeCloseTo(0.00995, 5);
    expect(crossingChance(2, 2)).toBeCloseTo(1 - 3 * Math.exp(-2));
    expect(crossingChance(1, 0)).toBe(0);
  });

  test('the more likely the more are expected, and never more than certain', () => {
    const needed = fc.integer({ min: 1, max: 1_000_000 });
    const expected = fc.double({ min: 0, max: 1_000_000, noNaN: true });
    fc.assert(
      fc.property(needed, expected, expected, (line, a, b) => {
        const [less, more] = [crossingChance(line, Math.min(a, b)), crossingChance(line, Math.max(a, b))];
        expect(less).toBeGreaterThanOrEqual(0);
        expect(more).toBeLessThanOrEqual(1);
        expect(more).toBeGreaterThanOrEqual(less - 1e-9);
      }),
    );
  });
});

describe('the cheapest period', () => {
  test('is the longest when nothing comes in', () => {
    expect(cheapestPeriod(periods, 1, 0)).toBe(60);
  });

  test.each([
    ['ten hours', 600, 60],
    ['five hours', 300, 15],
    ['an hour', 60, 5],
    ['twenty minutes', 20, 1],
  ])('when the line is %s away at the recent pace', (_, minutes, period) => {
    expect(cheapestPeriod(periods, 1000, 1000 / minutes)).toBe(period);
  });

  test('one signature before the line: every minute, if that takes some thousand looks at most, and less often where it takes more', () => {
    expect(cheapestPeriod(periods, 1, 1 / 900)).toBe(1);
    expect(cheapestPeriod(periods, 1, 1 / 1500)).toBe(5);
    expect(cheapestPeriod(periods, 1, 1 / 4000)).toBe(15);
    expect(cheapestPeriod(periods, 1, 1 / 40_000)).toBe(60);
  });

  test('is the quickest there is when the line is about to be crossed, though it will be too late', () => {
    expect(cheapestPeriod([5, 15, 60], 20, 16)).toBe(5);
  });

  test('with requests scarce, the line must be nearer', () => {
    expect(cheapestPeriod(periods, 1, 1 / 900, 0.1)).toBe(15);
    expect(cheapestPeriod(periods, 1, 1 / 90, 0.1)).toBe(1);
  });
});
