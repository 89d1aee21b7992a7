/** Every page of the site in a real browser: at the widths of a phone and a desktop, light and dark. */
import pMap from 'p-map';
import { petitionPath } from '../../lambda/site/paths.ts';
import { sample } from '../site/sample.ts';
import { inChromium } from './chromium.ts';
import { setUp } from './served.ts';
import { faultsIn, overflow } from './visit.ts';

inChromium('the pages', () => {
  const fixture = setUp();

  const pages = (): string[] => fixture.served.paths().filter((path) => path.endsWith('.html'));

  test('on a desktop and a phone, light and dark, cause no complaint, no finding by axe, and no overflow', async () => {
    const wrong: Record<string, unknown> = {};
    const check = async (path: string): Promise<void> => {
      const visit = await fixture.visit(path);
      const faults = await faultsIn(visit);
      if (faults.length > 0) wrong[path] = faults;
      await visit.context.close();
    };
    // A short address leads on before what it names is loaded.
    const stay = pages().filter((path) => !path.startsWith('p/'));
    await pMap(stay, check, { concurrency: 3 });
    expect(wrong).toEqual({});
    expect(pages().length).toBeGreaterThan(15);
  });

  test('at 320 pixels, as on a desktop zoomed in four times, nothing overflows', async () => {
    const petitions = ['overdue', 'overdue by law'].map((kind) =>
      petitionPath(sample().of(kind).petition.petition, 'html'),
    );
    for (const path of ['index.html', 'answers.html', 'forecasts.html', 'subscribe.html', ...petitions]) {
      const visit = await fixture.visit(path, { width: 320 });
      await visit.page.evaluate('for (const one of document.querySelectorAll("details")) one.open = true');
      expect([path, await overflow(visit)]).toEqual([path, 0]);
      await visit.context.close();
    }
  });

  test('no link of the site is broken, and every linked anchor exists', async () => {
    const broken: string[] = [];
    const bodies = new Map<string, string>();
    for (const path of pages())
      bodies.set(`${fixture.served.url}${path}`, await (await fetch(`${fixture.served.url}${path}`)).text());
    for (const [url, body] of bodies) {
      for (const [, href = ''] of body.matchAll(/(?:href|src|data-src|data-status)="([^"]*)"/g)) {
        const link = new URL(href.replaceAll('&amp;', '&'), url);
        if (link.origin !== new URL(fixture.served.url).origin) continue;
        const { hash } = link;
        link.hash = '';
        const target =
          link.href === fixture.served.url ? bodies.get(`${fixture.served.url}index.html`) : bodies.get(link.href);
        const exists = target !== undefined || (await fetch(link)).ok;
        if (!exists || (hash !== '' && target?.includes(`id="${hash.slice(1)}"`) !== true))
          broken.push(`${url} ${href}`);
      }
    }
    expect(broken).toEqual([]);
  });

  test('without scripts everything can be read, and nothing is shown that would need one', async () => {
    const { page, context, complaints } = await fixture.visit('', { scripts: false });
    expect(await page.locator('#petitions tbody tr').count()).toBeGreaterThan(15);
    expect(await page.locator('#filter').isVisible()).toBe(false);
    expect(complaints).toEqual([]);
    const first = await page.locator('#petitions tbody a').first().getAttribute('href');
    await page.goto(`${fixture.served.url}${first ?? ''}`);
    expect(await page.locator('#chart').isVisible()).toBe(false);
    await page.getByText('Counts by day').click();
    expect(await page.locator('details table tbody tr').count()).toBeGreaterThan(10);
    await context.close();
  });
});
