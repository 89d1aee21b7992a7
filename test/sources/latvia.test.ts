/** The entry of docs/platforms.md that reads manabalss.lv, on pages with the words of stored ones (2017, 2022), made up. */
import { readFileSync } from 'node:fs';
import { readConfig } from '../../src/config/read-config.ts';
import { recipeFromEntry } from '../../src/config/custom-source.ts';
import { htmlReader } from '../../src/sources/custom/html.ts';
import { at } from '../domain/story.ts';
import { snippets } from '../docs.ts';
import { observationOf, page, sourceOf } from './pages.ts';
import { faultOf } from './reading.ts';

const docs = readFileSync(new URL('../../docs/platforms.md', import.meta.url), 'utf8');
const written = snippets(docs, 'json').find((one) => one.includes('manabalss.lv')) ?? '';
const [entry] = readConfig(written, 'docs/platforms.md').watch;
if (entry?.source !== 'html') throw new Error('docs/platforms.md has no entry for manabalss.lv');
const source = sourceOf(htmlReader({ ...recipeFromEntry(entry), url: (_, baseUrl) => `${baseUrl}/soli-parkos/show` }));

const shown = (counted: string, text = ''): string => `<html><body><div>Parakstu vākšana</div>
  <div>Pārstāvis: Kāds</div><div>Publicēta: 13. Jun (2026)</div><h1>Soli parkos</h1>
  <div>Iniciatīva tiks iesniegta Latvijas Republikas Saeimā</div><div>10'000</div><div>11'525</div>
  <div>${counted}</div><p>${text}</p></body></html>`;

test('the count and the day of publishing are read', async () => {
  expect(await observationOf(source, page(shown("Jau parakstījuši 11'525")), '2026-07-01T12:00:00Z')).toMatchObject({
    signatures: 11_525,
    title: 'Soli parkos',
    opened: at('2026-06-12T21:00:00Z'),
  });
});

test('a text that names another count, and a page without one, are no reading', async () => {
  const text = 'Jau parakstījuši 99.';
  expect(await faultOf(source, page(shown("Jau parakstījuši 11'525", text)))).toMatch(/more than once/);
  expect(await faultOf(source, page(shown("11'525")))).toContain('signatures is not there');
});
