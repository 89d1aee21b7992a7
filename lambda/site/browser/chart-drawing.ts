/** Draws the chart: counts, thresholds, the deadline, the range of the forecast, and alerts as links. */
import { forecastNumber, roundForecast } from '../../../src/rounding.ts';
import uPlot from 'uplot';
import type { ChartFeed, ChartAlert } from './chart-feed.ts';
import { enableChartKeyboard } from './chart-keyboard.ts';
import { eventSpots, lineSpots, placeLabels, topSpots, type Box, type Spot } from './chart-labels.ts';
import {
  countAt,
  alertMarks,
  chartSeries,
  chartWindow,
  initialViewport,
  labelSide,
  type AlertMark,
  type ChartSeries,
  type Viewport,
  type WindowedFeed,
} from './chart-series.ts';

export interface ChartElements {
  readonly plot: HTMLElement;
  /** Shows the value under the pointer. */
  readonly readout: HTMLElement;
  /** In the legend, after the range of the forecast. */
  readonly cut: HTMLElement | undefined;
  readonly zone: string;
  readonly locale: string;
}

interface Colours {
  readonly ink: string;
  readonly soft: string;
  readonly rule: string;
  readonly paper: string;
  readonly line: string;
  readonly alarm: string;
}

const day = 86_400;

/** Pixels above the plot, for what the vertical lines are. */
const headroom = 18;

/** A finger has to hit each mark, which is drawn smaller (petition.css). */
const markRadius = 12;
const drawnRadius = 8;

/** Steps between the lines of the grid: there are no halves of signatures. */
const steps = Array.from({ length: 13 }, (_, power) => [1, 2, 2.5, 5].map((one) => one * 10 ** power))
  .flat()
  .filter(Number.isInteger);

export class Chart {
  readonly #feed: WindowedFeed;
  readonly #elements: ChartElements;
  readonly #series: ChartSeries;
  readonly #viewport: Viewport;
  readonly #number: Intl.NumberFormat;
  readonly #moment: Intl.DateTimeFormat;
  #chart: uPlot | undefined;

  constructor(feed: ChartFeed, elements: ChartElements) {
    this.#feed = chartWindow(feed);
    this.#elements = elements;
    this.#series = chartSeries(this.#feed);
    this.#viewport = initialViewport(this.#feed);
    const { locale, zone } = elements;
    this.#number = new Intl.NumberFormat(locale);
    this.#moment = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone: zone });
  }

  /** Draws the chart, and again when the width or the colours change. */
  start(): void {
    this.#draw();
    const { plot } = this.#elements;
    new ResizeObserver(() => this.#chart?.setSize(sizeOf(plot))).observe(plot);
    for (const query of ['(prefers-color-scheme: dark)', '(forced-colors: active)'])
      matchMedia(query).addEventListener('change', () => this.#draw());
  }

  #draw(): void {
    this.#chart?.destroy();
    const { plot } = this.#elements;
    const { times, counts, low, median, high } = this.#series;
    this.#chart = new uPlot(this.#options(coloursOf(plot)), [times, counts, low, median, high], plot);
    enableChartKeyboard(this.#chart, this.#feed.readings.length - 1, (index) => this.#showReading(index));
    this.#showReading(undefined);
  }

  #options(colours: Colours): uPlot.Options {
    const { plot, zone } = this.#elements;
    const { from, until, top } = this.#viewport;
    const font = `12px ${getComputedStyle(plot).fontFamily}`;
    const fan = { stroke: alpha(colours.line, 0.45), width: 1, points: { show: false } };
    const grid = { stroke: colours.rule, width: 1 };
    return {
      ...sizeOf(plot),
      // On the right, half of the label of a day.
      padding: [headroom, 20, 0, 0],
      legend: { show: false },
      tzDate: (at) => uPlot.tzDate(new Date(at * 1000), zone),
      scales: { x: { time: true, range: [from, until] }, y: { range: [0, top] } },
      series: [
        {},
        {
          stroke: colours.line,
          width: 2.25,
          points: { show: this.#series.times.length < 3, size: 7, fill: colours.line },
        },
        fan,
        { ...fan, stroke: colours.line, width: 1.5, dash: [2, 4] },
        fan,
      ],
      bands: [{ series: [4, 2], fill: alpha(colours.line, 0.13) }],
      axes: [
        {
          stroke: colours.soft,
          font,
          grid: { show: false },
          ticks: { ...grid, size: 5 },
          space: 64,
          values: (_, splits, _axis, _space, increment) => this.#days(splits, increment < day),
        },
        {
          stroke: colours.soft,
          font,
          grid,
          ticks: { show: false },
          incrs: steps,
          size: (_, values: readonly string[] | null) =>
            14 + 6.8 * Math.max(3, ...(values ?? []).map(({ length }) => length)),
          values: (_, splits) => splits.map((value) => this.#number.format(value)),
        },
      ],
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 8, fill: colours.line } },
      hooks: {
        drawAxes: [(chart) => this.#drawLines(chart, colours)],
        draw: [(chart) => this.#drawMarks(chart, colours)],
        setCursor: [(chart) => this.#showReading(chart.cursor.idx ?? undefined)],
      },
    };
  }

  /** `3 Mar`, with the year when it changes; or `14:00`, with the day when it changes. */
  #days(splits: readonly number[], isHourly: boolean): string[] {
    const { locale, zone } = this.#elements;

    const hours = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', timeZone: zone });
    const days = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: zone });
    const years = new Intl.DateTimeFormat(locale, { year: 'numeric', timeZone: zone });
    let before = '';
    return splits.map((split) => {
      const at = new Date(split * 1000);
      if (isHourly) {
        const [date, time] = [days.format(at), hours.format(at)];
        const text = date === before ? time : `${time}\n${date}`;
        before = date;
        return text;
      }
      const year = years.format(at);
      const text = year === before ? days.format(at) : `${days.format(at)}\n${year}`;
      before = year;
      return text;
    });
  }

  /** Each threshold, the deadline and the answer as lines. */
  #drawLines(chart: uPlot, colours: Colours): void {
    const { ctx, bbox } = chart;
    const ratio = devicePixelRatio;
    ctx.save();
    ctx.lineWidth = ratio;
    for (const { at, colour } of this.#events(colours)) {
      const x = Math.round(chart.valToPos(at, 'x', true)) + 0.5;
      stroke(ctx, colour, [], [x, bbox.top], [x, bbox.top + bbox.height]);
    }
    for (const { needed } of this.#viewport.visible) {
      const y = Math.round(chart.valToPos(needed, 'y', true)) + 0.5;
      stroke(ctx, colours.ink, [5 * ratio, 4 * ratio], [bbox.left, y], [bbox.left + bbox.width, y]);
    }
    ctx.restore();
  }

  /** What happens at one instant, in the viewport. */
  #events({ alarm, ink }: Colours): { at: number; text: string; colour: string }[] {
    const { deadline, closed, isEarly, answered } = this.#feed;
    const { from, until } = this.#viewport;
    return [
      { at: isEarly ? closed : deadline, text: isEarly ? 'closed early' : 'signing deadline', colour: alarm },
      { at: answered, text: 'answer', colour: ink },
    ].flatMap(({ at, ...event }) => (at !== undefined && at > from && at < until ? [{ at, ...event }] : []));
  }

  /** Marks of alerts, and labels that cover neither them nor each other. */
  #drawMarks(chart: uPlot, colours: Colours): void {
    const layer = this.#layerOver(chart);
    const { clientWidth: width, clientHeight: height } = layer;
    const visible = this.#feed.alerts.filter(({ at }) => at >= this.#viewport.from && at <= this.#viewport.until);
    // At an edge of the plot, a mark would cover the labels of an axis.
    const inside = (at: number, size: number): number => Math.min(Math.max(at, drawnRadius), size - drawnRadius);
    const marks = alertMarks(visible, ({ at }: ChartAlert) => ({
      left: inside(chart.valToPos(at, 'x'), width),
      top: inside(chart.valToPos(countAt(this.#feed.readings, at), 'y'), height),
    }));
    layer.replaceChildren(...marks.map((mark) => this.#link(mark)));
    const obstacles = marks.map(({ left, top }) => ({
      left: left - markRadius,
      top: top - markRadius,
      width: 2 * markRadius,
      height: 2 * markRadius,
    }));
    this.#drawLabels(chart, layer, obstacles, colours);
  }

  #drawLabels(chart: uPlot, layer: HTMLElement, obstacles: readonly Box[], colours: Colours): void {
    const { visible, above, isCut } = this.#viewport;
    const { clientWidth: width, clientHeight: height } = layer;
    const plot = { left: 0, top: 0, width, height };
    // Events have a row of their own above the plot.
    const within = { ...plot, top: -headroom, height: height + headroom };
    const labels: { element: HTMLElement; spots: (size: { width: number; height: number }) => Spot[] }[] = [];
    const add = (texts: readonly string[], spots: (typeof labels)[number]['spots']): void => {
      labels.push({ element: labelIn(layer, texts, width), spots });
    };
    for (const { at, text } of this.#events(colours))
      add([text], (size) => eventSpots({ left: chart.valToPos(at, 'x') }, size, within));
    for (const { name, needed } of visible) {
      const side = labelSide(this.#feed, this.#viewport, needed);
      const number = this.#number.format(needed);
      add([`${name} ${number}`, number], (size) => lineSpots({ top: chart.valToPos(needed, 'y') }, size, plot, side));
    }
    for (const { name, needed } of above) {
      const number = this.#number.format(needed);
      add([`↑ ${name} ${number}`, `↑ ${number}`], (size) => topSpots(size, within, 'left'));
    }
    if (isCut) add([`↑ forecast to ${this.#highText()}`, '↑'], (size) => topSpots(size, within, 'right'));
    const sizes = labels.map(({ element }) => {
      const { width, height } = element.getBoundingClientRect();
      return { width: Math.ceil(width), height: Math.ceil(height) };
    });
    const places = placeLabels(
      labels.map(({ spots }, index) => {
        const size = sizes[index] ?? { width: 0, height: 0 };
        return { ...size, spots: spots(size) };
      }),
      within,
      obstacles,
      [...this.#curve(chart), ...this.#lines(chart, plot, colours)],
    );
    labels.forEach(({ element }, index) => {
      const place = places[index];
      if (place === undefined) element.remove();
      else Object.assign(element.style, { left: `${place.left}px`, top: `${place.top}px` });
    });
    const { cut } = this.#elements;
    if (cut) cut.textContent = isCut ? `, cut at the top: it goes on to about ${this.#highText()}` : '';
  }

  #highText(): string {
    const { high = 0 } = this.#rounded() ?? {};
    return forecastNumber(high, (value) => this.#number.format(value));
  }

  /** Points of the other lines. */
  #lines(chart: uPlot, { width, height }: Box, colours: Colours): Spot[] {
    const along = (length: number): number[] => Array.from({ length: Math.ceil(length / 6) }, (_, step) => step * 6);
    return [
      ...this.#viewport.visible.flatMap(({ needed }) => {
        const top = chart.valToPos(needed, 'y');
        return along(width).map((left) => ({ left, top }));
      }),
      ...this.#events(colours).flatMap(({ at }) => {
        const left = chart.valToPos(at, 'x');
        return along(height).map((top) => ({ left, top }));
      }),
    ];
  }

  /** Points of the curve, close enough that no label slips between two of them. */
  #curve(chart: uPlot): Spot[] {
    const { times, counts } = this.#series;
    return times.flatMap((time, index) => {
      const [next, count, nextCount] = [times[index + 1], counts[index], counts[index + 1]];
      if (typeof count !== 'number') return [];
      const [left, top] = [chart.valToPos(time, 'x'), chart.valToPos(count, 'y')];
      if (next === undefined || typeof nextCount !== 'number') return [{ left, top }];
      const [toLeft, toTop] = [chart.valToPos(next, 'x') - left, chart.valToPos(nextCount, 'y') - top];
      const steps = Math.ceil(Math.hypot(toLeft, toTop) / 6);
      return Array.from({ length: steps }, (_, step) => ({
        left: left + (toLeft * step) / steps,
        top: top + (toTop * step) / steps,
      }));
    });
  }

  /** A layer of the size of the plot. uPlot's own layer cannot hold links: it is a slider, which has no children. */
  #layerOver({ over }: uPlot): HTMLElement {
    const existing = over.parentElement?.querySelector<HTMLElement>('.marks');
    const layer = existing ?? document.createElement('div');
    layer.className = 'marks';
    const { left, top, width, height } = over.style;
    Object.assign(layer.style, { left, top, width, height });
    if (layer.parentElement === null) over.after(layer);
    return layer;
  }

  /** A link to the last of its alerts in the alert history. Its text is shown on hover and on focus. */
  #link({ left, top, alerts }: AlertMark): HTMLElement {
    const link = document.createElement('a');
    const last = alerts.at(-1);
    link.className = alerts.length > 1 ? 'mark several' : 'mark';
    link.href = `#${last?.anchor ?? ''}`;
    link.style.left = `${left}px`;
    link.style.top = `${top}px`;
    if (alerts.length > 1) link.textContent = String(alerts.length);
    const text = alerts
      .map(({ at, headline }) => `${this.#moment.format(new Date(at * 1000))}: ${headline}`)
      .join('; ');
    link.setAttribute('aria-label', alerts.length > 1 ? `${alerts.length} alerts: ${text}` : `Alert: ${text}`);
    for (const event of ['mouseenter', 'focus']) link.addEventListener(event, () => this.#showText(text));
    for (const event of ['mouseleave', 'blur']) link.addEventListener(event, () => this.#showReading(undefined));
    return link;
  }

  /** Shows the count or the forecast at an index; without an index, the last count. */
  #showReading(index: number | undefined): void {
    const { times, counts } = this.#series;
    const at = index ?? this.#feed.readings.length - 1;
    const [time, count] = [times[at], counts[at]];
    if (time === undefined) return;
    const when = this.#moment.format(new Date(time * 1000));
    this.#showText(
      typeof count === 'number' ? `${when}: ${this.#number.format(count)} signatures` : `${when}: ${this.#expected()}`,
    );
  }

  #rounded(): ChartFeed['forecast'] {
    const { forecast, readings } = this.#feed;
    return forecast && roundForecast(forecast, readings.at(-1)?.[1]);
  }

  #expected(): string {
    const forecast = this.#rounded();
    if (forecast === undefined) return 'signing ends';
    const [low, median, high] = [forecast.low, forecast.median, forecast.high].map((one) =>
      forecastNumber(one, (value) => this.#number.format(value)),
    );
    return `about ${median ?? ''} expected, between about ${low ?? ''} and ${high ?? ''}`;
  }

  #showText(text: string): void {
    this.#elements.readout.textContent = text;
    this.#chart?.over.setAttribute('aria-valuetext', text);
  }
}

/** In the layer, to be measured and placed: the first of the texts that is no wider than the plot, or the last. */
function labelIn(layer: HTMLElement, texts: readonly string[], width: number): HTMLElement {
  const label = document.createElement('span');
  label.className = 'label';
  label.ariaHidden = 'true';
  layer.append(label);
  for (const text of texts) {
    label.textContent = text;
    if (label.offsetWidth <= width - 12) break;
  }
  return label;
}

const sizeOf = ({ clientWidth: width, clientHeight: height }: HTMLElement) => ({ width, height });

/** Read from the style sheet, which knows whether the reader uses light or dark. */
function coloursOf(element: HTMLElement): Colours {
  const style = getComputedStyle(element);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  return {
    ink: colour('--ink'),
    soft: colour('--soft'),
    rule: colour('--rule'),
    paper: colour('--paper'),
    line: colour('--fan'),
    alarm: colour('--alarm'),
  };
}

const alpha = (colour: string, share: number): string => `color-mix(in srgb, ${colour} ${share * 100}%, transparent)`;

function stroke(
  ctx: CanvasRenderingContext2D,
  colour: string,
  dash: number[],
  from: [number, number],
  to: [number, number],
): void {
  ctx.strokeStyle = colour;
  ctx.setLineDash(dash);
  ctx.beginPath();
  ctx.moveTo(...from);
  ctx.lineTo(...to);
  ctx.stroke();
  ctx.setLineDash([]);
}
