/** Alerts for feed readers: of all petitions (`alerts.atom`), and of one. Atom, RFC 4287, and JSON Feed 1.1. */
import { Feed } from 'feed';
import { evidenceText } from '../../../src/notifications/alert-message.ts';
import { hashSentence } from '../../../src/status/citation.ts';
import { alertWording } from '../../../src/notifications/alert-wording.ts';
import type { Alert } from '../../../src/domain/alerts.ts';
import type { Instant } from '../../../src/domain/time.ts';
import { clip, oneLine } from '../../../src/text.ts';
import type { SiteFile } from '../site-file.ts';
import { alertPath, paths, petitionPath } from '../paths.ts';
import type { Overview, PetitionRecord, SiteContext } from '../view-model.ts';
import { petitionUrl, uuidOf } from './identifiers.ts';

/** For a feed without alerts: Atom requires the time of the last change, and there was none. */
const never = new Date(0);

/** The feed of all petitions. */
export const alertsFeed = ({ alerts }: Overview, site: SiteContext): SiteFile =>
  atomFeed({ path: paths.alerts, title: site.title, home: site.url }, alerts, site);

/** The feed of one petition, newest first. */
export function petitionAlertFeeds({ petition, status, alerts }: PetitionRecord, site: SiteContext): SiteFile[] {
  const name = petition.petition;
  const title = clip(inXml(status.title ?? ''), 300) || name;
  const newestFirst = alerts.toReversed().slice(0, maxEntries);
  const about = { title, home: petitionUrl(name, 'html', site) };
  return [
    atomFeed({ ...about, path: petitionPath(name, 'atom') }, newestFirst, site),
    jsonFeed({ ...about, path: petitionPath(name, 'feed.json') }, newestFirst, site),
  ];
}

/** As many as the feed of all petitions has. */
const maxEntries = 100;

/** What a feed is about: its file, and the page that it belongs to. */
interface About {
  readonly path: string;
  readonly title: string;
  readonly home: string;
}

function atomFeed({ path, title: plain, home }: About, alerts: readonly Alert[], site: SiteContext): SiteFile {
  const [newest] = alerts;
  const title = escapeAmpersands(inXml(plain));
  const feed = new Feed({
    // Another monitor has another feed id, so that a reader who follows both sees two feeds.
    id: `urn:uuid:${uuidOf(site.url + path)}`,
    title,
    link: home,
    feedLinks: { atom: site.url + path },
    updated: newest === undefined ? never : dateOf(newest.detectedAt),
    author: { name: title },
    generator: 'petition-threshold-monitor',
  });
  for (const alert of alerts) {
    const { id, title, link, date, content } = entryOf(alert, site);
    // `feed` writes the titles of entries as HTML.
    feed.addItem({ id, title: inHtml(title), link, date, published: date, content });
  }
  return { path, body: feed.atom1() };
}

/** JSON Feed 1.1 (jsonfeed.org/version/1.1): the same entries. */
function jsonFeed({ path, title, home }: About, alerts: readonly Alert[], site: SiteContext): SiteFile {
  const body = {
    version: 'https://jsonfeed.org/version/1.1',
    title,
    home_page_url: home,
    feed_url: site.url + path,
    language: 'en',
    items: alerts.map((alert) => {
      const { id, title, link, date, content } = entryOf(alert, site);
      return { id, url: link, title, content_html: content, date_published: date.toISOString() };
    }),
  };
  return { path, body: JSON.stringify(body) };
}

/** An alert in a feed. The content is HTML, the title is text. */
function entryOf(alert: Alert, site: SiteContext) {
  const { headline, happened, next } = alertWording(alert);
  const title = clip(inXml(alert.title), 300) || alert.petition;
  return {
    // Each monitor numbers its own alerts, so the same number in another monitor is another alert.
    id: `urn:uuid:${uuidOf(`${alert.id} ${alert.detectedAt.toString()}`)}`,
    title: `${inXml(headline)} – ${title}`,
    link: site.url + alertPath(alert),
    date: dateOf(alert.detectedAt),
    content: [happened, next, evidenceText(alert), alert.sha256 && hashSentence(alert)]
      .flatMap((text) => (text === undefined ? [] : `<p>${inHtml(inXml(text))}</p>`))
      .join('\n'),
  };
}

const dateOf = ({ epochMilliseconds }: Instant): Date => new Date(epochMilliseconds);

/** On one line, without controls, surrogates and the two other characters that XML forbids (1.0, production 2). */
const inXml = (text: string): string => oneLine(text.replace(/[\uFFFE\uFFFF]/g, ''));

/** Also escapes `]]>`, which would end the section that it is written into. */
const inHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** `feed` (2026-11) turns `&amp;` back into `&` before it escapes its own title and authors. */
const escapeAmpersands = (text: string): string => text.replaceAll('&', '&amp;');
