/** One page in a real browser; all of them, and all that can be done on them, in the slow suites beside this one. */
import { petitionPath } from '../../lambda/site/paths.ts';
import { sample } from '../site/sample.ts';
import { inChromium } from './chromium.ts';
import { setUp } from './served.ts';
import { drawn, faultsIn } from './visit.ts';

inChromium('the page of a petition', () => {
  const here = setUp();

  test('has its chart, and no fault at the width of a desk or of a phone, light or dark', async () => {
    const seen = await here.visit(petitionPath(sample().of('due').petition.petition, 'html'));
    await seen.page.locator('#chart canvas').waitFor();
    expect((await drawn(seen.page)).inked).toBeGreaterThan(5_000);
    expect(await faultsIn(seen)).toEqual([]);
    await seen.context.close();
  });
});
