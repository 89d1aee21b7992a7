/** Where the labels of the chart stand: never on each other or on a mark, and never outside the plot. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { eventSpots, lineSpots, placeLabels, topSpots, type Box } from '../../../lambda/site/browser/chart-labels.ts';

const within: Box = { left: 0, top: -18, width: 300, height: 218 };
const size = { width: 100, height: 16 };
const overlap = (a: Box, b: Box): boolean =>
  a.left < b.left + b.width && b.left < a.left + a.width && a.top < b.top + b.height && b.top < a.top + a.height;

describe('a label', () => {
  const place = (obstacles: Box[] = [], curve: { left: number; top: number }[] = []) =>
    placeLabels([{ ...size, spots: lineSpots({ top: 100 }, size, within, 'left') }], within, obstacles, curve)[0];

  it('stands above its line, on the better side', () => {
    expect(place()).toEqual({ left: 6, top: 82, ...size });
  });

  it('goes to the other side of a mark, and below its line if there is no room above', () => {
    expect(place([{ left: 90, top: 80, width: 24, height: 24 }])).toMatchObject({ left: 194, top: 82 });
    expect(place([{ left: 0, top: 80, width: 300, height: 22 }])).toMatchObject({ left: 6, top: 102 });
  });

  it('leaves the curve free where it can', () => {
    const curve = Array.from({ length: 30 }, (_, index) => ({ left: index * 5, top: 90 }));
    expect(place([], curve)).toMatchObject({ left: 194, top: 82 });
    expect(place([], [...curve, ...curve.map(({ left }) => ({ left: left + 150, top: 90 }))])).toMatchObject({
      top: 102,
    });
  });

  it('is not shown where there is no room', () => {
    expect(place([within])).toBeUndefined();
  });

  it('of the deadline stands above the plot, and of an event near it beside or below', () => {
    const labels = [290, 285].map((left) => ({ ...size, spots: eventSpots({ left }, size, within) }));
    expect(placeLabels(labels, within, [], [])).toMatchObject([
      { left: 184, top: -18 },
      { left: 0, top: -18 },
    ]);
  });
});

it('never covers another label or a mark, and never leaves the plot', () => {
  const number = (max: number) => fc.integer({ min: 0, max });
  const labels = fc.array(
    fc.record({ at: number(200), width: fc.integer({ min: 10, max: 300 }), kind: number(2), isLeft: fc.boolean() }),
    { maxLength: 7 },
  );
  const marks = fc.array(fc.record({ left: number(280), top: number(180) }), { maxLength: 5 });
  fc.assert(
    fc.property(labels, marks, (some, spots) => {
      const obstacles = spots.map((spot) => ({ ...spot, width: 24, height: 24 }));
      const placed = placeLabels(
        some.map(({ at, width, kind, isLeft }) => {
          const its = { width, height: 16 };
          const side = isLeft ? 'left' : 'right';
          const all = [
            lineSpots({ top: at }, its, within, side),
            eventSpots({ left: at }, its, within),
            topSpots(its, within, side),
          ];
          return { ...its, spots: all[kind] ?? [] };
        }),
        within,
        obstacles,
        [],
      ).filter((box) => box !== undefined);
      placed.forEach((box, index) => {
        expect([...obstacles, ...placed.slice(index + 1)].some((other) => overlap(box, other))).toBe(false);
        expect(box.left).toBeGreaterThanOrEqual(0);
        expect(box.left + box.width).toBeLessThanOrEqual(300);
        expect(box.top).toBeGreaterThanOrEqual(-18);
        expect(box.top + box.height).toBeLessThanOrEqual(200);
      });
    }),
    { numRuns: 200 },
  );
});
