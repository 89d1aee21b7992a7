/** A visit to a page, and what was wrong with it. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as z from 'zod/mini';
import { parse } from '../../src/validation.ts';
import type { Browser, BrowserContext, Page } from 'playwright-core';

/** Phone and desk, as CSS pixels. */
export const widths = { phone: 390, desk: 1280 } as const;

export interface Looks {
  readonly width?: number;
  readonly scheme?: 'light' | 'dark';
  readonly scripts?: boolean;
  readonly timezone?: string;
  /** What the clock of the browser says. */
  readonly at?: string;
}

export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the browser complained of, what was not answered well, and what was asked of another host. */
  readonly complaints: string[];
}

export async function visit(browser: Browser, url: string, looks: Looks = {}): Promise<Visit> {
  const { width = widths.desk, scheme = 'light', scripts = true, timezone = 'Europe/Berlin', at } = looks;
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
  page.on('requestfailed', (request) => complaints.push(`not answered: ${request.url()}`));
  page.on('response', (response) => {
    if (response.status() >= 400 && response.url() !== url) complaints.push(`${response.status()}: ${response.url()}`);
  });
  page.on('request', (request) => {
    if (new URL(request.url()).host !== new URL(url).host) complaints.push(`of another host: ${request.url()}`);
  });
  if (at !== undefined) await page.clock.setFixedTime(at);
  await page.goto(url, { waitUntil: 'networkidle' });
  return { page, context, complaints };
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const found = z.object({
  violations: z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) })),
});

/** By the rules of WCAG 2.2 AA, and by axe's own best practices. */
const everything = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** What another width, or another scheme, may change. */
const looks = ['color-contrast', 'target-size', 'scrollable-region-focusable', 'aria-hidden-focus'];

/** What axe has against it: in all, or in how it looks. */
async function violations({ page }: Visit, how: 'all' | 'looks' = 'all'): Promise<string[]> {
  // By the debugger, which is past the policy of the page: nothing is added to the page itself.
  if (how === 'all') await page.evaluate(axe);
  const result: unknown = await page.evaluate(
    `axe.run({ runOnly: ${JSON.stringify(how === 'all' ? everything : { type: 'rule', values: looks })} })`,
  );
  return parse(found, result, 'axe').violations.flatMap(({ id, nodes }) =>
    nodes.slice(0, 3).map(({ html }) => `${id}: ${html.slice(0, 200)}`),
  );
}

/** By how many pixels it is wider than the window. */
export const overflow = ({ page }: Visit): Promise<number> =>
  page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');

/** What is wrong with it at the width of a desk and of a phone, light and dark. */
export async function faultsIn(seen: Visit): Promise<string[]> {
  const faults = (await violations(seen)).map((fault) => `desk, light: ${fault}`);
  for (const [width, scheme] of [
    ['desk', 'dark'],
    ['phone', 'dark'],
    ['phone', 'light'],
  ] as const) {
    await seen.page.setViewportSize({ width: widths[width], height: 900 });
    await seen.page.emulateMedia({ colorScheme: scheme });
    const found = [...(await violations(seen, 'looks')), ...((await overflow(seen)) > 0 ? ['is cut off'] : [])];
    faults.push(...found.map((fault) => `${width}, ${scheme}: ${fault}`));
  }
  return [...faults, ...seen.complaints];
}

/** How many pixels of a chart's canvas have something on them, and of how many colours. */
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
