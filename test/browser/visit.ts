/** A visit to a page, and its faults. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as z from 'zod/mini';
import { parse } from '../../src/validation.ts';
import type { Browser, BrowserContext, Page } from 'playwright-core';

/** In CSS pixels. */
export const widths = { phone: 390, desktop: 1280 } as const;

export interface VisitOptions {
  readonly width?: number;
  readonly scheme?: 'light' | 'dark';
  readonly scripts?: boolean;
  readonly timezone?: string;
  /** The time of the browser's clock. */
  readonly at?: string;
}

export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Messages of the browser's console, failed requests, and requests to other hosts. */
  readonly complaints: string[];
}

export async function visit(browser: Browser, url: string, options: VisitOptions = {}): Promise<Visit> {
  const { width = widths.desktop, scheme = 'light', scripts = true, timezone = 'Europe/Berlin', at } = options;
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: scheme,
    javaScriptEnabled: scripts,
    timezoneId: timezone,
    locale: 'en-GB',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() !== 'log') complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('requestfailed', (request) => complaints.push(`failed: ${request.url()}`));
  page.on('response', (response) => {
    if (response.status() >= 400 && response.url() !== url) complaints.push(`${response.status()}: ${response.url()}`);
  });
  page.on('request', (request) => {
    if (new URL(request.url()).host !== new URL(url).host) complaints.push(`other host: ${request.url()}`);
  });
  if (at !== undefined) await page.clock.setFixedTime(at);
  await page.goto(url, { waitUntil: 'networkidle' });
  return { page, context, complaints };
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const axeResult = z.object({
  violations: z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) })),
});

/** The rules of WCAG 2.2 AA, and axe's own best practices. */
const allRules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** The rules whose result depends on the width or the colours. */
const visualRules = ['color-contrast', 'target-size', 'scrollable-region-focusable', 'aria-hidden-focus'];

/** The violations that axe finds, of all rules or of the visual ones. */
async function violations({ page }: Visit, rules: 'all' | 'visual' = 'all'): Promise<string[]> {
  // The debugger is not subject to the policy of the page, and adds nothing to the page itself.
  if (rules === 'all') await page.evaluate(axe);
  const result: unknown = await page.evaluate(
    `axe.run({ runOnly: ${JSON.stringify(rules === 'all' ? allRules : { type: 'rule', values: visualRules })} })`,
  );
  return parse(axeResult, result, 'axe').violations.flatMap(({ id, nodes }) =>
    nodes.slice(0, 3).map(({ html }) => `${id}: ${html.slice(0, 200)}`),
  );
}

/** How many pixels the page is wider than the window. */
export const overflow = ({ page }: Visit): Promise<number> =>
  page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');

/** The faults of a page on a desktop and a phone, light and dark. */
export async function faultsIn(visited: Visit): Promise<string[]> {
  const faults = (await violations(visited)).map((fault) => `desktop, light: ${fault}`);
  for (const [width, scheme] of [
    ['desktop', 'dark'],
    ['phone', 'dark'],
    ['phone', 'light'],
  ] as const) {
    await visited.page.setViewportSize({ width: widths[width], height: 900 });
    await visited.page.emulateMedia({ colorScheme: scheme });
    const found = [...(await violations(visited, 'visual')), ...((await overflow(visited)) > 0 ? ['overflows'] : [])];
    faults.push(...found.map((fault) => `${width}, ${scheme}: ${fault}`));
  }
  return [...faults, ...visited.complaints];
}

/** How many pixels of the chart's canvas are drawn on, and in how many colours. */
export const drawn = (page: Page): Promise<{ inked: number; colours: number }> =>
  page.evaluate(`(() => {
    const canvas = document.querySelector('#chart canvas');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    const colours = new Set();
    let inked = 0;
    for (let at = 0; at < data.length; at += 4)
      if (data[at + 3] > 0) { inked += 1; colours.add(data[at] << 16 | data[at + 1] << 8 | data[at + 2]); }
    return { inked, colours: colours.size };
  })()`);
