/** What the chart draws, computed from a petition's JSON: series, viewport, marks. Pure. */
import type { ChartFeed, ChartAlert } from './chart-feed.ts';

type Column = (number | null)[];

export interface ChartSeries {
  readonly times: number[];
  readonly counts: Column;
  /** From the last count to the deadline; only nulls without a forecast. */
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

/**
 * The part that is worth looking at: until the deadline, or of a petition whose signing is over, until its end and its
 * answer. What is counted in the years after that would leave no room for the rest.
 */
export function chartWindow(feed: ChartFeed): WindowedFeed {
  const { readings, deadline, closed, answered, alerts } = feed;
  const [first, last] = [readings[0]?.[0] ?? 0, readings.at(-1)?.[0] ?? 0];
  const end = closed ?? (deadline !== undefined && last > deadline ? deadline : undefined);
  if (end === undefined || end <= first) return { ...feed, until: Math.max(last, end ?? deadline ?? last) };
  // What proves the end comes soon after it.
  const after = readings.find(([at]) => at > end)?.[0] ?? end;
  const width = end - first;
  const until = Math.max(end, answered ?? end, after - end <= width * tailShare ? after : end);
  return {
    ...feed,
    until,
    readings: readings.filter(([at]) => at <= until),
    alerts: alerts.filter(({ at }) => at <= until),
  };
}

export interface WindowedFeed extends ChartFeed {
  /** The end of the window, in seconds. */
  readonly until: number;
}

/** How much a reading after the end may add to the window. */
const tailShare = 0.1;

export interface Viewport {
  readonly from: number;
  readonly until: number;
  readonly top: number;
  /** Thresholds in the viewport, and those above it. */
  readonly visible: ChartFeed['thresholds'];
  readonly above: ChartFeed['thresholds'];
  /** The range of the forecast goes on above the viewport. */
  readonly isCut: boolean;
}

/** The next threshold is visible up to this multiple of the count, or of the expected count. */
const maxNextFactor = { count: 6, expected: 1.5 };
/** The other thresholds are visible up to this multiple of the count and of the next threshold. */
const maxOtherFactor = 1.25;
/** Without a next threshold in sight, a forecast takes this multiple of the count at most. */
const maxForecastFactor = 2;
const day = 86_400;

export function initialViewport({ readings, thresholds, forecast, until }: WindowedFeed): Viewport {
  const from = readings[0]?.[0] ?? 0;
  const highest = Math.max(1, ...readings.map(([, count]) => count));
  const { median = 0, high = 0 } = forecast ?? {};
  const goal = Math.min(...thresholds.map(({ needed }) => needed).filter((needed) => needed > highest));
  const isInSight = goal <= Math.max(highest * maxNextFactor.count, median * maxNextFactor.expected);
  const reach = Math.max(highest, isInSight ? goal : 0);
  const visible = thresholds.filter(({ needed }) => needed <= reach * maxOtherFactor);
  // The range of a forecast never takes the room of the counts: it is cut at the next threshold.
  const shown = Math.min(high, isInSight ? goal : highest * maxForecastFactor);
  const top = Math.max(highest, shown, ...visible.map(({ needed }) => needed)) * 1.08;
  const width = Math.max(until - from, day);
  return {
    from: from - width * 0.02,
    until: from + width * 1.02,
    top,
    visible,
    above: thresholds.filter((one) => !visible.includes(one)),
    isCut: high > top,
  };
}

/**
 * The side on which the label of a threshold is farther from the curve: compared where labels stand, near both ends.
 */
export function labelSide(
  { readings, forecast }: ChartFeed,
  { from, until }: Viewport,
  needed: number,
): 'left' | 'right' {
  const left = countAt(readings, from + (until - from) * 0.12);
  const right = forecast?.median ?? readings.at(-1)?.[1] ?? 0;
  return Math.abs(right - needed) > Math.abs(left - needed) ? 'right' : 'left';
}

export interface AlertMark {
  readonly left: number;
  readonly top: number;
  readonly alerts: readonly ChartAlert[];
}

/** Marks closer than this, in pixels, become one, because a finger has to hit each. */
const minDistance = 35;

/** The marks of the alerts, from left to right. */
export function alertMarks(
  alerts: readonly ChartAlert[],
  positionOf: (alert: ChartAlert) => { left: number; top: number },
): AlertMark[] {
  const marks: { left: number; top: number; alerts: ChartAlert[] }[] = [];
  for (const alert of [...alerts].sort((a, b) => a.at - b.at)) {
    const position = positionOf(alert);
    const previous = marks.at(-1);
    if (previous !== undefined && Math.hypot(position.left - previous.left, position.top - previous.top) < minDistance)
      previous.alerts.push(alert);
    else marks.push({ ...position, alerts: [alert] });
  }
  return marks;
}

/** The count at a time, from the last reading up to then. */
export function countAt(readings: ChartFeed['readings'], at: number): number {
  let [low, high] = [0, readings.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((readings[middle]?.[0] ?? Number.POSITIVE_INFINITY) <= at) low = middle;
    else high = middle - 1;
  }
  return readings[low]?.[1] ?? 0;
}
