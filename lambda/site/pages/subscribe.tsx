/** How to get alerts, what each alert means, and how to read a verdict. */
import { alertNames, type AlertName } from '../../../src/domain/alerts.ts';
import type { SiteFile } from '../site-file.ts';
import { paths } from '../paths.ts';
import type { SiteContext } from '../view-model.ts';
import { pageFile, linkFrom } from './layout.tsx';
import { VerdictMark } from './components.tsx';
import type { VerdictKind } from './states.ts';
import { safeLink } from './site-format.ts';

export function subscribePage(site: SiteContext): SiteFile {
  const path = paths.subscribe;
  return pageFile({
    path,
    site,
    title: 'Get alerts',
    description:
      'How to get alerts when a petition meets or misses a threshold, and when a response arrives or does not.',
    children: (
      <article class="prose">
        <header class="lead">
          <h1>Get alerts</h1>
          <p class="standfirst">
            You do not have to check this site every day. Choose a feed of alerts, a calendar of deadlines, the data, or
            messages by e-mail or SMS.
          </p>
        </header>
        <SubscribeOptions site={site} to={linkFrom({ path, site })} />
        <Alerts />
        <Verdicts />
      </article>
    ),
  });
}

function SubscribeOptions({ site, to }: { readonly site: SiteContext; readonly to: (path: string) => string }) {
  const contact = safeLink(site.contact);
  const calendar = `${site.url}${paths.calendar}`;
  return (
    <section aria-labelledby="ways">
      <h2 id="ways">Ways to get alerts</h2>
      <div class="ways">
        <section aria-labelledby="feed">
          <h3 id="feed">In a feed reader</h3>
          <p>
            <a href={to(paths.alerts)}>The Atom feed</a> has the latest alerts of all petitions. The page of each
            petition has a feed of its own. Add an address to your feed reader:
          </p>
          <p>
            <code>{`${site.url}${paths.alerts}`}</code>
          </p>
        </section>
        <section aria-labelledby="calendar">
          <h3 id="calendar">In your calendar</h3>
          <p>
            <a href={calendar.replace(/^https?:/, 'webcal:')}>Subscribe to the calendar</a> of signing and response
            deadlines, or <a href={to(paths.calendar)}>download the file</a>. A subscribed calendar stays up to date. An
            imported file does not. If the link does nothing, add the address below by hand. In Google Calendar, use
            “Other calendars”, “From URL”. In Outlook, use “Add calendar”, “Subscribe from web”. In Apple Calendar, use
            “File”, “New Calendar Subscription”.
          </p>
          <p>
            <code>{calendar}</code>
          </p>
        </section>
        <section aria-labelledby="programs">
          <h3 id="programs">In a program or a spreadsheet</h3>
          <p>
            <a href={to(paths.petitions)}>All petitions as JSON</a>. Each petition also has its own JSON, with
            everything on its page, and its counts as CSV. Links to both are at the end of its page.
          </p>
        </section>
        <section aria-labelledby="message">
          <h3 id="message">By e-mail or SMS</h3>
          {site.signUp && (
            <p>
              For mails about one petition, sign up on its page. You confirm by the link in a mail, and need nobody’s
              help.
            </p>
          )}
          <p>
            Get a message as soon as a change is detected, or a regular digest. Choose one petition, one platform or all
            of them, and the kinds of alerts you want. The operator of this monitor adds you:{' '}
            {contact ? (
              <a href={contact.href} rel="noopener">
                ask on {contact.host}
              </a>
            ) : (
              'ask the person who gave you the address of this page'
            )}
            . E-mail subscriptions need your confirmation. You can unsubscribe at any time. This site does not show who
            subscribes.
          </p>
        </section>
      </div>
    </section>
  );
}

const meanings: Readonly<Record<AlertName, string>> = {
  'threshold-met': 'A threshold has been reached. The alert says what follows, and by when.',
  'threshold-missed': 'Signing has ended, and a threshold was not reached.',
  'response-met': 'The authority has answered in time.',
  'response-missed': 'The date of a response has passed without an answer.',
  'threshold-retracted': 'Signatures were removed, and a threshold is no longer met.',
  'response-late': 'The authority has answered after the date. The alert says how late.',
  'deadline-changed': 'Signing now ends at a different time, or there is another day for the response.',
  'threshold-changed': 'The platform has changed the number of signatures that a threshold needs.',
  'closed-early': 'The platform has closed the petition before its deadline.',
  'petition-gone': 'The platform no longer shows the petition.',
  'closing-soon':
    'Signing ends soon. The alert says how many signatures the next threshold still needs, if there is one.',
  'response-due-soon': 'The date of a response is near, and there is no answer yet.',
  'response-overdue': 'A reminder that there is still no answer.',
  'forecast-changed': 'A threshold has become likely to be met, or unlikely again.',
  'watch-started': 'The monitor has started to watch a petition. The alert says where it stands.',
};

const Alerts = () => (
  <section aria-labelledby="alerts">
    <h2 id="alerts">What each alert means</h2>
    <table class="meanings">
      <caption>Alerts by the names that feeds and filters use. The first four are the main alerts.</caption>
      <thead>
        <tr>
          <th scope="col">Alert</th>
          <th scope="col">Meaning</th>
        </tr>
      </thead>
      <tbody>
        {alertNames.map((name) => (
          <tr key={name}>
            <th scope="row">
              <code>{name}</code>
            </th>
            <td>{meanings[name]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);

const marks: readonly (readonly [VerdictKind, string, string])[] = [
  ['open', 'Open', 'Not reached yet, and there is still time.'],
  ['met', 'Met', 'Reached in time: the count is at or above the threshold.'],
  ['missed', 'Missed', 'Signing has ended, all valid signatures have been counted, and the threshold was not reached.'],
  [
    'due',
    'Response pending',
    'A response is awaited. Its mark says whether the date is set by law, promised, or expected by convention.',
  ],
  ['answered', 'Answered', 'The authority answered in time, or before the time for a response began.'],
  ['overdue', 'Response overdue', 'The date set by law or promised has passed without an answer.'],
  [
    'late',
    'Answered after the date',
    'The authority answered after the date set by law, promised, or expected by convention.',
  ],
];

const Verdicts = () => (
  <section aria-labelledby="verdicts">
    <h2 id="verdicts">How to read a verdict</h2>
    <dl class="key">
      {marks.map(([mark, name, meaning]) => (
        <div key={mark}>
          <dt>
            <VerdictMark mark={mark}>{name}</VerdictMark>
          </dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
    <h3>Timestamps and readings</h3>
    <p>
      If the platform publishes when something happened, its timestamp counts. If it does not, the page names two
      readings: at the first it had not happened yet, and at the second it had. Nobody is called late before it is
      certain.
    </p>
    <h3>Certain and not certain</h3>
    <p>
      The count may be below the threshold in the last reading before signing ends, and above it in the next. If the
      platform does not say which came first, the threshold counts as met, and is marked as not certain. The same
      applies if a rule has another requirement, such as a minimum in several countries, and the platform does not
      publish whether it is met.
    </p>
    <h3>Due, promised, expected</h3>
    <p>
      A response <em>is due</em> if a law sets the date. It <em>is promised</em> if the authority has set the date. It{' '}
      <em>is expected</em> if the date is a convention: a practice, a rule of a parliament, or an assumption of ours.
      Each petition says which, with the source. A convention is never called overdue. Times are in the time zone of the
      petition’s platform, which is always named.
    </p>
    <h3>Forecasts</h3>
    <p>
      Forecasts use the recent pace and assume that it slows down. Four in five similar petitions end within the range.
      One in ten ends below it, and one in ten above. Forecasts never decide a verdict.
    </p>
  </section>
);
