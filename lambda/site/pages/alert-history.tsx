/** The alerts of a petition, newest first: each at an address that never changes, with its evidence and a line to cite. */
import { alertAnchor } from '../paths.ts';
import { evidenceText } from '../../../src/notifications/alert-message.ts';
import { alertWording } from '../../../src/notifications/alert-wording.ts';
import { citation, hashSentence } from '../../../src/status/citation.ts';
import type { Alert } from '../../../src/domain/alerts.ts';
import { oneLine } from '../../../src/text.ts';
import type { SiteContext } from '../view-model.ts';
import { RelativeTime, Time } from './components.tsx';

interface Props {
  /** Oldest first. */
  readonly alerts: readonly Alert[];
  readonly site: SiteContext;
}

export const AlertHistory = ({ alerts, site }: Props) => (
  <section class="log" aria-labelledby="log">
    <h2 id="log">Alert history</h2>
    {alerts.length === 0 ? (
      <p class="none">No alerts yet: no verdict has changed since the first check of this petition.</p>
    ) : (
      <ol reversed>
        {alerts.toReversed().map((alert) => (
          <Entry key={alert.id} alert={alert} site={site} />
        ))}
      </ol>
    )}
  </section>
);

function Entry({ alert, site }: { readonly alert: Alert; readonly site: SiteContext }) {
  const { headline, happened } = alertWording(alert);
  const anchor = alertAnchor(alert);
  return (
    <li id={anchor} data-alert={alert.alert}>
      <p class="when">
        <Time at={alert.detectedAt} zone={alert.timeZone} site={site} />{' '}
        <RelativeTime at={alert.detectedAt} kind="ago" />
      </p>
      <h3>{headline}</h3>
      <p>{oneLine(happened)}</p>
      <details>
        <summary>
          Evidence<span class="away"> of this alert</span>, and how to cite it
        </summary>
        <p>{oneLine(evidenceText(alert))}</p>
        <p>{hashSentence(alert)}</p>
        <p>
          <a href={`#${anchor}`}>Its address</a> never changes. To cite it (one click selects the whole line):
        </p>
        <p>
          <code class="copy">{citation(alert, site)}</code>
        </p>
      </details>
    </li>
  );
}
