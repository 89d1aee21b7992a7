/** `alerts.atom`: the latest alerts, for feed readers. Atom, RFC 4287. */
import { Feed, type Item } from 'feed';
import { alertWording } from '../../../src/notifications/alert-wording.ts';
import type { Alert } from '../../../src/domain/alerts.ts';
import type { Instant } from '../../../src/domain/time.ts';
import { clip, oneLine } from '../../../src/text.ts';
import type { SiteFile } from '../site-file.ts';
import { paths } from '../paths.ts';
import type { Overview, SiteContext } from '../view-model.ts';
import { petitionUrl, uuidOf } from './identifiers.ts';

/** For a feed without alerts: Atom requires the time of the last change, and there was none. */
const never = new Date(0);

export function alertsFeed({ alerts }: Overview, site: SiteContext): SiteFile {
  const [newest] = alerts;
  const title = escapeAmpersands(inXml(site.title));
  const feed = new Feed({
    // Another monitor has another feed id, so that a reader who follows both sees two feeds.
    id: `urn:uuid:${uuidOf(site.url + paths.alerts)}`,
    title,
    link: site.url,
    feedLinks: { atom: site.url + paths.alerts },
    updated: newest === undefined ? never : dateOf(newest.detectedAt),
    author: { name: title },
    generator: 'petition-threshold-monitor',
  });
  for (const alert of alerts) feed.addItem(alertEntry(alert, site));
  return { path: paths.alerts, body: feed.atom1() };
}

/** `feed` writes the titles and contents of entries as HTML. */
function alertEntry(alert: Alert, site: SiteContext): Item {
  const { headline, happened, next } = alertWording(alert);
  const title = clip(inXml(alert.title), 300) || alert.petition;
  return {
    // Each monitor numbers its own alerts, so the same number in another monitor is another alert.
    id: `urn:uuid:${uuidOf(`${alert.id} ${alert.detectedAt.toString()}`)}`,
    title: inHtml(`${inXml(headline)} – ${title}`),
    link: `${petitionUrl(alert.petition, 'html', site)}#alert-${alert.id.slice(alert.id.lastIndexOf('#') + 1)}`,
    date: dateOf(alert.detectedAt),
    published: dateOf(alert.detectedAt),
    content: [happened, next].flatMap((text) => (text === undefined ? [] : `<p>${inHtml(inXml(text))}</p>`)).join('\n'),
  };
}

const dateOf = ({ epochMilliseconds }: Instant): Date => new Date(epochMilliseconds);

/** On one line, without controls, surrogates and the two other characters that XML forbids (1.0, production 2). */
const inXml = (text: string): string => oneLine(text.replace(/[\uFFFE\uFFFF]/g, ''));

/** Also escapes `]]>`, which would end the section that it is written into. */
const inHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** `feed` (2026-11) turns `&amp;` back into `&` before it escapes its own title and authors. */
const escapeAmpersands = (text: string): string => text.replaceAll('&', '&amp;');
