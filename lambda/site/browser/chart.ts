/** On the page of a petition: its counts as a chart, from its JSON. */
import { Chart } from './chart-drawing.ts';
import { parseChartFeed } from './chart-feed.ts';

async function start(): Promise<void> {
  const figure = document.querySelector<HTMLElement>('#chart');
  const plot = figure?.querySelector<HTMLElement>('.plot');
  const readout = figure?.querySelector<HTMLElement>('.readout');
  const { src, zone = 'UTC', locale = 'en-GB' } = figure?.dataset ?? {};
  if (!figure || !plot || !readout || src === undefined) return;
  const feed = await read(src);
  if (feed === undefined) {
    // Nor a place for one.
    figure.remove();
    return;
  }
  figure.hidden = false;
  new Chart(feed, { plot, readout, zone, locale }).start();
}

/** Without it there is no chart, and the table has the counts. */
async function read(src: string) {
  try {
    const answer = await fetch(src);
    return answer.ok ? parseChartFeed(await answer.json()) : undefined;
  } catch {
    return undefined;
  }
}

void start();
