/** The chart of a petition in a real browser: drawing, pointer, keyboard, and pages without a chart. */
import { petitionPath } from '../../lambda/site/paths.ts';
import { sample } from '../site/sample.ts';
import { inChromium } from './chromium.ts';
import { setUp } from './served.ts';
import { drawn, type Visit } from './visit.ts';

inChromium('the chart', () => {
  const fixture = setUp();

  const pageOf = (kind: string): string => petitionPath(sample().of(kind).petition.petition, 'html');
  const open = (kind: string, options = {}): Promise<Visit> => fixture.visit(pageOf(kind), options);

  test.each(['light', 'dark'] as const)(
    'is drawn in %s: the curve, the thresholds and the forecast',
    async (scheme) => {
      const { page, context, complaints } = await open('due', { scheme });
      await page.locator('#chart canvas').waitFor();
      const { inked, colours } = await drawn(page);
      expect(inked).toBeGreaterThan(5_000);
      expect(colours).toBeGreaterThan(5);
      expect(complaints).toEqual([]);
      await context.close();
    },
  );

  test('follows the width of the window', async () => {
    const { page, context } = await open('due');
    const width = async (): Promise<number> => (await page.locator('#chart canvas').boundingBox())?.width ?? 0;
    await page.locator('#chart canvas').waitFor();
    const wide = await width();
    await page.setViewportSize({ width: 390, height: 800 });
    for (let tries = 0; tries < 50 && (await width()) >= wide / 2; tries++) await page.waitForTimeout(50);
    expect(await width()).toBeLessThan(wide / 2);
    await context.close();
  });

  test('shows the count and the time under the pointer', async () => {
    const { page, context } = await open('due');
    const box = await page.locator('#chart .u-over').boundingBox();
    await page.mouse.move((box?.x ?? 0) + 30, (box?.y ?? 0) + 50);
    const early = await page.locator('#chart .readout').textContent();
    await page.mouse.move((box?.x ?? 0) + (box?.width ?? 0) / 3, (box?.y ?? 0) + 50);
    const later = await page.locator('#chart .readout').textContent();
    expect(early).toMatch(/\d[\d,]* signatures/);
    expect(later).not.toBe(early);
    await context.close();
  });

  test('announces one reading after the other with the arrow keys', async () => {
    const { page, context } = await open('due');
    await page.locator('#chart .u-over').focus();
    const announced = async (key: string): Promise<string | null> => {
      await page.keyboard.press(key);
      return page.locator('#chart .u-over').getAttribute('aria-valuetext');
    };
    const [first, second] = [await announced('Home'), await announced('ArrowRight')];
    expect([first, second]).toEqual([expect.stringMatching(/signatures$/), expect.stringMatching(/signatures$/)]);
    expect(second).not.toBe(first);
    expect(await announced('ArrowLeft')).toBe(first);
    expect(await announced('End')).toMatch(/expected, between/);
    await context.close();
  });

  test('is absent for a petition without a reading', async () => {
    const { page, context, complaints } = await open('never read');
    expect(await page.locator('#chart canvas').count()).toBe(0);
    expect(complaints).toEqual([]);
    await context.close();
  });
});
