/** What the chart takes from a petition's JSON, and what it draws. */
import { describe, expect, it } from '@jest/globals';
import { parseChartFeed, type ChartFeed } from '../../../lambda/site/browser/chart-feed.ts';
import {
  countAt,
  alertMarks,
  chartSeries,
  chartWindow,
  initialViewport,
  labelSide,
} from '../../../lambda/site/browser/chart-series.ts';

const day = 86_400;
const whole = {
  readings: [
    ['1970-01-02T00:00:00Z', 10],
    ['1970-01-03T00:00:00Z', 40],
  ],
  thresholds: [{ threshold: 'response', needed: 100 }],
  deadline: '1970-01-11T00:00:00Z',
  forecast: { low: 50, median: 80, high: 200, chance: 0.3 },
  alerts: [{ id: 'uk-parliament/1#7', detectedAt: '1970-01-02T12:00:00Z', signatures: 20, headline: 'Watching' }],
};
const feed = (changes: object = {}): ChartFeed => {
  const found = parseChartFeed({ ...whole, ...changes });
  if (found === undefined) throw new Error('nothing to draw');
  return found;
};

const windowed = (changes: object = {}) => chartWindow(feed(changes));

describe('a feed', () => {
  it('is read whole', () => {
    expect(feed()).toEqual({
      readings: [
        [day, 10],
        [2 * day, 40],
      ],
      thresholds: [{ name: 'response', needed: 100 }],
      deadline: 10 * day,
      closed: undefined,
      isEarly: false,
      answered: undefined,
      forecast: { low: 50, median: 80, high: 200 },
      alerts: [{ anchor: 'alert-7', at: 1.5 * day, signatures: 20, headline: 'Watching' }],
    });
  });

  it('is nothing without a reading', () => {
    expect([null, 'x', [], {}, { readings: [] }, { readings: [['x', 1], [1, 'x'], null] }].map(parseChartFeed)).toEqual(
      Array(6).fill(undefined),
    );
  });

  it('leaves out what is invalid, and nothing else', () => {
    const odd = feed({
      readings: [...whole.readings, ['1970-01-03T00:00:00Z', 41], ['1970-01-04T00:00:00Z', null]],
      thresholds: [null, { threshold: 1, needed: 1 }],
      deadline: null,
      forecast: { low: 1 },
      alerts: [{ id: 3 }, 'x'],
    });
    expect(odd).toEqual({
      readings: feed().readings,
      thresholds: [],
      deadline: undefined,
      closed: undefined,
      isEarly: false,
      answered: undefined,
      forecast: undefined,
      alerts: [],
    });
  });
});

describe('the series', () => {
  it('draw the range of the forecast from the last count to the deadline', () => {
    const { times, counts, low, high } = chartSeries(feed());
    expect(times).toEqual([day, 2 * day, 10 * day]);
    expect([counts, low, high]).toEqual([
      [10, 40, null],
      [null, 40, 50],
      [null, 40, 200],
    ]);
  });

  it('have no range without a forecast, or after the deadline', () => {
    expect(chartSeries(feed({ forecast: null })).hasForecast).toBe(false);
    expect(chartSeries(feed({ deadline: '1970-01-02T12:00:00Z' })).times).toHaveLength(2);
  });
});

describe('the window', () => {
  const readings = [
    ['1970-01-02T00:00:00Z', 10],
    ['1970-01-10T00:00:00Z', 40],
    ['1970-01-11T12:00:00Z', 41],
    ['1980-01-01T00:00:00Z', 45],
  ];
  const ends = (changes: object) => {
    const { until, readings: shown } = windowed({ readings, ...changes });
    return [until / day, shown.length];
  };

  it('of a petition that is over ends with what proves the end, or with the answer, and not ten years later', () => {
    expect(ends({})).toEqual([10.5, 3]);
    expect(ends({ deadline: null })).toEqual([3652, 4]);
    expect(ends({ deadline: null, closed: { by: '1970-01-10T12:00:00Z', early: true } })).toEqual([9.5, 2]);
    expect(ends({ answer: { by: '1970-02-01T00:00:00Z' } })).toEqual([31, 3]);
  });

  it('of a petition that is open ends with the deadline', () => {
    expect(windowed().until).toBe(10 * day);
  });

  it('of a petition that was first read after its end has its readings', () => {
    expect(ends({ closed: { by: '1970-01-01T00:00:00Z' } })).toEqual([3652, 4]);
  });
});

describe('the viewport', () => {
  it('includes the next threshold, and names one that is far above', () => {
    const { visible, above, top, until } = initialViewport(
      windowed({
        thresholds: [
          { threshold: 'response', needed: 100 },
          { threshold: 'debate', needed: 100_000 },
        ],
      }),
    );
    expect([visible, above].map((all) => all.map(({ name }) => name))).toEqual([['response'], ['debate']]);
    expect(top).toBeGreaterThan(100);
    expect(top).toBeLessThan(300);
    expect(until).toBeGreaterThan(10 * day);
  });

  it('cuts the range of a forecast at the next threshold, and says so', () => {
    const { top, isCut } = initialViewport(windowed({ forecast: { low: 50, median: 80, high: 90_000 } }));
    expect([top, isCut]).toEqual([108, true]);
    expect(initialViewport(windowed({ forecast: { low: 50, median: 80, high: 90 } })).isCut).toBe(false);
  });

  it('leaves the counts half of the axis where no threshold is near', () => {
    const forecast = { low: 50, median: 80, high: 90_000 };
    expect(initialViewport(windowed({ forecast, thresholds: [] })).top).toBeCloseTo(2 * 40 * 1.08);
  });

  it('is at least a day wide', () => {
    const { from, until } = initialViewport(windowed({ readings: [['1970-01-02T00:00:00Z', 1]], deadline: null }));
    expect(until - from).toBeGreaterThan(day);
  });
});

describe('the label of a threshold', () => {
  const sideOf = (changes: object): string => {
    const changed = windowed(changes);
    return labelSide(changed, initialViewport(changed), 100);
  };

  it('stands on the left when the curve ends near the threshold', () => {
    expect(sideOf({})).toBe('left');
  });

  it('stands on the right when the curve starts near the threshold', () => {
    const readings = [
      ['1970-01-02T00:00:00Z', 90],
      ['1970-01-03T00:00:00Z', 4_000],
    ];
    expect(sideOf({ readings, deadline: null, forecast: null })).toBe('right');
  });
});

it('combines alerts that a finger could not hit one by one into one mark', () => {
  const alerts = [1, 1.5, 4].map((at) => ({ anchor: `alert-${at}`, at: at * day, signatures: 1, headline: 'x' }));
  const marks = alertMarks(alerts, ({ at }) => ({ left: (at / day) * 20, top: 0 }));
  expect(marks.map((mark) => mark.alerts.map(({ anchor }) => anchor))).toEqual([['alert-1', 'alert-1.5'], ['alert-4']]);
});

it('takes the count at a time from the last reading up to it', () => {
  const { readings } = feed();
  expect([0, day, 1.9 * day, 2 * day, 9 * day].map((at) => countAt(readings, at))).toEqual([10, 10, 10, 40, 40]);
});
