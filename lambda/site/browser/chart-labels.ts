/** Where the labels of the chart stand, so that none covers another, or a mark, or loses a letter. Pure. */

export interface Spot {
  readonly left: number;
  readonly top: number;
}

export interface Box extends Spot {
  readonly width: number;
  readonly height: number;
}

export interface ChartLabel {
  readonly width: number;
  readonly height: number;
  /** Where it may stand, best first. */
  readonly spots: readonly Spot[];
}

/**
 * The place of each label, in their order: within the plot, off the obstacles and off each other. Of these, the one at
 * which it covers least of the curve. Undefined where there is none: such a label is not shown.
 */
export function placeLabels(
  labels: readonly ChartLabel[],
  within: Box,
  obstacles: readonly Box[],
  curve: readonly Spot[],
): (Box | undefined)[] {
  const taken = [...obstacles];
  return labels.map(({ width, height, spots }) => {
    const [best] = spots
      .map(({ left, top }) => ({ left, top, width, height }))
      .filter((box) => contains(within, box) && !taken.some((other) => overlaps(box, other)))
      .map((box) => ({
        box,
        covered: curve.filter((point) => overlaps(box, { ...point, width: 0, height: 0 })).length,
      }))
      .sort((a, b) => a.covered - b.covered);
    if (best !== undefined) taken.push(best.box);
    return best?.box;
  });
}

const contains = (outer: Box, inner: Box): boolean =>
  inner.left >= outer.left &&
  inner.top >= outer.top &&
  inner.left + inner.width <= outer.left + outer.width &&
  inner.top + inner.height <= outer.top + outer.height;

const overlaps = (a: Box, b: Box): boolean =>
  a.left < b.left + b.width && b.left < a.left + a.width && a.top < b.top + b.height && b.top < a.top + a.height;

/** Pixels between a label and its line. */
const gap = 2;
const fromEdge = 6;

/** Of a label of a horizontal line: above it at the better side first, then anywhere above it, then below it. */
export function lineSpots({ top }: Pick<Spot, 'top'>, size: Size, within: Box, side: 'left' | 'right'): Spot[] {
  const lefts = alongWidth(size, within, side);
  return [top - size.height - gap, top + gap].flatMap((row) => lefts.map((left) => ({ left, top: row })));
}

/** Of a label of a vertical line: above the plot, to its left or right or at an edge; or else in the plot beside it. */
export function eventSpots({ left }: Pick<Spot, 'left'>, size: Size, within: Box): Spot[] {
  const right = within.left + within.width - size.width;
  const lefts = [left - fromEdge - size.width, left + fromEdge, Math.min(right, left), Math.min(right, within.left)];
  return rows(within, size, 6).flatMap((top) => lefts.map((one) => ({ left: one, top })));
}

/** Of a label that belongs to no line: at the top of the plot. */
export const topSpots = (size: Size, within: Box, side: 'left' | 'right'): Spot[] =>
  rows(within, size, 8)
    .slice(1)
    .flatMap((top) => alongWidth(size, within, side).map((left) => ({ left, top })));

type Size = Pick<Box, 'width' | 'height'>;

const rows = (within: Box, { height }: Size, count: number): number[] =>
  Array.from({ length: count }, (_, index) => within.top + index * (height + gap));

/** From one side to the other. */
function alongWidth({ width }: Size, within: Box, side: 'left' | 'right'): number[] {
  const room = within.width - width - 2 * fromEdge;
  const steps = 16;
  const lefts = Array.from({ length: steps + 1 }, (_, step) => within.left + fromEdge + (room * step) / steps);
  const inOrder = side === 'left' ? lefts : lefts.reverse();
  // The other side is better than the middle.
  return [...inOrder.slice(0, 1), ...inOrder.slice(-1), ...inOrder.slice(1, -1)];
}
