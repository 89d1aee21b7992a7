/**
 * `npm run bench:pages`: what the pages of the site take in a real browser, each as a ratio to an empty page in the same run; and
 * how long it takes to sort and to filter 2,500 petitions.
 */
import type { Browser, Page } from 'playwright-core';
import { petitionPath } from '../../lambda/site/paths.ts';
import { overviewPages } from '../../lambda/site/pages/index.ts';
import { launch } from '../../test/browser/chromium.ts';
import { serveSample } from '../../test/browser/served.ts';
import { many, sample } from '../../test/site/sample.ts';
import { median } from '../numbers.ts';
import { print, type Row } from '../table.ts';

const command = 'npm run bench:pages';
const visits = 9;

interface Taken {
  /** Milliseconds from the request: the first thing painted, the page parsed, all of it loaded. */
  readonly painted: number;
  readonly parsed: number;
  readonly loaded: number;
  /** Milliseconds of the main thread: of scripts, of style and layout, of all. */
  readonly scripts: number;
  readonly layout: number;
  readonly work: number;
  /** By how much what was painted moved: of the window (cumulative layout shift). */
  readonly shift: number;
  readonly bytes: number;
  readonly nodes: number;
}
type Measure = keyof Taken;

const timings = `(async () => {
  const [page] = performance.getEntriesByType('navigation');
  const shifts = await new Promise((resolve) => {
    const observer = new PerformanceObserver((list) => resolve(list.getEntries().reduce((sum, one) => sum + one.value, 0)));
    observer.observe({ type: 'layout-shift', buffered: true });
    setTimeout(() => resolve(0), 100);
  });
  const painted = performance.getEntriesByName('first-contentful-paint')[0] ?? performance.getEntriesByName('first-paint')[0];
  const files = performance.getEntriesByType('resource');
  return {
    painted: painted?.startTime ?? page.domContentLoadedEventEnd,
    parsed: page.domContentLoadedEventEnd,
    loaded: page.loadEventEnd,
    shift: shifts,
    bytes: [page, ...files].reduce((sum, { transferSize }) => sum + transferSize, 0),
    nodes: document.getElementsByTagName('*').length,
  };
})()`;

/** What a reader does, as a script that waits until it is painted. */
const click = (head: number): string => `document.querySelectorAll('#petitions thead button')[${head}].click()`;
const filter = (name: string, value: string): string =>
  `(() => { const field = document.querySelector('#filter').elements.namedItem('${name}'); field.value = '${value}'; field.dispatchEvent(new Event('change', { bubbles: true })); })()`;
const acts: readonly [string, readonly string[]][] = [
  ['sorted by signatures', [click(1), click(1)]],
  ['sorted by title', [click(0), click(0)]],
  ['sorted by verdicts', [click(6), click(6)]],
  ['filtered by state, and all again', [filter('state', 'overdue'), filter('state', '')]],
  ['filtered by a word, and all again', [filter('q', 'hedgerows'), filter('q', '')]],
];

/** Until the next frame is there: what the script does, and the layout that comes of it. */
const untilPainted = (act: string): string => `(async () => {
  const began = performance.now();
  ${act};
  document.body.getBoundingClientRect();
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  return performance.now() - began;
})()`;

async function during(page: Page, some: readonly string[]): Promise<[string, string]> {
  const all: number[] = [];
  for (let turn = 0; turn < visits; turn++)
    for (const act of some) all.push(await page.evaluate<number>(untilPainted(act)));
  return [median(all).toFixed(0), Math.max(...all).toFixed(0)];
}

const served = await serveSample();
const browser = await launch();
// A word, as a browser that has nothing to paint never says that it has.
await served.put({
  path: 'empty.html',
  body: '<!doctype html><html lang="en"><title>Empty</title><p>Empty</p></html>',
});
const [crowd] = overviewPages(many(2_500), served.site);
await served.put({ path: 'crowd.html', body: crowd?.body ?? '' });

const pages: readonly [string, string][] = [
  ['empty', 'empty.html'],
  ['overview of 19', 'index.html'],
  ['overview of 2,500', 'crowd.html'],
  ['a petition', petitionPath(sample().of('due').petition.petition, 'html')],
  ['how to be told', 'subscribe.html'],
];

try {
  const taken: (readonly [string, Taken])[] = [];
  for (const [name, path] of pages) {
    const all: Taken[] = [];
    // The first is not counted: the browser is learning then.
    for (let visit = 0; visit <= visits; visit++) all.push(await take(browser, `${served.url}${path}`));
    const middle = (of: Measure): number => median(all.slice(1).map((one) => one[of]));
    taken.push([
      name,
      {
        painted: middle('painted'),
        parsed: middle('parsed'),
        loaded: middle('loaded'),
        scripts: middle('scripts'),
        layout: middle('layout'),
        work: middle('work'),
        shift: middle('shift'),
        bytes: middle('bytes'),
        nodes: middle('nodes'),
      },
    ]);
  }
  const [, empty] = taken[0] ?? [];
  process.stdout.write(`\n## What a page takes, in ${visits} visits without a cache\n\n`);
  print(
    command,
    [
      'page',
      'painted ms',
      'times empty',
      'loaded ms',
      'times empty',
      'work ms',
      'times empty',
      'of it scripts',
      'layout',
      'kB',
      'nodes',
      'shift',
    ],
    taken.map(([name, one]): Row => {
      const ratio = (of: Measure): string => (one[of] / (empty?.[of] ?? Number.NaN)).toFixed(2);
      const ms = (of: Measure): string => one[of].toFixed(0);
      return [
        name,
        ms('painted'),
        ratio('painted'),
        ms('loaded'),
        ratio('loaded'),
        ms('work'),
        ratio('work'),
        ms('scripts'),
        ms('layout'),
        (one.bytes / 1000).toFixed(0),
        one.nodes,
        one.shift.toFixed(3),
      ];
    }),
  );
  process.stdout.write('\n## How long it takes until 2,500 petitions are in another order\n\n');
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${served.url}crowd.html`, { waitUntil: 'networkidle' });
  const rows: Row[] = [];
  for (const [what, act] of acts) rows.push([what, ...(await during(page, act))]);
  print(command, ['what', 'script and layout ms, median', 'at most'], rows);
  await context.close();
} finally {
  await browser.close();
  await served.close();
}

async function take(where: Browser, url: string): Promise<Taken> {
  const context = await where.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable');
  await page.goto(url, { waitUntil: 'networkidle' });
  const { metrics } = await session.send('Performance.getMetrics');
  const seconds = (name: string): number => metrics.find((one) => one.name === name)?.value ?? 0;
  const seen = await page.evaluate<Omit<Taken, 'scripts' | 'layout' | 'work'>>(timings);
  await context.close();
  return {
    ...seen,
    scripts: 1000 * seconds('ScriptDuration'),
    layout: 1000 * (seconds('LayoutDuration') + seconds('RecalcStyleDuration')),
    work: 1000 * seconds('TaskDuration'),
  };
}
