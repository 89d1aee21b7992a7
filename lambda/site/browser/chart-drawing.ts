/** Draws the chart: counts, thresholds, the deadline, the range of the forecast, and alerts as links. */
import { roundForecast } from '../../../src/rounding.ts';
import uPlot from 'uplot';
import type { ChartFeed, ChartAlert } from './chart-feed.ts';
import { enableChartKeyboard } from './chart-keyboard.ts';
import {
  countAt,
  alertMarks,
  chartSeries,
  initialViewport,
  labelSide,
  type AlertMark,
  type ChartSeries,
  type Viewport,
} from './chart-series.ts';

export interface ChartElements {
  readonly plot: HTMLElement;
  /** Shows the value under the pointer. */
  readonly readout: HTMLElement;
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

export class Chart {
  readonly #feed: ChartFeed;
  readonly #elements: ChartElements;
  readonly #series: ChartSeries;
  readonly #viewport: Viewport;
  readonly #number: Intl.NumberFormat;
  readonly #moment: Intl.DateTimeFormat;
  #chart: uPlot | undefined;

  constructor(feed: ChartFeed, elements: ChartElements) {
    this.#feed = feed;
    this.#elements = elements;
    this.#series = chartSeries(feed);
    this.#viewport = initialViewport(feed);
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
      padding: [18, 20, 0, 0],
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
          size: (_, values: readonly string[] | null) =>
            14 + 6.8 * Math.max(3, ...(values ?? []).map(({ length }) => length)),
          values: (_, splits) => splits.map((value) => this.#number.format(value)),
        },
      ],
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 8, fill: colours.line } },
      hooks: {
        drawAxes: [(chart) => this.#drawThresholds(chart, colours, font)],
        draw: [(chart) => this.#drawMarks(chart)],
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

  /** Each threshold as a line with its name, those far above as a text at the top, and the deadline. */
  #drawThresholds(chart: uPlot, colours: Colours, font: string): void {
    const { ctx, bbox } = chart;
    const { visible, above } = this.#viewport;
    const ratio = devicePixelRatio;
    const right = bbox.left + bbox.width;
    ctx.save();
    ctx.font = font.replace('12px', `600 ${12 * ratio}px`);
    ctx.lineWidth = ratio;
    // The text stands above its line. uPlot leaves another baseline behind.
    ctx.textBaseline = 'alphabetic';
    const drawText = (text: string, x: number, y: number, align: CanvasTextAlign): void => {
      ctx.textAlign = align;
      ctx.lineWidth = 4 * ratio;
      ctx.strokeStyle = colours.paper;
      ctx.strokeText(text, x, y);
      ctx.fillStyle = colours.ink;
      ctx.fillText(text, x, y);
      ctx.lineWidth = ratio;
    };
    const { deadline } = this.#feed;
    if (deadline !== undefined && deadline > this.#viewport.from && deadline < this.#viewport.until) {
      const x = Math.round(chart.valToPos(deadline, 'x', true)) + 0.5;
      stroke(ctx, colours.alarm, [], [x, bbox.top], [x, bbox.top + bbox.height]);
      const label = 'signing deadline';
      const hasRoom = x - 5 * ratio > ctx.measureText(label).width;
      drawText(label, hasRoom ? x - 5 * ratio : x, bbox.top - 6 * ratio, hasRoom ? 'right' : 'left');
    }
    for (const { name, needed } of visible) {
      const y = Math.round(chart.valToPos(needed, 'y', true)) + 0.5;
      stroke(ctx, colours.ink, [5 * ratio, 4 * ratio], [bbox.left, y], [right, y]);
      const side = labelSide(this.#feed, this.#viewport, needed);
      const x = side === 'left' ? bbox.left + 6 * ratio : right - 6 * ratio;
      drawText(`${name} ${this.#number.format(needed)}`, x, y - 5 * ratio, side);
    }
    above.forEach(({ name, needed }, index) => {
      drawText(
        `↑ ${name} ${this.#number.format(needed)}`,
        bbox.left + 6 * ratio,
        bbox.top + (11 + 16 * index) * ratio,
        'left',
      );
    });
    ctx.restore();
  }

  #drawMarks(chart: uPlot): void {
    const layer = this.#layerOver(chart);
    const visible = this.#feed.alerts.filter(({ at }) => at >= this.#viewport.from && at <= this.#viewport.until);
    const positionOf = ({ at }: ChartAlert) => ({
      left: chart.valToPos(at, 'x'),
      top: chart.valToPos(countAt(this.#feed.readings, at), 'y'),
    });
    layer.replaceChildren(...alertMarks(visible, positionOf).map((mark) => this.#link(mark)));
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

  #expected(): string {
    if (this.#feed.forecast === undefined) return 'signing ends';
    const forecast = roundForecast(this.#feed.forecast, this.#feed.readings.at(-1)?.[1]);
    const [low, median, high] = [forecast.low, forecast.median, forecast.high].map((one) => this.#number.format(one));
    return `about ${median ?? ''} expected, between ${low ?? ''} and ${high ?? ''}`;
  }

  #showText(text: string): void {
    this.#elements.readout.textContent = text;
    this.#chart?.over.setAttribute('aria-valuetext', text);
  }
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
