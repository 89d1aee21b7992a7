/** When signatures are collected, and how many are expected at the end. */
import { roundForecast } from '../../../src/rounding.ts';
import { oneLine } from '../../../src/text.ts';
import type { PetitionView, SiteContext } from '../view-model.ts';
import { EvidenceText } from './evidence.tsx';
import { RelativeTime, Time } from './components.tsx';
import { isOpen } from './states.ts';
import { chanceText, countText, forecastText, numberText } from './site-format.ts';

interface Props {
  readonly view: PetitionView;
  readonly site: SiteContext;
}

export function Signing({ view, site }: Props) {
  const { petition, status } = view;
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
        <dd>{opened ? <Time at={opened} zone={zone} site={site} /> : 'Unknown'}</dd>
        <dt>Deadline</dt>
        <dd>
          {deadline ? (
            <>
              <Time at={deadline.at} zone={zone} site={site} />
              {isOpen(view) && (
                <>
                  {' '}
                  <b>
                    <RelativeTime at={deadline.at} kind="left" />
                  </b>
                </>
              )}
              <small>
                {deadline.by === 'platform'
                  ? 'Set by the platform.'
                  : 'Calculated from the opening date and the rules of the platform.'}
              </small>
            </>
          ) : (
            'None known'
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
                The platform no longer shows it{gone.told ? '' : ', according to one check so far'}. Its record is kept,
                and we keep checking.
              </small>
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}

/** `forecasts` is the link to their scores. */
export function ForecastSection({ view, site, forecasts }: Props & { readonly forecasts: string }) {
  const { pace, next, deadline, timeZone: zone, signatures } = view.status;
  const forecast = view.status.forecast && roundForecast(view.status.forecast, signatures ?? 0);
  if (pace === null || !isOpen(view)) return null;
  return (
    <section class="outlook" aria-labelledby="outlook">
      <h2 id="outlook">Pace and forecast</h2>
      <p>
        It recently gained about {countText(pace, 'signature', site)} per day.{' '}
        {forecast === null
          ? deadline === null
            ? 'Without a deadline there is no forecast.'
            : 'There is not enough data for a forecast yet.'
          : null}
      </p>
      {forecast && deadline && (
        <>
          <p>
            It is expected to have about <b>{forecastText(forecast.median, site)}</b> signatures when signing ends on{' '}
            <Time at={deadline} zone={zone} site={site} style="day" />. Four in five similar petitions end between about{' '}
            {forecastText(forecast.low, site)} and {forecastText(forecast.high, site)}.{' '}
            {next !== null &&
              forecast.chance !== null &&
              `The chance of reaching the ${next.threshold} threshold of ${numberText(next.needed, site)} is ${chanceText(forecast.chance, site)}.`}
          </p>
          <p class="fine">
            Forecasts cannot predict sudden surges, and they decide nothing. <a href={forecasts}>How good they are</a>
          </p>
        </>
      )}
    </section>
  );
}
