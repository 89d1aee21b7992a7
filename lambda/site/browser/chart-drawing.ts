/** Draws the chart: counts, thresholds, the deadline, the fan of the forecast, and marks of alerts that are links. */
import { roundForecast } from '../../../src/format.ts';
import uPlot from 'uplot';
import type { ChartFeed, ChartAlert } from './chart-feed.ts';
import { enableChartKeyboard } from './chart-keyboard.ts';
import {
  countAt,
  alertMarks,
  chartSeries,
  initialViewport,
  type AlertMark,
  type ChartSeries,
  type Viewport,
} from './chart-series.ts';

export interface ChartElements {
  readonly plot: HTMLElement;
  /** Says what is under the pointer. */
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
  readonly #place: ChartElements;
  readonly #series: ChartSeries;
  readonly #sight: Viewport;
  readonly #number: Intl.NumberFormat;
  readonly #moment: Intl.DateTimeFormat;
  #drawn: uPlot | undefined;

  constructor(feed: ChartFeed, place: ChartElements) {
    this.#feed = feed;
    this.#place = place;
    this.#series = chartSeries(feed);
    this.#sight = initialViewport(feed);
    const { locale, zone } = place;
    this.#number = new Intl.NumberFormat(locale);
    this.#moment = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone: zone });
  }

  /** Drawn anew when there is another width, or other colours. */
  start(): void {
    this.#draw();
    const { plot } = this.#place;
    new ResizeObserver(() => this.#drawn?.setSize(sizeOf(plot))).observe(plot);
    for (const query of ['(prefers-color-scheme: dark)', '(forced-colors: active)'])
      matchMedia(query).addEventListener('change', () => this.#draw());
  }

  #draw(): void {
    this.#drawn?.destroy();
    const { plot } = this.#place;
    const { times, counts, low, median, high } = this.#series;
    this.#drawn = new uPlot(this.#options(coloursOf(plot)), [times, counts, low, median, high], plot);
    enableChartKeyboard(this.#drawn, this.#feed.readings.length - 1, (index) => this.#say(index));
    this.#say(undefined);
  }

  #options(colours: Colours): uPlot.Options {
    const { plot, zone } = this.#place;
    const { from, until, top } = this.#sight;
    const font = `12px ${getComputedStyle(plot).fontFamily}`;
    const fan = { stroke: alpha(colours.line, 0.45), width: 1, points: { show: false } };
    const grid = { stroke: colours.rule, width: 1 };
    return {
      ...sizeOf(plot),
      padding: [18, 8, 0, 0],
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
          space: 72,
          values: (_, splits) => this.#days(splits),
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
        drawAxes: [(chart) => this.#lines(chart, colours, font)],
        draw: [(chart) => this.#marks(chart)],
        setCursor: [(chart) => this.#say(chart.cursor.idx ?? undefined)],
      },
    };
  }

  /** `3 Mar`, with the year where it is another than before; with the time where a day is wide. */
  #days(splits: readonly number[]): string[] {
    const { locale, zone } = this.#place;
    const narrow = (splits[1] ?? 0) - (splits[0] ?? 0) < day;
    const hours = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', timeZone: zone });
    const days = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: zone });
    const years = new Intl.DateTimeFormat(locale, { year: 'numeric', timeZone: zone });
    let before = '';
    return splits.map((split) => {
      const at = new Date(split * 1000);
      if (narrow) {
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

  /** Thresholds from side to side, each with its name; those far above as a word at the top; and the deadline. */
  #lines(chart: uPlot, colours: Colours, font: string): void {
    const { ctx, bbox } = chart;
    const { lines, above } = this.#sight;
    const ratio = devicePixelRatio;
    const right = bbox.left + bbox.width;
    ctx.save();
    ctx.font = font.replace('12px', `600 ${12 * ratio}px`);
    ctx.lineWidth = ratio;
    // Above its line: what uPlot has drawn before leaves another.
    ctx.textBaseline = 'alphabetic';
    const said = (text: string, x: number, y: number, align: CanvasTextAlign): void => {
      ctx.textAlign = align;
      ctx.lineWidth = 4 * ratio;
      ctx.strokeStyle = colours.paper;
      ctx.strokeText(text, x, y);
      ctx.fillStyle = colours.ink;
      ctx.fillText(text, x, y);
      ctx.lineWidth = ratio;
    };
    for (const { name, needed } of lines) {
      const y = Math.round(chart.valToPos(needed, 'y', true)) + 0.5;
      stroke(ctx, colours.ink, [5 * ratio, 4 * ratio], [bbox.left, y], [right, y]);
      said(`${name} ${this.#number.format(needed)}`, bbox.left + 6 * ratio, y - 5 * ratio, 'left');
    }
    above.forEach(({ name, needed }, index) => {
      said(
        `↑ ${name} ${this.#number.format(needed)}`,
        bbox.left + 6 * ratio,
        bbox.top + (11 + 16 * index) * ratio,
        'left',
      );
    });
    const { deadline } = this.#feed;
    if (deadline !== undefined && deadline > this.#sight.from && deadline < this.#sight.until) {
      const x = Math.round(chart.valToPos(deadline, 'x', true)) + 0.5;
      stroke(ctx, colours.alarm, [], [x, bbox.top], [x, bbox.top + bbox.height]);
      said('signing ends', x - 5 * ratio, bbox.top - 6 * ratio, 'right');
    }
    ctx.restore();
  }

  #marks(chart: uPlot): void {
    const layer = this.#layerOver(chart);
    const seen = this.#feed.alerts.filter(({ at }) => at >= this.#sight.from && at <= this.#sight.until);
    const place = ({ at }: ChartAlert) => ({
      left: chart.valToPos(at, 'x'),
      top: chart.valToPos(countAt(this.#feed.readings, at), 'y'),
    });
    layer.replaceChildren(...alertMarks(seen, place).map((mark) => this.#link(mark)));
  }

  /** As large as what is drawn in. Not in uPlot's own, which is a slider: that has no parts. */
  #layerOver({ over }: uPlot): HTMLElement {
    const known = over.parentElement?.querySelector<HTMLElement>('.marks');
    const layer = known ?? document.createElement('div');
    layer.className = 'marks';
    const { left, top, width, height } = over.style;
    Object.assign(layer.style, { left, top, width, height });
    if (layer.parentElement === null) over.after(layer);
    return layer;
  }

  /** To the place of the last of its alerts in the log; what it says comes with hover and with focus. */
  #link({ left, top, alerts }: AlertMark): HTMLElement {
    const link = document.createElement('a');
    const last = alerts.at(-1);
    link.className = alerts.length > 1 ? 'mark several' : 'mark';
    link.href = `#${last?.anchor ?? ''}`;
    link.style.left = `${left}px`;
    link.style.top = `${top}px`;
    if (alerts.length > 1) link.textContent = String(alerts.length);
    const said = alerts
      .map(({ at, headline }) => `${this.#moment.format(new Date(at * 1000))}: ${headline}`)
      .join('; ');
    link.setAttribute('aria-label', alerts.length > 1 ? `${alerts.length} alerts. ${said}` : `Alert. ${said}`);
    for (const event of ['mouseenter', 'focus']) link.addEventListener(event, () => this.#tell(said));
    for (const event of ['mouseleave', 'blur']) link.addEventListener(event, () => this.#say(undefined));
    return link;
  }

  /** What was read, or is expected, at an index; of none, the last count and what the chart is of. */
  #say(index: number | undefined): void {
    const { times, counts } = this.#series;
    const at = index ?? this.#feed.readings.length - 1;
    const [time, count] = [times[at], counts[at]];
    if (time === undefined) return;
    const when = this.#moment.format(new Date(time * 1000));
    this.#tell(
      typeof count === 'number' ? `${when}: ${this.#number.format(count)} signatures` : `${when}: ${this.#expected()}`,
    );
  }

  #expected(): string {
    if (this.#feed.forecast === undefined) return 'signing ends';
    const forecast = roundForecast(this.#feed.forecast, this.#feed.readings.at(-1)?.[1]);
    const [low, median, high] = [forecast.low, forecast.median, forecast.high].map((one) => this.#number.format(one));
    return `about ${median ?? ''} expected, between ${low ?? ''} and ${high ?? ''}`;
  }

  #tell(text: string): void {
    this.#place.readout.textContent = text;
    this.#drawn?.over.setAttribute('aria-valuetext', text);
  }
}

const sizeOf = ({ clientWidth: width, clientHeight: height }: HTMLElement) => ({ width, height });

/** As the style has them, which knows the reader's scheme. */
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
