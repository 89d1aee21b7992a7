/** The picture for chats: what it says, that it never shows a box in place of a letter, and that it is a PNG. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parseDocument } from 'htmlparser2';
import { findAll, textContent } from 'domutils';
import { fontMetrics } from '../../../lambda/site/font-metrics.ts';
import { createPictures } from '../../../lambda/site/render-picture.ts';
import { petitionPage } from '../../../lambda/site/pages/index.ts';
import { pictureSvg } from '../../../lambda/site/pages/picture.ts';
import type { PetitionRecord } from '../../../lambda/site/view-model.ts';
import { siteAssets } from '../../../lib/site-assets.ts';
import { anyTitle } from '../feeds/titles.ts';
import { sample, site } from '../sample.ts';

const file = (name: string): Buffer =>
  readFileSync(
    new URL(
      name.endsWith('.ttf')
        ? '../../../node_modules/@expo-google-fonts/noto-sans/600SemiBold/NotoSans_600SemiBold.ttf'
        : '../../../node_modules/@resvg/resvg-wasm/index_bg.wasm',
      import.meta.url,
    ),
  );
const font = fontMetrics(file('.ttf'));

const titled = (title: string, kind = 'overdue'): PetitionRecord => {
  const record = sample().of(kind);
  return { ...record, status: { ...record.status, title } };
};
const texts = (svg: string): string[] =>
  findAll(({ name }) => name === 'text', parseDocument(svg, { xmlMode: true }).children).map((one) => textContent(one));
const textsOf = (record: PetitionRecord, its = site): string[] => texts(pictureSvg(record, its, font));

test('it says where the petition is, its title, its count and goal, and how it stands', () => {
  const record = titled('Hold a referendum');
  const [where, title, count, of, standing] = textsOf(record);
  expect({ where, title, count, of, standing }).toMatchInlineSnapshot(`
{
  "count": "12,701",
  "of": "of 100,000 signatures",
  "standing": "Debate: open · Response not given by the expected date",
  "title": "Hold a referendum",
  "where": "Petitions we watch · UK Parliament, 698820",
}
`);
});

test.each([
  ['Latin', 'Ľudia žiadajú, aby Ő ünnepelte Đà Nẵng'],
  ['Greek', 'Προστασία της θάλασσας'],
  ['Cyrillic', 'Звернення щодо їжі та ґрунту'],
])('a title in %s is shown', (_, title) => {
  expect(textsOf(titled(title)).slice(1, 3).join(' ')).toContain(title);
});

test.each([
  ['Hangul', '정부에 청원합니다'],
  ['Chinese', '提點子'],
  ['Arabic', 'عريضة إلى الحكومة'],
  ['Thai', 'คำร้อง'],
  ['only emoji', '🐝🐝'],
  ['nothing', ''],
])('for a title in %s, which the font does not have, the platform and the number stand', (_, title) => {
  const [, shown] = textsOf(titled(title));
  expect(shown).toMatch(/^(UK Parliament, \d+|uk-parliament\/\d+)$/);
});

test('emoji in a title are left out', () => {
  expect(textsOf(titled('Save the bees 🐝 now 👩‍👩‍👧 🇬🇧'))[1]).toBe('Save the bees now');
});

test('a long title ends after three lines, within the picture, and a word that is too long is broken', () => {
  for (const title of ['A petition with many words '.repeat(12), 'Donaudampfschifffahrt'.repeat(9)]) {
    const lines = textsOf(titled(title)).slice(1, 4);
    expect(lines.at(-1)).toMatch(/…$/);
    for (const line of lines) expect(font.widthOf(line) * 62).toBeLessThanOrEqual(1200 - 2 * 64);
  }
});

test('no text has a character that the font does not have, whatever the title, the site and its language', () => {
  fc.assert(
    fc.property(anyTitle, anyTitle, fc.constantFrom('en-GB', 'ko', 'ar-EG', 'hi-IN'), (title, name, locale) => {
      const shown = textsOf(titled(title), { ...site, title: name, locale });
      expect(shown.filter((text) => !font.canShow(text))).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

test('it is a PNG of the size that the page names, made from files that are shipped', async () => {
  const shipped = siteAssets();
  const pictures = createPictures((name) => Buffer.from(shipped[name] ?? ''));
  const record = titled('Hold a referendum');
  const png = Buffer.from(await pictures.render(pictureSvg(record, site, pictures.font)));
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1200, 630]);
  // Chats load it before anybody asked for it.
  expect(png.length).toBeLessThan(100_000);
  const [page] = petitionPage(record, site, 'abcdefghij');
  const { petition } = record.petition;
  expect(page?.body).toContain(`<meta property="og:image" content="${site.url}petitions/${petition}.png?v=abcdefgh"/>`);
  for (const tag of [
    '"og:image:width" content="1200"',
    '"og:image:height" content="630"',
    'content="summary_large_image"',
  ])
    expect(page?.body).toContain(tag);
  expect(petitionPage(record, site)[0]?.body).not.toContain('og:image');
});

test('letters are drawn and not boxes: two titles of the same length give different pictures', async () => {
  const pictures = createPictures(file);
  const of = (title: string): Promise<Uint8Array> => pictures.render(pictureSvg(titled(title), site, pictures.font));
  expect(Buffer.compare(await of('аб'), await of('вг'))).not.toBe(0);
});
