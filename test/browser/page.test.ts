/**
 * One page in a real browser. The slow suites beside this one try all pages, and everything a reader can do on them.
 */
import { petitionPath } from '../../lambda/site/paths.ts';
import { sample } from '../site/sample.ts';
import { inChromium } from './chromium.ts';
import { setUp } from './served.ts';
import { drawn, faultsIn } from './visit.ts';

inChromium('the page of a petition', () => {
  const fixture = setUp();

  test('has its chart, and no fault on a desktop or a phone, light or dark', async () => {
    const visit = await fixture.visit(petitionPath(sample().of('due').petition.petition, 'html'));
    await visit.page.locator('#chart canvas').waitFor();
    expect((await drawn(visit.page)).inked).toBeGreaterThan(5_000);
    expect(await faultsIn(visit)).toEqual([]);
    await visit.context.close();
  });
});
