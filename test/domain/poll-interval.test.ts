import fc from 'fast-check';
import * as z from 'zod/mini';
import { petitionSchema } from '../../src/domain/petition.ts';
import { cheapestPeriod, crossingChance, paceOf } from '../../src/domain/poll-interval.ts';
import { at, Story } from './story.ts';

const periods = [1, 5, 15, 60] as const;
const opened = at('2026-03-01T00:00:00Z');

describe('the pace', () => {
  const fastest = ({ petition }: Story): number => paceOf(petition).fastest;

  test('is that of the fastest recent span: a burst is not averaged away, and fades as polls see nothing new', () => {
    const watched = new Story()
      .sees('2026-03-02T00:00:00Z', 10, { opened })
      .sees('2026-03-02T01:00:00Z', 70)
      .sees('2026-03-02T01:30:00Z', 71);
    expect(fastest(watched)).toBeGreaterThan(0.25);
    const later = ['02', '03', '04', '08', '23'].map((hour) => fastest(watched.sees(`2026-03-02T${hour}:00:00Z`, 71)));
    expect(later).toEqual([...later].sort((a, b) => b - a));
    expect(later.at(-1)).toBeLessThan(0.1);
  });

  test('is that of a day and more, too: a night is not taken for the end', () => {
    const watched = new Story().sees('2026-03-02T20:00:00Z', 2000, { opened });
    for (const hour of ['00', '04']) watched.sees(`2026-03-03T${hour}:00:00Z`, 2000);
    expect(fastest(watched)).toBeGreaterThan(0.5);
  });

  test('of a single count is that of its whole life; of thirty days, where nobody says when it opened', () => {
    expect(fastest(new Story().sees('2026-03-01T01:00:00Z', 30, { opened }))).toBeCloseTo(0.5, 1);
    expect(fastest(new Story().sees('2026-03-01T01:00:00Z', 4320))).toBeCloseTo(0.1);
  });

  test('is nothing of what was never read, and never quite nothing of what was', () => {
    expect(fastest(new Story())).toBe(0);
    const still = new Story().sees('2026-03-02T00:00:00Z', 0, { opened });
    expect(fastest(still)).toBeGreaterThan(0);
    expect(fastest(still)).toBeGreaterThan(fastest(still.sees('2026-03-12T00:00:00Z', 0)));
    const falling = new Story().sees('2026-03-02T00:00:00Z', 50, { opened }).sees('2026-03-02T01:00:00Z', 0);
    expect(fastest(falling)).toBeGreaterThan(0);
  });

  test('of what an earlier version stored, without the short span, is that of the others; without any, that of a life', () => {
    const { petition } = new Story().sees('2026-03-02T00:00:00Z', 10, { opened }).sees('2026-03-02T06:00:00Z', 370);
    const { short, ...stored } = petition.paces ?? { short: undefined };
    expect(short).toBeDefined();
    const read = z.parse(petitionSchema, JSON.parse(JSON.stringify(z.encode(petitionSchema, petition))));
    expect(read.paces).toEqual(petition.paces);
    const older = z.parse(
      petitionSchema,
      JSON.parse(JSON.stringify({ ...z.encode(petitionSchema, petition), paces: { ...stored, leap: undefined } })),
    );
    expect(paceOf(older).fastest).toBeGreaterThan(0.4);
    expect(paceOf({ ...petition, paces: undefined }).fastest).toBeCloseTo(370 / (30 * 1440));
    const next = new Story();
    next.petition = older;
    expect(next.sees('2026-03-02T06:10:00Z', 400).petition.paces?.short).toBeGreaterThan(0);
  });

  test('takes less than two hundred bytes where it is stored', () => {
    const watched = new Story().sees('2026-03-02T00:00:00Z', 1, { opened }).sees('2026-03-02T01:00:00Z', 1_234_567);
    expect(watched.petition.paces?.leap).toBeDefined();
    const stored = JSON.stringify(z.encode(petitionSchema, watched.petition).paces);
    expect(stored.length).toBeLessThan(200);
  });
});

describe('a leap', () => {
  const quiet = (): Story => {
    const watched = new Story().sees('2026-03-02T00:00:00Z', 24, { opened });
    for (let hour = 1; hour < 10; hour += 1) watched.sees(`2026-03-02T0${hour}:00:00Z`, 24 + hour);
    return watched;
  };

  test('is more than twice as many signatures as the pace explains, and two more', () => {
    expect(paceOf(quiet().petition).leap).toBeUndefined();
    expect(paceOf(quiet().sees('2026-03-02T10:00:00Z', 36).petition).leap).toBeUndefined();
    expect(paceOf(quiet().sees('2026-03-02T10:00:00Z', 93).petition).leap).toBeCloseTo(1);
  });

  test('is a reason to poll again soon, once: the poll after it tells the new pace', () => {
    const leapt = quiet().sees('2026-03-02T10:00:00Z', 153);
    const pace = paceOf(leapt.petition);
    expect(cheapestPeriod(periods, 5000, pace)).toBe(1);
    expect(cheapestPeriod(periods, 5000, { fastest: pace.fastest })).toBe(60);
    expect(paceOf(leapt.sees('2026-03-02T10:01:00Z', 153).petition).leap).toBeUndefined();
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
  const cheapest = (needed: number, fastest: number, share = 1): number =>
    cheapestPeriod(periods, needed, { fastest }, share);

  test('is the longest when next to nothing comes in', () => {
    expect(cheapest(1, 0)).toBe(60);
    expect(cheapest(1, 1e-9)).toBe(60);
  });

  test.each([
    ['a day', 1440, 60],
    ['ten hours', 600, 15],
    ['three hours', 180, 5],
    ['half an hour', 30, 1],
  ])('when the line is %s away at the recent pace', (_, minutes, period) => {
    expect(cheapest(1000, 1000 / minutes)).toBe(period);
  });

  test('one signature before the line: every minute, if that takes some five days at most, and less often where it takes more', () => {
    expect(cheapest(1, 1 / 7000)).toBe(1);
    expect(cheapest(1, 1 / 10_000)).toBe(5);
    expect(cheapest(1, 1 / 25_000)).toBe(15);
    expect(cheapest(1, 1 / 400_000)).toBe(60);
  });

  test('is the quickest there is when the line is about to be crossed, though it will be too late', () => {
    expect(cheapestPeriod([5, 15, 60], 20, { fastest: 16 })).toBe(5);
  });

  test('with requests scarce, the line must be nearer', () => {
    expect(cheapest(1, 1 / 7000, 0.1)).toBe(15);
    expect(cheapest(1, 1 / 600, 0.1)).toBe(1);
  });

  test('is no longer where the line is nearer, the pace faster, or a leap larger; whatever the numbers', () => {
    const needed = fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 1_000_000_000 }));
    const pace = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1e12, noNaN: true }));
    fc.assert(
      fc.property(needed, needed, pace, pace, pace, (a, b, fastest, faster, leap) => {
        const [near, far] = [Math.min(a, b), Math.max(a, b)];
        const [slow, fast] = [Math.min(fastest, faster), Math.max(fastest, faster)];
        expect(periods).toContain(cheapest(near, slow));
        expect(cheapest(near, slow)).toBeLessThanOrEqual(cheapest(far, slow));
        expect(cheapest(near, fast)).toBeLessThanOrEqual(cheapest(near, slow));
        expect(cheapestPeriod(periods, near, { fastest: slow, leap })).toBeLessThanOrEqual(cheapest(near, slow));
      }),
      { numRuns: 1000 },
    );
  });
});
