/** Shows the counts of a petition as a chart on its page, from its JSON. */
import { Chart } from './chart-drawing.ts';
import { parseChartFeed } from './chart-feed.ts';

async function start(): Promise<void> {
  const figure = document.querySelector<HTMLElement>('#chart');
  const plot = figure?.querySelector<HTMLElement>('.plot');
  const readout = figure?.querySelector<HTMLElement>('.readout');
  const cut = figure?.querySelector<HTMLElement>('.cut') ?? undefined;
  const { src, zone = 'UTC', locale = 'en-GB' } = figure?.dataset ?? {};
  if (!figure || !plot || !readout || src === undefined) return;
  const feed = await read(src);
  if (feed === undefined) {
    figure.remove();
    return;
  }
  figure.hidden = false;
  new Chart(feed, { plot, readout, cut, zone, locale }).start();
}

/** Undefined if the JSON cannot be loaded: then there is no chart, and the table has the counts. */
async function read(src: string) {
  try {
    const response = await fetch(src);
    return response.ok ? parseChartFeed(await response.json()) : undefined;
  } catch {
    return undefined;
  }
}

void start();
