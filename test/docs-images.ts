/** `npm run images`: the pictures of the status site in README and docs, of the sample that the tests in a browser visit. */
import { fileURLToPath } from 'node:url';
import { petitionPath } from '../lambda/site/paths.ts';
import { Fixture } from './browser/served.ts';
import { sample } from './site/sample.ts';

const width = 1120;
/** As high as it takes to see what the page is about: the first screen of README has room for little more. */
const pictures = [
  { name: 'overview', path: '', height: 895 },
  { name: 'petition', path: petitionPath(sample().of('due').petition.petition, 'html'), height: 1000 },
] as const;

const fixture = new Fixture();
await fixture.open();
try {
  for (const { name, path, height } of pictures) {
    const { page, context } = await fixture.visit(path, { width });
    await page.setViewportSize({ width, height });
    await page.screenshot({ path: fileURLToPath(new URL(`../docs/images/${name}.png`, import.meta.url)) });
    await context.close();
  }
} finally {
  await fixture.close();
}
