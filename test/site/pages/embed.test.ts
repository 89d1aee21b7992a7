/** What other sites show of a petition, and what search engines and chats are told of its page. */
import sax from 'sax';
import { parseDocument } from 'htmlparser2';
import { findAll, textContent } from 'domutils';
import * as z from 'zod/mini';
import { petitionPage } from '../../../lambda/site/pages/index.ts';
import type { SiteFile } from '../../../lambda/site/site-file.ts';
import { Story, rules, weThePeople } from '../../domain/story.ts';
import { all, now } from '../feeds/stories.ts';
import { namedStory, onRecord, site, type NamedStory } from '../feeds/view.ts';

const files = (story: NamedStory): SiteFile[] => petitionPage(onRecord(story, now), site);
const fileOf = (story: NamedStory, end: string): string =>
  files(story).find(({ path }) => path.endsWith(end))?.body ?? '';
const titled = (title: string): NamedStory =>
  namedStory(weThePeople().sees('2026-04-01T10:00:00Z', 61_208, { title }), 'us-we-the-people/1');

const shownIn = (html: string): string => textContent(parseDocument(html)).replace(/\s+/g, ' ');

test('the card has the count, the line, and a link that leaves the frame', () => {
  const card = fileOf(titled('Free the stamps'), '.embed.html');
  expect(shownIn(card)).toContain('61,208 of 100,000 signatures');
  const links = findAll(({ name }) => name === 'a', parseDocument(card).children);
  expect(links.map(({ attribs }) => attribs)).toEqual([
    { href: '../../petitions/us-we-the-people/1.html', target: '_top' },
  ]);
});

test.each(all.map((story) => [story.petition.petition, story] as const))(
  'the badge is one picture that says it all: %s',
  (_, story) => {
    const badge = fileOf(story, '.svg');
    sax.parser(true).write(badge).close();
    expect(badge).toMatch(/width="200"/);
    expect(badge).not.toMatch(/<script|<style|style=|https?:\/\/(?!www\.w3\.org)/);
  },
);

test('a title that is markup is text on the card, on the badge and for search engines', () => {
  const markup = '</script><img src=x onerror=alert(1)> & "…"';
  for (const { body } of files(titled(markup))) expect(body).not.toContain('<img');
  const data = /<script type="application\/ld\+json">(.*?)<\/script>/.exec(fileOf(titled(markup), '1.html'))?.[1];
  const known = z.object({
    mainEntity: z.object({ name: z.string(), interactionStatistic: z.object({ userInteractionCount: z.int() }) }),
  });
  expect(z.parse(known, JSON.parse(data ?? '')).mainEntity).toEqual({
    name: markup,
    interactionStatistic: { userInteractionCount: 61_208 },
  });
});

test('without a threshold there is a count and nothing to reach', () => {
  const story = new Story({ history: rules({ thresholds: [] }) }).sees('2026-04-01T10:00:00Z', 7);
  const named = namedStory(story, 'json/1');
  expect(shownIn(fileOf(named, '.embed.html'))).toContain('7 signatures');
  expect(fileOf(named, '.svg')).toContain('7 signatures');
});

test('the page has one address, and a card for chats', () => {
  const head = findAll(
    ({ name }) => name === 'link' || name === 'meta',
    parseDocument(fileOf(titled('Free the stamps'), '1.html')).children,
  );
  const address = `${site.url}petitions/us-we-the-people/1.html`;
  expect(head.find(({ attribs }) => attribs.rel === 'canonical')?.attribs.href).toBe(address);
  const said = Object.fromEntries(
    head.flatMap(({ attribs: { property, content = '' } }) => (property === undefined ? [] : [[property, content]])),
  );
  expect(said).toMatchObject({ 'og:title': 'Free the stamps', 'og:url': address, 'og:site_name': site.title });
});
