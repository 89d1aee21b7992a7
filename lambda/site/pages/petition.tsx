/** The page of one petition. Nothing on it changes just because a day passes, so it need not be generated every day. */
import { responseLabel } from '../../../src/notifications/response-wording.ts';
import type { SiteFile } from '../site-file.ts';
import { paths, petitionPath } from '../paths.ts';
import { canSignUp, type PetitionRecord, type PetitionView, type SiteContext } from '../view-model.ts';
import { ChartPlaceholder } from './chart.tsx';
import { DailyCounts } from './daily-counts.tsx';
import { pageFile, linkFrom } from './layout.tsx';
import { AlertHistory } from './alert-history.tsx';
import { RelativeTime, Time, Title, VerdictMark } from './components.tsx';
import { ForecastSection, Signing } from './signing.tsx';
import { responseKind } from './states.ts';
import { countText, numberText, titleText, safeLink } from './site-format.ts';
import { embedFiles } from './embed.tsx';
import { Follow } from './follow.tsx';
import { shortAddress } from './short-address.tsx';
import { signUpScripts } from './sign-up.tsx';
import { Reached, Thresholds } from './thresholds.tsx';
import { verdictWords } from './verdict-labels.ts';

/** `picture` is the version of the picture for chats, if there is one. */
export function petitionPage(record: PetitionRecord, site: SiteContext, picture?: string): SiteFile[] {
  const { petition, status } = record;
  const name = petition.petition;
  const path = petitionPath(name, 'html');
  const title = titleText(status);
  const [json, csv] = [petitionPath(name, 'json'), petitionPath(name, 'csv')];
  const to = linkFrom({ path, site });
  return [
    pageFile({
      path,
      site,
      title,
      description: `${summary(record, site)} Verdicts with evidence, forecast and all alerts.`,
      alternates: [
        { title: 'Alerts of this petition', path: petitionPath(name, 'atom') },
        { title: 'Alerts of this petition', path: petitionPath(name, 'feed.json') },
        { title: 'This petition', path: json },
        { title: 'Counts of this petition', path: csv },
      ],
      scripts: [site.assets.chart, ...(canSignUp(record, site) ? signUpScripts(site) : [])],
      // Chats keep a picture by its address.
      picture: picture === undefined ? undefined : `${petitionPath(name, 'png')}?v=${picture.slice(0, 8)}`,
      data: onSchemaOrg(record, site.url + path),
      children: (
        <article class="petition">
          <p class="back">
            <a href={to(paths.overview)}>All petitions</a>
          </p>
          <Head record={record} site={site} />
          <ChartPlaceholder record={record} data={to(json)} summary={summary(record, site)} site={site} />
          <div class="columns">
            <Thresholds record={record} site={site} />
            <div>
              <Signing view={record} site={site} />
              <ForecastSection view={record} site={site} forecasts={to(paths.forecasts)} />
            </div>
          </div>
          <AlertHistory alerts={record.alerts} site={site} />
          <Follow petition={name} canSignUp={canSignUp(record, site)} site={site} to={to} />
          <section class="data" aria-labelledby="data">
            <h2 id="data">Data</h2>
            <p>
              Download every change of the count as <a href={to(csv)}>CSV</a>, or everything on this page as{' '}
              <a href={to(json)}>JSON</a>.
            </p>
            <DailyCounts record={record} site={site} />
          </section>
        </article>
      ),
    }),
    ...embedFiles(record, site),
    shortAddress(record, site),
  ];
}

/** A petition has no type of its own there: it is a work that people endorse. */
const onSchemaOrg = ({ status: { signatures, url, readAt }, petition }: PetitionRecord, address: string) => ({
  '@context': 'https://schema.org',
  '@type': 'WebPage',
  url: address,
  ...(readAt !== null && { dateModified: readAt.toString() }),
  mainEntity: {
    '@type': 'CreativeWork',
    name: titleText(petition),
    ...(safeLink(url) && { url: safeLink(url)?.href }),
    interactionStatistic: {
      '@type': 'InteractionCounter',
      interactionType: 'https://schema.org/EndorseAction',
      userInteractionCount: signatures ?? 0,
    },
  },
});

/** The status of a petition in a sentence or two. */
function summary({ status: { signatures, next, thresholds } }: PetitionView, site: SiteContext): string {
  if (signatures === null) return 'No count yet.';
  const verdicts = thresholds.map(
    ({ threshold, verdict, needed }) => `${threshold} (${numberText(needed, site)}) ${verdict}`,
  );
  const missing =
    next && next.missing > 0 ? `, ${numberText(next.missing, site)} short of the ${next.threshold} threshold` : '';
  const sentence = verdicts.length === 0 ? 'There is no threshold' : `Thresholds: ${verdicts.join(', ')}`;
  return `${countText(signatures, 'signature', site)}${missing}. ${sentence}.`;
}

function Head({ record, site }: { readonly record: PetitionRecord; readonly site: SiteContext }) {
  const { petition, signatures, readAt, url, thresholds, timeZone: zone, goneSince, closedEarly } = record.status;
  const platform = safeLink(url);
  const commitment = record.rules?.commitment ?? 'promise';
  return (
    <header class="lead">
      <p class="name">
        <code>{petition}</code>
        {platform && (
          <>
            {' '}
            <a href={platform.href} rel="noopener">
              View on {platform.host}
            </a>
          </>
        )}
      </p>
      <h1>
        <Title>{titleText(record.status)}</Title>
      </h1>
      <div class="now">
        <p class="count">
          {signatures === null ? (
            <span>No count yet</span>
          ) : (
            <>
              <b>{numberText(signatures, site)}</b> {signatures === 1 ? 'signature' : 'signatures'}
            </>
          )}
          {readAt && (
            <small>
              as of <Time at={readAt} zone={zone} site={site} /> <RelativeTime at={readAt} kind="ago" />
            </small>
          )}
        </p>
        <ul class="progress-list">
          {thresholds.map(({ threshold, needed, verdict, certain, response }) => {
            const progress = Math.min(1, (signatures ?? 0) / needed);
            return (
              <li key={threshold}>
                <p>
                  <VerdictMark mark={verdict}>{verdictWords(threshold, verdict, certain)}</VerdictMark>
                  <span class="needed">
                    <Reached {...{ threshold, needed, record, site }} />
                  </span>
                </p>
                <progress
                  max={1}
                  value={Number(progress.toFixed(4))}
                  aria-label={`Progress to the ${threshold} threshold`}
                />
                {response !== 'none' && (
                  <p>
                    <VerdictMark mark={responseKind(response, commitment)}>
                      {responseLabel(response, commitment)}
                    </VerdictMark>
                  </p>
                )}
              </li>
            );
          })}
          {goneSince && (
            <li>
              <VerdictMark mark="gone">Gone from its platform</VerdictMark>
            </li>
          )}
          {closedEarly && (
            <li>
              <VerdictMark mark="missed">Closed early</VerdictMark>
            </li>
          )}
        </ul>
      </div>
      {record.former === true && (
        <p class="former">This petition is not watched any more. This page stays as it was at the last reading.</p>
      )}
      <p class="dateline">
        <span id="freshness" role="status" />
      </p>
    </header>
  );
}
