/** The overview: overdue responses, the latest alerts and the status of every petition, on one or more pages. */
import { isDuty, pastDate, responseOwedClause } from '../../../src/notifications/response-wording.ts';
import { alertWording } from '../../../src/notifications/alert-wording.ts';
import type { Alert } from '../../../src/domain/alerts.ts';
import type { AnswerCase, CommitmentWait } from '../../../src/domain/status-fields.ts';
import { answerFigures, commitmentWaits } from '../../../src/status/answers.ts';
import type { OverdueResponse } from '../../../src/status/overdue.ts';
import type { SiteFile } from '../site-file.ts';
import { alertPath, overviewPath, paths, petitionPath } from '../paths.ts';
import type { Overview, SiteContext } from '../view-model.ts';
import { answersTitle, commitmentHeadings } from './answers.tsx';
import { pageFile, linkFrom, type LinkTo } from './layout.tsx';
import { Time, Title } from './components.tsx';
import { PetitionsTable } from './petitions-table.tsx';
import { countText, numberText, titleText } from './site-format.ts';

/** How many rows a browser sorts and filters without a noticeable delay. */
const rowsAPage = 2_500;
const alertsShown = 10;

export function overviewPages(overview: Overview, site: SiteContext): SiteFile[] {
  const { petitions } = overview;
  const pages = Math.max(1, Math.ceil(petitions.length / rowsAPage));
  return Array.from({ length: pages }, (_, index) => {
    const page = index + 1;
    const path = overviewPath(page);
    const to = linkFrom({ path, site });
    return pageFile({
      path,
      site,
      title: page === 1 ? site.title : `Petitions, page ${page}`,
      description: `The status of ${countText(petitions.length, 'petition', site)}: signatures, thresholds, deadlines, forecasts and pending responses.`,
      alternates: [{ title: 'All petitions', path: paths.petitions }],
      children: (
        <>
          {page === 1 && <Top overview={overview} site={site} to={to} />}
          <PetitionsTable
            rows={petitions.slice(index * rowsAPage, page * rowsAPage)}
            total={petitions.length}
            page={page}
            pages={pages}
            site={site}
            to={to}
          />
        </>
      ),
    });
  });
}

interface Part {
  readonly overview: Overview;
  readonly site: SiteContext;
  readonly to: LinkTo;
}

const Top = ({ overview, site, to }: Part) => (
  <>
    <header class="lead">
      <h1>{site.title}</h1>
      <p class="standfirst">
        How many people have signed, how many signatures are needed, and which authority has yet to respond. The
        platforms are checked around the clock, and every verdict comes with its evidence.
      </p>
      <p class="dateline">
        <span>
          {overview.changedAt ? (
            <>
              Last change: <Time at={overview.changedAt} zone={site.timeZone} site={site} />
            </>
          ) : (
            'No petition has been checked yet.'
          )}
        </span>
        <span id="freshness" role="status" />
      </p>
    </header>
    <Figures overview={overview} site={site} />
    <Unreadable names={overview.unreadable} site={site} />
    <OverdueAnswers overview={overview} site={site} to={to} />
    <LatestAlerts alerts={overview.alerts.slice(0, alertsShown)} site={site} to={to} />
  </>
);

/** What is due by law, promised and expected is never added up. */
function Figures({ overview: { petitions, answers }, site }: Omit<Part, 'to'>) {
  const open = petitions.reduce(
    (sum, { status }) => sum + status.thresholds.filter(({ verdict }) => verdict === 'open').length,
    0,
  );
  return (
    <dl class="figures">
      <div>
        <dt>Petitions watched</dt>
        <dd>{numberText(petitions.length, site)}</dd>
        <dd class="beside">{countText(open, 'threshold', site)} open</dd>
      </div>
      {commitmentWaits(answers).map((wait) => (
        <Waits key={wait.commitment} wait={wait} cases={answers} site={site} />
      ))}
    </dl>
  );
}

interface WaitsProps {
  readonly wait: CommitmentWait;
  readonly cases: readonly AnswerCase[];
  readonly site: SiteContext;
}

function Waits({ wait, cases, site }: WaitsProps) {
  const { commitment, answered, medianDays, waiting, longestSoFar } = wait;
  const { missed } = answerFigures(cases.filter((one) => one.commitment === commitment));
  return (
    <div class={missed > 0 && isDuty(commitment) ? 'alarming' : undefined}>
      <dt>Responses {commitmentHeadings[commitment]}</dt>
      <dd>
        {numberText(missed, site)} <small>{isDuty(commitment) ? 'overdue' : 'past that date'}</small>
      </dd>
      <dd class="beside">
        {waiting > missed && `${numberText(waiting - missed, site)} pending, not late. `}
        {longestSoFar !== null && `The longest wait is ${countText(longestSoFar, 'day', site)} so far. `}
        {answered > 0 && `${countText(answered, 'answer', site)}, `}
        {answered > 0 &&
          (medianDays === null
            ? 'too few for a median.'
            : `half of them within ${countText(medianDays, 'day', site)} (the median).`)}
      </dd>
    </div>
  );
}

/** Unreadable petitions are named, so that no watched petition is missing without a word. */
function Unreadable({ names, site }: { readonly names: readonly string[]; readonly site: SiteContext }) {
  if (names.length === 0) return null;
  return (
    <aside class="note" aria-labelledby="unreadable">
      <h2 id="unreadable">Not shown here</h2>
      <p>
        The stored data of {countText(names.length, 'petition', site)} cannot be read right now:{' '}
        {names.map((name, index) => (
          <>
            {index > 0 && ', '}
            <code>{name}</code>
          </>
        ))}
        . {names.length === 1 ? 'It is' : 'They are'} still watched.
      </p>
    </aside>
  );
}

/** The longest overdue responses are shown at once, the others on demand. */
const overdueShown = 10;

function OverdueAnswers({ overview: { overdue, petitions }, site, to }: Part) {
  const zones = new Map(petitions.map(({ status }) => [status.petition, status.timeZone]));
  const entry = (one: OverdueResponse) => (
    <OverdueAnswer
      key={`${one.petition} ${one.threshold}`}
      {...{ one, site, to }}
      zone={zones.get(one.petition) ?? site.timeZone}
    />
  );
  const others = overdue.slice(overdueShown);
  return (
    <section class="overdue-answers" aria-labelledby="overdue">
      <h2 id="overdue">Responses past their date, oldest first</h2>
      {overdue.length === 0 ? (
        <p class="none">None. Every response with a date has arrived or still has time.</p>
      ) : (
        <ol>{overdue.slice(0, overdueShown).map(entry)}</ol>
      )}
      {others.length > 0 && (
        <details>
          <summary>{numberText(others.length, site)} more</summary>
          <ol start={overdueShown + 1}>{others.map(entry)}</ol>
        </details>
      )}
      <p class="more">
        <a href={to(paths.answers)}>{answersTitle}</a>
      </p>
    </section>
  );
}

interface OverdueProps {
  readonly one: OverdueResponse;
  readonly zone: string;
  readonly site: SiteContext;
  readonly to: LinkTo;
}

const OverdueAnswer = ({ one, zone, site, to }: OverdueProps) => (
  <li>
    <p class={isDuty(one.commitment) ? 'late-by' : 'late-by expected'}>
      <b>{numberText(one.daysLate, site)}</b> {one.daysLate === 1 ? 'day' : 'days'}{' '}
      {pastDate(one.commitment, 'overdue')}
    </p>
    <div>
      <h3>
        <a href={to(petitionPath(one.petition, 'html'))}>
          <Title>{titleText(one)}</Title>
        </a>
      </h3>
      <p>
        {responseOwedClause(one, 'was', ` to ${numberText(one.needed, site)} signatures`)} by{' '}
        <Time at={one.deadline} zone={zone} site={site} />.
      </p>
    </div>
  </li>
);

interface Alerts {
  readonly alerts: readonly Alert[];
  readonly site: SiteContext;
  readonly to: LinkTo;
}

const LatestAlerts = ({ alerts, site, to }: Alerts) => (
  <section class="latest" aria-labelledby="latest">
    <h2 id="latest">Latest alerts</h2>
    {alerts.length === 0 ? (
      <p class="none">No recent alerts.</p>
    ) : (
      <ol>
        {alerts.map((alert) => (
          <li key={alert.id}>
            <p class="when">
              <Time at={alert.detectedAt} zone={alert.timeZone} site={site} />
            </p>
            <h3>
              <a href={to(alertPath(alert))}>{alertWording(alert).headline}</a>
            </h3>
            <p class="of">
              <Title>{titleText(alert)}</Title>
            </p>
          </li>
        ))}
      </ol>
    )}
    <p class="more">
      <a href={to(paths.alerts)}>Follow the alerts in a feed reader</a>
    </p>
  </section>
);
