/** An alert as evidence: the SHA-256 of what was read, and a line to cite it by. */
import type { Alert } from '../domain/alerts.ts';
import { formatMoment } from '../format.ts';
import { alertPath } from './petition-path.ts';
import { clip, oneLine } from '../text.ts';
import { alertWording } from '../notifications/alert-wording.ts';

/** What the platform sent when it was read. What was never hashed is said to be so. */
export function hashSentence({ sha256 }: Alert): string {
  if (sha256 === undefined || sha256.length === 0)
    return 'There is no hash of what the platform sent: none was kept, or it sent nothing new.';
  return sha256.length === 1
    ? `SHA-256 of what the platform sent: ${sha256.join('')}.`
    : `SHA-256 of what the platform sent, in ${sha256.length} parts: ${sha256.join(', ')}.`;
}

/** Title, alert, monitor, date, address and hash, on one line. `site.url` ends with a slash. */
export function citation(alert: Alert, site: { readonly title: string; readonly url: string }): string {
  const { headline } = alertWording(alert);
  const title = clip(oneLine(alert.title), 300);
  const when = formatMoment(alert.detectedAt, alert.timeZone);
  const hash = alert.sha256 === undefined || alert.sha256.length === 0 ? '' : ` ${hashSentence(alert)}`;
  return oneLine(`“${title}”: ${headline}. ${site.title}, ${when}. ${site.url}${alertPath(alert)}.${hash}`);
}
