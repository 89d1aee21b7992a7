/** The alerts of a petition, newest first. */
import { alertAnchor } from '../paths.ts';
import { alertWording } from '../../../src/notifications/alert-wording.ts';
import type { Alert } from '../../../src/domain/alerts.ts';
import { oneLine } from '../../../src/text.ts';
import type { SiteContext } from '../view-model.ts';
import { RelativeTime, Time } from './components.tsx';

/** The anchor of an alert on its petition's page: `alert-3` for `uk-parliament/700143#3`. */

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
  return (
    <li id={alertAnchor(alert)} data-alert={alert.alert}>
      <p class="when">
        <Time at={alert.detectedAt} zone={alert.timeZone} site={site} />{' '}
        <RelativeTime at={alert.detectedAt} kind="ago" />
      </p>
      <h3>{headline}</h3>
      <p>{oneLine(happened)}</p>
    </li>
  );
}
