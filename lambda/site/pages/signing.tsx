/** When signatures are collected, and how many are expected by the end. */
import { roundForecast } from '../../../src/format.ts';
import { oneLine } from '../../../src/text.ts';
import type { PetitionView, SiteContext } from '../view-model.ts';
import { EvidenceText } from './evidence.tsx';
import { RelativeTime, Time } from './components.tsx';
import { isOpen } from './states.ts';
import { chanceText, countText, numberText } from './site-format.ts';

interface Props {
  readonly shown: PetitionView;
  readonly site: SiteContext;
}

export function Signing({ shown, site }: Props) {
  const { petition, status } = shown;
  const { opened, registered, deadline, closed, gone } = petition;
  const zone = status.timeZone;
  return (
    <section class="signing" aria-labelledby="signing">
      <h2 id="signing">Signing</h2>
      <dl>
        {registered && (
          <>
            <dt>Registered</dt>
            <dd>
              <Time at={registered} zone={zone} site={site} />
            </dd>
          </>
        )}
        <dt>Opened</dt>
        <dd>{opened ? <Time at={opened} zone={zone} site={site} /> : 'Not known'}</dd>
        <dt>Deadline</dt>
        <dd>
          {deadline ? (
            <>
              <Time at={deadline.at} zone={zone} site={site} />
              {isOpen(shown) && (
                <>
                  {' '}
                  <b>
                    <RelativeTime at={deadline.at} kind="left" />
                  </b>
                </>
              )}
              <small>
                {deadline.by === 'platform'
                  ? 'As the platform says.'
                  : 'Worked out from the opening, by the rules of the platform.'}
              </small>
            </>
          ) : (
            'None that is known'
          )}
        </dd>
        {closed && (
          <>
            <dt>{closed.early ? 'Closed early' : 'Closed'}</dt>
            <dd>
              <EvidenceText evidence={closed} zone={zone} site={site} />
              {closed.reason && (
                <small>
                  The platform’s reason: <q>{oneLine(closed.reason)}</q>
                </small>
              )}
            </dd>
          </>
        )}
        {gone && (
          <>
            <dt>Gone since</dt>
            <dd>
              <Time at={gone.since} zone={zone} site={site} />
              <small>
                The platform does not show it any more{gone.told ? '' : ', at one look so far'}. What is known of it is
                kept, and we go on looking.
              </small>
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}

export function ForecastSection({ shown, site }: Props) {
  const { pace, next, deadline, timeZone: zone, signatures } = shown.status;
  const forecast = shown.status.forecast && roundForecast(shown.status.forecast, signatures ?? 0);
  if (pace === null || !isOpen(shown)) return null;
  return (
    <section class="outlook" aria-labelledby="outlook">
      <h2 id="outlook">Pace and forecast</h2>
      <p>
        Of late it has gained about {countText(pace, 'signature', site)} a day.{' '}
        {forecast === null
          ? deadline === null
            ? 'Without a deadline there is nothing to forecast.'
            : 'Too little is known yet for a forecast.'
          : null}
      </p>
      {forecast && deadline && (
        <>
          <p>
            When signing ends, on <Time at={deadline} zone={zone} site={site} style="day" />, it is expected to have
            about <b>{numberText(forecast.median, site)}</b> signatures; four of five petitions like it end between{' '}
            {numberText(forecast.low, site)} and {numberText(forecast.high, site)}.{' '}
            {next !== null &&
              forecast.chance !== null &&
              `The chance that it comes to the ${next.threshold} threshold of ${numberText(next.needed, site)} is ${chanceText(forecast.chance, site)}.`}
          </p>
          <p class="fine">Bursts come unforeseen, and a forecast is no verdict.</p>
        </>
      )}
    </section>
  );
}
