/** Every page of the site in a real browser: at the width of a phone and of a desk, in both schemes. */
import pMap from 'p-map';
import { inChromium } from './chromium.ts';
import { setUp } from './served.ts';
import { faultsIn, overflow } from './visit.ts';

inChromium('the pages', () => {
  const here = setUp();

  const pages = (): string[] => here.served.paths().filter((path) => path.endsWith('.html'));

  test('at the width of a desk and of a phone, light and dark: nothing is complained of, axe finds nothing, and nothing is cut off', async () => {
    const wrong: Record<string, unknown> = {};
    const visitAll = async (path: string): Promise<void> => {
      const seen = await here.visit(path);
      const faults = await faultsIn(seen);
      if (faults.length > 0) wrong[path] = faults;
      await seen.context.close();
    };
    await pMap(pages(), visitAll, { concurrency: 3 });
    expect(wrong).toEqual({});
    expect(pages().length).toBeGreaterThan(15);
  });

  test('at 320 pixels, as when a desk is enlarged four times, nothing is cut off', async () => {
    for (const path of ['index.html', 'subscribe.html', pages().find((one) => one.startsWith('petitions/')) ?? '']) {
      const seen = await here.visit(path, { width: 320 });
      expect([path, await overflow(seen)]).toEqual([path, 0]);
      await seen.context.close();
    }
  });

  test('no link of the site leads nowhere, and each place in a page that is linked is there', async () => {
    const broken: string[] = [];
    const bodies = new Map<string, string>();
    for (const path of pages())
      bodies.set(`${here.served.url}${path}`, await (await fetch(`${here.served.url}${path}`)).text());
    for (const [url, body] of bodies) {
      for (const [, href = ''] of body.matchAll(/(?:href|src|data-src|data-status)="([^"]*)"/g)) {
        const link = new URL(href.replaceAll('&amp;', '&'), url);
        if (link.origin !== new URL(here.served.url).origin) continue;
        const { hash } = link;
        link.hash = '';
        const there =
          link.href === here.served.url ? bodies.get(`${here.served.url}index.html`) : bodies.get(link.href);
        const answered = there !== undefined || (await fetch(link)).ok;
        if (!answered || (hash !== '' && there?.includes(`id="${hash.slice(1)}"`) !== true))
          broken.push(`${url} ${href}`);
      }
    }
    expect(broken).toEqual([]);
  });

  test('without scripts all is there to be read, and nothing that would need one', async () => {
    const seen = await here.visit('', { scripts: false });
    expect(await seen.page.locator('#petitions tbody tr').count()).toBeGreaterThan(15);
    expect(await seen.page.locator('#filter').isVisible()).toBe(false);
    expect(seen.complaints).toEqual([]);
    const first = await seen.page.locator('#petitions tbody a').first().getAttribute('href');
    await seen.page.goto(`${here.served.url}${first ?? ''}`);
    expect(await seen.page.locator('#chart').isVisible()).toBe(false);
    await seen.page.locator('summary').click();
    expect(await seen.page.locator('details table tbody tr').count()).toBeGreaterThan(10);
    await seen.context.close();
  });
});
