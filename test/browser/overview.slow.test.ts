/** The overview in a real browser: sorted, filtered, linked to, in the reader's own time; also with thousands of petitions. */
import type { Page } from 'playwright-core';
import { overviewPages } from '../../lambda/site/pages/index.ts';
import { many, now } from '../site/sample.ts';
import { markup } from '../site/sample-stories.ts';
import { inChromium } from './chromium.ts';
import { setUp } from './served.ts';
import { widths } from './visit.ts';

inChromium('the overview', () => {
  const here = setUp();

  const rows = 'tbody tr:not([hidden])';
  const counts = async (page: Page): Promise<number[]> =>
    (await page.locator(`#petitions ${rows} td:nth-child(2)`).allTextContents())
      .map((text) => Number(text.replaceAll(',', '')))
      .filter((count) => !Number.isNaN(count));
  const head = (page: Page, name: string) => page.getByRole('columnheader', { name });

  test('is sorted by a head, one way and the other, by keyboard as well, and says so', async () => {
    const { page, context, complaints } = await here.visit();
    const asMade = await counts(page);
    await head(page, 'Signatures').getByRole('button').click();
    expect(await counts(page)).toEqual([...asMade].sort((a, b) => b - a));
    expect(await head(page, 'Signatures').getAttribute('aria-sort')).toBe('descending');
    await page.keyboard.press('Enter');
    expect(await counts(page)).toEqual([...asMade].sort((a, b) => a - b));
    expect(await head(page, 'Signatures').getAttribute('aria-sort')).toBe('ascending');
    expect(await page.locator('#filter-shown').textContent()).toContain('by signatures, lowest first');
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('is filtered by words, platform and state; what it shows is in its address, and comes back with it', async () => {
    const { page, context } = await here.visit();
    const all = await page.locator(`#petitions ${rows}`).count();
    await page.getByLabel('State').selectOption('overdue');
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

  test('on a phone, where there is no room for heads, is sorted by a list', async () => {
    const { page, context } = await here.visit('', { width: widths.phone });
    const asMade = await counts(page);
    await page.getByLabel('Sort by').selectOption('-signatures');
    expect(await counts(page)).toEqual([...asMade].sort((a, b) => b - a));
    await context.close();
  });

  test('shows a title full of markup as text, and nothing of it runs', async () => {
    const { page, context, complaints } = await here.visit();
    const link = page.getByRole('link', { name: markup, exact: true }).first();
    expect(await link.textContent()).toBe(markup);
    await link.click();
    await page.waitForLoadState('networkidle');
    expect(await page.locator('h1').textContent()).toBe(markup);
    expect(await page.title()).toContain(markup);
    expect(complaints).toEqual([]);
    await context.close();
  });

  test("tells times in the petition's zone, or in the reader's, and remembers which", async () => {
    const { page, context } = await here.visit('', { timezone: 'Asia/Tokyo' });
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

  test("says when it was made, and warns when it is not made any more, by the server's clock and not the reader's", async () => {
    const said = async (at: string): Promise<string | null> => {
      const { page, context } = await here.visit('', { at });
      const text = await page.locator('#freshness').textContent();
      await context.close();
      return text;
    };
    expect(await said(here.soon)).toContain('3 minutes ago');
    expect(await said(now.add({ hours: 24 * 365 }).toString())).toContain('3 minutes ago');
    here.served.setClock(now.add({ hours: 5 }).toString());
    expect(await said(here.soon)).toContain('not being made anew');
    here.served.setClock(here.soon);
  });

  test('with 2,500 petitions on it is sorted and filtered whole', async () => {
    for (const file of overviewPages(many(2_501), here.served.site))
      await here.served.put({ ...file, path: `many/${file.path}` });
    const [first] = overviewPages(many(2_500), { ...here.served.site, url: here.served.url });
    // At the depth that its links are made for.
    await here.served.put({ path: 'many.html', body: first?.body ?? '' });
    const { page, context, complaints } = await here.visit('many.html');
    const asMade = await counts(page);
    expect(await page.locator(`#petitions ${rows}`).count()).toBe(2_500);
    await head(page, 'Signatures').getByRole('button').click();
    expect(await counts(page)).toEqual([...asMade].sort((a, b) => b - a));
    await page.getByLabel('Title or number').fill('hedgerows');
    await page.waitForURL(/q=hedgerows/);
    expect(await page.locator('#filter-shown').textContent()).toMatch(/^Showing \d+ of 2,500, by signatures/);
    expect(complaints).toEqual([]);
    await context.close();
  });
});
