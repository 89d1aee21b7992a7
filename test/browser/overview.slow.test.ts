/**
 * The overview in a real browser: sorting, filtering, links, the reader's own time zone, and thousands of petitions.
 */
import type { Page } from 'playwright-core';
import { overviewPages } from '../../lambda/site/pages/index.ts';
import { many, now } from '../site/sample.ts';
import { markup } from '../site/sample-stories.ts';
import { inChromium } from './chromium.ts';
import { setUp } from './served.ts';
import { widths } from './visit.ts';

inChromium('the overview', () => {
  const fixture = setUp();

  const rows = 'tbody tr:not([hidden])';
  const counts = async (page: Page): Promise<number[]> =>
    (await page.locator(`#petitions ${rows} td:nth-child(2)`).allTextContents())
      .map((text) => Number(text.replaceAll(',', '')))
      .filter((count) => !Number.isNaN(count));
  const head = (page: Page, name: string) => page.getByRole('columnheader', { name, exact: true });

  test('sorts by a table head in both directions, also by keyboard, and says so', async () => {
    const { page, context, complaints } = await fixture.visit();
    const generated = await counts(page);
    await head(page, 'Signatures').getByRole('button').click();
    expect(await counts(page)).toEqual([...generated].sort((a, b) => b - a));
    expect(await head(page, 'Signatures').getAttribute('aria-sort')).toBe('descending');
    await page.keyboard.press('Enter');
    expect(await counts(page)).toEqual([...generated].sort((a, b) => a - b));
    expect(await head(page, 'Signatures').getAttribute('aria-sort')).toBe('ascending');
    expect(await page.locator('#filter-shown').textContent()).toContain('sorted by signatures, lowest first');
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('filters by words, platform and status, and keeps the view in its address', async () => {
    const { page, context } = await fixture.visit();
    const all = await page.locator(`#petitions ${rows}`).count();
    await page.getByLabel('Status').selectOption('overdue');
    const overdue = await page.locator(`#petitions ${rows}`).count();
    expect(overdue).toBeGreaterThan(0);
    expect(overdue).toBeLessThan(all);
    for (const text of await page.locator(`#petitions ${rows}`).allTextContents())
      expect(text).toMatch(/Response overdue|Response not given by the expected date/);
    await page.getByLabel('Platform').selectOption('uk-parliament');
    await page.getByLabel('Title or number').fill('FIRST-AID');
    await page.waitForURL(/q=FIRST-AID/);
    expect(await page.locator(`#petitions ${rows}`).count()).toBe(1);
    expect(page.url()).toMatch(/#q=FIRST-AID&source=uk-parliament&state=overdue$/);
    await page.reload({ waitUntil: 'networkidle' });
    expect(await page.locator(`#petitions ${rows}`).count()).toBe(1);
    await page.getByRole('button', { name: 'Show all' }).click();
    expect(await page.locator(`#petitions ${rows}`).count()).toBe(all);
    await context.close();
  });

  test('on a phone, which has no room for table heads, sorts by a list', async () => {
    const { page, context } = await fixture.visit('', { width: widths.phone });
    const generated = await counts(page);
    await page.getByLabel('Sort by').selectOption('-signatures');
    expect(await counts(page)).toEqual([...generated].sort((a, b) => b - a));
    await context.close();
  });

  test('shows a title full of markup as text, and runs nothing of it', async () => {
    const { page, context, complaints } = await fixture.visit();
    const link = page.getByRole('link', { name: markup, exact: true }).first();
    expect(await link.textContent()).toBe(markup);
    await link.click();
    await page.waitForLoadState('networkidle');
    expect(await page.locator('h1').textContent()).toBe(markup);
    expect(await page.title()).toContain(markup);
    expect(complaints).toEqual([]);
    await context.close();
  });

  test("shows times in the petition's zone or in the reader's, and keeps the choice", async () => {
    const { page, context } = await fixture.visit('', { timezone: 'Asia/Tokyo' });
    const time = page.locator('#petitions time[data-time]').first();
    const there = await time.textContent();
    expect(there).toMatch(/\(\w+ time\)/);
    await page.getByLabel('Times').selectOption('here');
    expect(await time.textContent()).toMatch(/\(Tokyo time\)/);
    await page.reload({ waitUntil: 'networkidle' });
    expect(await time.textContent()).toMatch(/\(Tokyo time\)/);
    await page.getByLabel('Times').selectOption('there');
    expect(await time.textContent()).toBe(there);
    await context.close();
  });

  test("says when petitions were checked, and warns when it is stale, by the server's clock and not the reader's", async () => {
    const freshness = async (at: string): Promise<string | null> => {
      const { page, context } = await fixture.visit('', { at });
      const text = await page.locator('#freshness').textContent();
      await context.close();
      return text;
    };
    expect(await freshness(fixture.soon)).toBe('Checked 3 minutes ago');
    expect(await freshness(now.add({ hours: 24 * 365 }).toString())).toBe('Checked 3 minutes ago');
    fixture.served.setClock(now.add({ hours: 5 }).toString());
    expect(await freshness(fixture.soon)).toBe('This site was last updated 5 hours ago and may be out of date.');
    fixture.served.setClock(fixture.soon);
  });

  test('sorts and filters 2,500 petitions', async () => {
    for (const file of overviewPages(many(2_501), fixture.served.site))
      await fixture.served.put({ ...file, path: `many/${file.path}` });
    const [first] = overviewPages(many(2_500), { ...fixture.served.site, url: fixture.served.url });
    // At the depth for which its links were generated.
    await fixture.served.put({ path: 'many.html', body: first?.body ?? '' });
    const { page, context, complaints } = await fixture.visit('many.html');
    const generated = await counts(page);
    expect(await page.locator(`#petitions ${rows}`).count()).toBe(2_500);
    await head(page, 'Signatures').getByRole('button').click();
    expect(await counts(page)).toEqual([...generated].sort((a, b) => b - a));
    await page.getByLabel('Title or number').fill('hedgerows');
    await page.waitForURL(/q=hedgerows/);
    expect(await page.locator('#filter-shown').textContent()).toMatch(/^Showing \d+ of 2,500, sorted by signatures/);
    expect(complaints).toEqual([]);
    await context.close();
  });
});
