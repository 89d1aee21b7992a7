/** What the chart draws, worked out of a petition's JSON: columns of numbers, what is in sight, marks. Pure. */
import type { ChartFeed, ChartAlert } from './chart-feed.ts';

type Column = (number | null)[];

export interface ChartSeries {
  readonly times: number[];
  readonly counts: Column;
  /** From the last count to the deadline; empty of numbers where nothing is forecast. */
  readonly low: Column;
  readonly median: Column;
  readonly high: Column;
  readonly hasForecast: boolean;
}

export function chartSeries({ readings, deadline, forecast }: ChartFeed): ChartSeries {
  const [lastAt, last] = readings.at(-1) ?? [0, 0];
  const fan =
    forecast !== undefined && deadline !== undefined && deadline > lastAt ? { forecast, deadline } : undefined;
  const times = readings.map(([at]) => at);
  const counts: Column = readings.map(([, count]) => count);
  const none = (): Column => counts.map(() => null);
  if (fan === undefined) return { times, counts, low: none(), median: none(), high: none(), hasForecast: false };
  const spread = (end: number): Column => [...counts.slice(1).map(() => null), last, end];
  return {
    times: [...times, fan.deadline],
    counts: [...counts, null],
    low: spread(fan.forecast.low),
    median: spread(fan.forecast.median),
    high: spread(fan.forecast.high),
    hasForecast: true,
  };
}

export interface Viewport {
  readonly from: number;
  readonly until: number;
  readonly top: number;
  /** Thresholds in sight, and those above it. */
  readonly lines: ChartFeed['thresholds'];
  readonly above: ChartFeed['thresholds'];
}

/** The nearest line that is not reached stays in sight up to so many times the highest count. */
const nearest = 6;
/** Others, up to so many times. */
const others = 1.5;
const day = 86_400;

export function initialViewport({ readings, thresholds, deadline, forecast }: ChartFeed): Viewport {
  const [from, until] = [readings[0]?.[0] ?? 0, readings.at(-1)?.[0] ?? 0];
  const highest = Math.max(1, ...readings.map(([, count]) => count));
  const expected = Math.max(highest, forecast?.median ?? 0);
  const next = thresholds.map(({ needed }) => needed).filter((needed) => needed > highest);
  const goal = Math.min(...next);
  const reach = Math.max(expected * others, goal <= expected * nearest ? goal : 0);
  const lines = thresholds.filter(({ needed }) => needed <= reach);
  // Of a fan that opens far above everything else, its beginning has to do.
  const fan = Math.min(forecast?.high ?? 0, Math.max(expected, ...lines.map(({ needed }) => needed)) * 1.45);
  const top = Math.max(highest, expected, fan, ...lines.map(({ needed }) => needed)) * 1.08;
  const end = deadline !== undefined && deadline > from ? Math.max(until, deadline) : until;
  const width = Math.max(end - from, day);
  return {
    from: from - width * 0.01,
    until: from + width * 1.02,
    top,
    lines,
    above: thresholds.filter((one) => !lines.includes(one)),
  };
}

export interface AlertMark {
  readonly left: number;
  readonly top: number;
  readonly alerts: readonly ChartAlert[];
}

/** How near to each other marks may come, in pixels, before they are one: a finger has to meet each. */
const apart = 35;

/** Marks of alerts, from left to right. */
export function alertMarks(
  alerts: readonly ChartAlert[],
  place: (alert: ChartAlert) => { left: number; top: number },
): AlertMark[] {
  const marks: { left: number; top: number; alerts: ChartAlert[] }[] = [];
  for (const alert of [...alerts].sort((a, b) => a.at - b.at)) {
    const at = place(alert);
    const before = marks.at(-1);
    if (before !== undefined && Math.hypot(at.left - before.left, at.top - before.top) < apart)
      before.alerts.push(alert);
    else marks.push({ ...at, alerts: [alert] });
  }
  return marks;
}

/** The count at a time: that of the last reading up to then. */
export function countAt(readings: ChartFeed['readings'], at: number): number {
  let [low, high] = [0, readings.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((readings[middle]?.[0] ?? Number.POSITIVE_INFINITY) <= at) low = middle;
    else high = middle - 1;
  }
  return readings[low]?.[1] ?? 0;
}
