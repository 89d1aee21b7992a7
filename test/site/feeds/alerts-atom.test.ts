/** alerts.atom, as feed readers take it. */
import fc from 'fast-check';
import { textContent } from 'domutils';
import { parseAtomFeed, parseJsonFeed } from 'feedsmith';
import { parseDocument } from 'htmlparser2';
import sax from 'sax';
import { alertsFeed, petitionAlertFeeds } from '../../../lambda/site/feeds/alerts-atom.ts';
import type { Alert } from '../../../src/domain/alerts.ts';
import { clip, oneLine } from '../../../src/text.ts';
import { sample, samples } from '../../notifications/samples.ts';
import { at } from '../../domain/story.ts';
import { all, now } from './stories.ts';
import { anyTitle } from './titles.ts';
import { onRecord, overview, site } from './view.ts';

const feedText = (alerts: readonly Alert[], where = site): string =>
  alertsFeed(overview([], now, { alerts }), where).body;

/** Well-formed (XML 1.0, with allowed characters only), and with what RFC 4287, sections 4.1 and 4.2, requires. */
function feedIn(text: string) {
  sax.parser(true).write(text).close();
  expect(text).not.toMatch(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u);
  const feed = parseAtomFeed(text);
  const { entries = [] } = feed;
  expect(feed).toMatchObject({ id: expect.stringMatching(permanent), updated: expect.stringMatching(date) });
  expect(feed.title?.value).toMatch(/\S/);
  expect(feed.authors).toEqual([{ name: feed.title?.value }]);
  expect(feed.links).toContainEqual({ rel: 'self', href: expect.stringMatching(/\.atom$/) });
  for (const entry of entries) {
    expect(entry).toMatchObject({
      id: expect.stringMatching(permanent),
      updated: expect.stringMatching(date),
      published: entry.updated,
      title: { type: 'html', value: expect.stringMatching(/\S/) },
      content: { type: 'html' },
      links: [{ href: expect.stringMatching(/^https:/) }],
    });
  }
  const ids = entries.map(({ id }) => id);
  expect(new Set([feed.id, ...ids]).size).toBe(ids.length + 1);
  return { ...feed, entries };
}

const permanent = /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
/** RFC 3339, with capital letters. */
const date = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** The text that a reader shows of HTML, which may contain only these elements. */
function shownOf(html: string | undefined, elements: readonly string[] = []): string {
  const document = parseDocument(html ?? '');
  const names = document.children.flatMap((child) => ('name' in child ? child.name : []));
  expect(names.filter((name) => !elements.includes(name))).toEqual([]);
  return textContent(document);
}

describe('the feed', () => {
  test('has the last alerts, newest first, and changed when the newest was detected', () => {
    const { alerts } = overview(all, now);
    const feed = feedIn(feedText(alerts));
    expect(feed.entries.map(({ updated }) => updated)).toEqual(
      alerts.map(({ detectedAt }) => new Date(detectedAt.epochMilliseconds).toISOString()),
    );
    expect(feed.updated).toBe(feed.entries[0]?.updated);
    expect(feed.entries.length).toBeGreaterThan(5);
  });

  test('is valid without alerts, and does not claim a change', () => {
    expect(feedIn(feedText([]))).toMatchObject({ updated: '1970-01-01T00:00:00.000Z', entries: [] });
  });

  test('takes any character in the title', () => {
    const title = 'A & B <b> ]]> "&amp;" &lt;';
    const feed = feedIn(feedText([sample('threshold-met')], { ...site, title }));
    expect(feed.title?.value).toBe(title);
  });
});

describe('the feeds of one petition', () => {
  const story = all.find(({ alerts }) => alerts.length > 1);
  const [atom, json] = story ? petitionAlertFeeds(onRecord(story, now), site) : [];
  const { petition, alerts } = { petition: story?.petition.petition ?? '', alerts: story?.alerts ?? [] };

  test('have its alerts alone, newest first, under the same ids as the feed of all', () => {
    const feed = feedIn(atom?.body ?? '');
    expect(feed.title?.value).toBe(oneLine(story?.petition.title ?? ''));
    expect(feed.entries.map(({ updated }) => updated)).toEqual(
      alerts.map(({ detectedAt }) => new Date(detectedAt.epochMilliseconds).toISOString()).reverse(),
    );
    const ids = feedIn(feedText(overview(all, now).alerts)).entries.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(feed.entries.map(({ id }) => id)));
    expect(atom?.path).toBe(`petitions/${petition}.atom`);
  });

  test('say the same as JSON Feed, with titles as text', () => {
    const feed = parseJsonFeed(json?.body ?? '');
    expect(feed).toMatchObject({
      home_page_url: `${site.url}petitions/${petition}.html`,
      feed_url: `${site.url}petitions/${petition}.feed.json`,
    });
    const entries = feedIn(atom?.body ?? '').entries;
    expect(feed.items?.map(({ id, title, url }) => [id, title, url])).toEqual(
      entries.map(({ id, title, links }) => [id, shownOf(title?.value), links?.[0]?.href]),
    );
    expect(feed.items?.map(({ content_html }) => content_html)).toEqual(entries.map(({ content }) => content?.value));
  });

  test('are valid before the first alert', () => {
    const [empty, none] = story ? petitionAlertFeeds({ ...onRecord(story, now), alerts: [] }, site) : [];
    expect(feedIn(empty?.body ?? '').entries).toEqual([]);
    expect(JSON.parse(none?.body ?? '')).toMatchObject({ version: 'https://jsonfeed.org/version/1.1', items: [] });
  });
});

describe('an entry', () => {
  test.each(samples)('is complete for every alert: %s', (_, alert) => {
    const [entry] = feedIn(feedText([alert])).entries;
    expect(shownOf(entry?.title?.value)).toContain(oneLine(alert.title));
    expect(shownOf(entry?.content?.value, ['p'])).toMatch(/(\.|https:\S+)$/);
  });

  test('says what happened and what comes next, and links to its anchor on the page', () => {
    const [entry] = feedIn(feedText([sample('threshold-met')])).entries;
    expect(shownOf(entry?.title?.value)).toBe(
      'Threshold met: 100,412 of 100,000 signatures – Pardon “Steven Avery” & Brendan Dassey at once',
    );
    expect(entry?.content?.value).toMatchInlineSnapshot(`
"<p>The petition has reached the response threshold of 100,000 signatures. It stands at 100,412.</p>
<p>At 100,000 signatures the White House owes an official response. A response from the White House is promised by 4 February 2016, 12:00 (New York time).</p>
<p>It happened between our checks of 5 January 2016, 11:00 (New York time) and 5 January 2016, 12:00 (New York time). Detected on 5 January 2016, 12:00 (New York time). Alert test/1#2.</p>"
`);
    expect(entry?.links).toEqual([{ href: 'https://petitions.example.org/site/petitions/test/1.html#alert-2' }]);
  });

  test('has a permanent id of the alert, whatever the address of the site', () => {
    const alert = sample('threshold-met');
    const idOf = (one: Alert, where = site): string | undefined => feedIn(feedText([one], where)).entries[0]?.id;
    const id = idOf(alert);
    expect(idOf(alert, { ...site, url: 'https://example.com/', title: 'Moved' })).toBe(id);
    expect(idOf({ ...alert, id: `${alert.petition}#3` })).not.toBe(id);
    expect(idOf({ ...alert, detectedAt: at('2016-01-05T17:01:00Z') })).not.toBe(id);
    // With another id, every reader would show every alert twice.
    expect(id).toBe('urn:uuid:92671b33-7e9a-561b-8703-7f520fb6f7f0');
  });

  test('another monitor has another feed id, whatever its title', () => {
    const idAt = (url: string, title: string): string | undefined => feedIn(feedText([], { ...site, url, title })).id;
    expect(idAt('https://example.com/', site.title)).not.toBe(idAt(site.url, site.title));
    expect(idAt(site.url, 'Renamed')).toBe(idAt(site.url, site.title));
  });

  test('shows markup in a title as text', () => {
    const title = `<script>alert(1)</script> & "…" ]]> and ]]> again\u0000\u0008\u001b\uffff`;
    const [entry] = feedIn(feedText([{ ...sample('threshold-met'), title }])).entries;
    expect(shownOf(entry?.title?.value)).toBe(
      'Threshold met: 100,412 of 100,000 signatures – <script>alert(1)</script> & "…" ]]> and ]]> again',
    );
  });

  test('shows markup in the reason of a platform as text', () => {
    const [entry] = feedIn(
      feedText([{ ...sample('closed-early'), reason: '<img src=x onerror=alert(1)> ]]>\u0000' }]),
    ).entries;
    expect(shownOf(entry?.content?.value, ['p'])).toContain('(<img src=x onerror=alert(1)> ]]> )');
  });
});

test('any title arrives intact', () => {
  fc.assert(
    fc.property(anyTitle, (title) => {
      const { entries } = feedIn(feedText([{ ...sample('threshold-met'), title }]));
      const shown = clip(oneLine(title.replace(/[\uFFFE\uFFFF]/g, '')), 300) || 'test/1';
      expect(entries.map((entry) => shownOf(entry.title?.value))).toEqual([
        `Threshold met: 100,412 of 100,000 signatures – ${shown}`,
      ]);
    }),
  );
});
