/** The table of petitions. It works without the script, which adds sorting and filtering. */
import { sourceOf } from '../../../src/domain/source-of.ts';
import { conventionMark, owedVerb, responseLabel } from '../../../src/notifications/response-wording.ts';
import { sourceTitle } from '../../../src/sources/registry.ts';
import { roundForecast } from '../../../src/rounding.ts';
import { overviewPath, petitionPath } from '../paths.ts';
import type { PetitionView, SiteContext } from '../view-model.ts';
import { Filter } from './filter.tsx';
import type { LinkTo } from './layout.tsx';
import { RelativeTime, Time, Title, VerdictMark } from './components.tsx';
import { isOpen, responseKind, statesOf, urgencyOf } from './states.ts';
import { chanceText, countText, forecastText, numberText, percentText, titleText } from './site-format.ts';
import { verdictWords } from './verdict-labels.ts';

interface Props {
  readonly rows: readonly PetitionView[];
  readonly total: number;
  readonly page: number;
  readonly pages: number;
  readonly site: SiteContext;
  readonly to: LinkTo;
}

/** What the script sorts each column by, and the direction of the first click. */
const columns = [
  { name: 'petition', label: 'Petition', sort: 'text', first: 'ascending', n: false },
  { name: 'signatures', label: 'Signatures', sort: 'number', first: 'descending', n: true },
  { name: 'progress', label: 'Next threshold', sort: 'number', first: 'descending', n: false },
  { name: 'pace', label: 'Signatures per day', sort: 'number', first: 'descending', n: true },
  { name: 'chance', label: 'Forecast', sort: 'number', first: 'descending', n: false },
  { name: 'ends', label: 'Signing ends', sort: 'time', first: 'ascending', n: false },
  { name: 'verdict', label: 'Verdicts', sort: 'urgency', first: 'ascending', n: false },
] as const;

export const PetitionsTable = ({ rows, total, page, pages, site, to }: Props) => (
  <section class="all" aria-labelledby="all">
    {page === 1 ? (
      <h2 id="all">All petitions</h2>
    ) : (
      <h1 id="all">
        All petitions, page {page} of {pages}
      </h1>
    )}
    <Filter rows={rows} pages={pages} />
    {rows.length === 0 ? (
      <p class="none">No petitions are watched yet.</p>
    ) : (
      <table id="petitions">
        <caption>
          {pages === 1
            ? countText(total, 'petition', site)
            : `${numberText(rows.length, site)} of ${countText(total, 'petition', site)}, page ${page} of ${pages}`}
          , most urgent first: responses past their date, then the next deadline, then what is open, then what is
          settled. “Needed” is how many signatures per day would reach the next threshold in time. Four in five similar
          petitions end within the range of the forecast.
        </caption>
        <thead>
          <tr>
            {columns.map(({ name, label, sort, first, n }) => (
              <th
                key={name}
                scope="col"
                class={n ? 'n' : undefined}
                data-column={name}
                data-sort={sort}
                data-first={first}
              >
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((view) => (
            <Row key={view.petition.petition} view={view} site={site} to={to} />
          ))}
        </tbody>
      </table>
    )}
    {pages > 1 && (
      <nav class="pages" aria-label="Pages">
        {page > 1 && (
          <a rel="prev" href={to(overviewPath(page - 1))}>
            Previous
          </a>
        )}
        <span>
          Page {page} of {pages}
        </span>
        {page < pages && (
          <a rel="next" href={to(overviewPath(page + 1))}>
            Next
          </a>
        )}
      </nav>
    )}
  </section>
);

interface RowProps {
  readonly view: PetitionView;
  readonly site: SiteContext;
  readonly to: LinkTo;
}

/** Small, as there may be thousands. `data-key` is what a column is sorted by. Rows without a key come last. */
function Row({ view, site, to }: RowProps) {
  const { status } = view;
  const { petition, signatures, next, pace } = status;
  const forecast = status.forecast && roundForecast(status.forecast, signatures ?? 0);
  const source = sourceOf(petition);
  const states = statesOf(view);
  const progress = next && Math.min(1, (signatures ?? 0) / next.needed);
  return (
    <tr data-source={source} data-states={states.join(' ')}>
      <th scope="row">
        <a href={to(petitionPath(petition, 'html'))}>
          <Title>{titleText(status)}</Title>
        </a>
        <small>
          {sourceTitle(source)}, {petition.slice(source.length + 1)}
        </small>
      </th>
      <td class="n c" data-key={signatures ?? undefined}>
        {signatures === null ? 'no count yet' : numberText(signatures, site)}
      </td>
      <td class="next" data-key={progress?.toFixed(4)}>
        {next && progress !== null && (
          <>
            <progress max={1} value={Number(progress.toFixed(4))} aria-label="Progress" />
            <small>
              {percentText(Math.floor(progress * 100) / 100, site)} of {numberText(next.needed, site)} ({next.threshold}
              )
            </small>
          </>
        )}
      </td>
      <td class="n pace" data-key={pace ?? undefined}>
        {pace !== null && (
          <>
            {numberText(pace, site)}
            {typeof next?.aDay === 'number' && next.aDay > 0 && <small>{numberText(next.aDay, site)} needed</small>}
          </>
        )}
      </td>
      <td class="forecast" data-key={forecast ? (forecast.chance ?? 1) : undefined}>
        {forecast && (
          <>
            {forecastText(forecast.median, site)}
            <small>
              {forecastText(forecast.low, site)} to {forecastText(forecast.high, site)}
            </small>
            {next !== null && forecast.chance !== null && (
              <small>
                {chanceText(forecast.chance, site)} chance of {numberText(next.needed, site)}
              </small>
            )}
          </>
        )}
      </td>
      <td class="ends" data-key={status.deadline?.epochMilliseconds}>
        <Ends view={view} site={site} />
      </td>
      <td class="verdicts" data-key={urgencyOf(states)}>
        <Verdicts view={view} site={site} />
      </td>
    </tr>
  );
}

function Ends({ view, site }: Omit<RowProps, 'to'>) {
  const { deadline, closedAt, closedEarly, goneSince, timeZone: zone } = view.status;
  if (goneSince !== null)
    return (
      <VerdictMark mark="gone">
        Gone since <Time at={goneSince} zone={zone} site={site} style="day" />
      </VerdictMark>
    );
  if (closedAt !== null && closedEarly)
    return (
      <VerdictMark mark="missed">
        Closed early on <Time at={closedAt} zone={zone} site={site} style="day" />
      </VerdictMark>
    );
  if (deadline === null)
    return closedAt === null ? <small>no deadline</small> : <Time at={closedAt} zone={zone} site={site} style="day" />;
  return (
    <>
      {isOpen(view) && <RelativeTime at={deadline} kind="left" asOf={view.asOf} />}
      <small>
        <Time at={deadline} zone={zone} site={site} />
      </small>
    </>
  );
}

function Verdicts({ view, site }: Omit<RowProps, 'to'>) {
  const { thresholds, timeZone: zone } = view.status;
  const commitment = view.rules?.commitment ?? 'promise';
  if (thresholds.length === 0) return null;
  return (
    <ul>
      {thresholds.map(({ threshold, verdict, certain, response, responseDeadline }) => (
        <li key={threshold}>
          <VerdictMark mark={verdict}>
            {verdictWords(threshold, verdict, certain)}
            <PartsShort view={view} threshold={threshold} site={site} />
          </VerdictMark>
          {response !== 'none' && (
            <VerdictMark mark={responseKind(response, commitment)}>
              {responseLabel(response, commitment)}
              {(response === 'due' || response === 'missed') && responseDeadline !== null && (
                <small>
                  {response === 'due' ? 'by' : `was ${owedVerb(commitment)} by`}{' '}
                  <Time at={responseDeadline} zone={zone} site={site} style="day" />
                  {conventionMark(commitment)}
                </small>
              )}
            </VerdictMark>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Why a threshold is open although the count has reached it. */
function PartsShort({ view, threshold, site }: Omit<RowProps, 'to'> & { readonly threshold: string }) {
  const { parts } = view.rules?.thresholds.find(({ name }) => name === threshold) ?? {};
  const have = view.petition.thresholds[threshold]?.parts?.have;
  if (parts === undefined || have === undefined || have >= parts.atLeast) return null;
  return (
    <small>
      {numberText(have, site)} of {numberText(parts.atLeast, site)} {parts.of}
    </small>
  );
}
