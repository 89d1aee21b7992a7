/** How to be told, what each alert means, and how to read a verdict. */
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
    title: 'Be told',
    description:
      'How to get alerts when a petition meets or misses a threshold, and when a response arrives, is near or is past its date.',
    children: (
      <article class="prose">
        <header class="lead">
          <h1>Be told</h1>
          <p class="standfirst">
            Nobody has to look here every day. Choose what suits you: a feed of alerts, a calendar of deadlines, the
            data, or a message to you.
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
      <h2 id="ways">Ways</h2>
      <div class="ways">
        <section aria-labelledby="feed">
          <h3 id="feed">In a feed reader</h3>
          <p>
            <a href={to(paths.alerts)}>The Atom feed of alerts</a> has the latest of all petitions. Add its address to
            any reader:
          </p>
          <p>
            <code>{`${site.url}${paths.alerts}`}</code>
          </p>
        </section>
        <section aria-labelledby="calendar">
          <h3 id="calendar">In your calendar</h3>
          <p>
            <a href={calendar.replace(/^https?:/, 'webcal:')}>Subscribe to the calendar</a> of signing deadlines and of
            answers that are due, or <a href={to(paths.calendar)}>look at the file</a>. It is kept up to date where it
            is subscribed to, and not where the file is imported once. Where the link does nothing: in Google Calendar,
            “Other calendars”, “From URL”; in Outlook, “Add calendar”, “Subscribe from web”; in Apple Calendar, “File”,
            “New Calendar Subscription”.
          </p>
          <p>
            <code>{calendar}</code>
          </p>
        </section>
        <section aria-labelledby="programs">
          <h3 id="programs">In a program, or a spreadsheet</h3>
          <p>
            <a href={to(paths.petitions)}>All petitions as JSON</a>. Each petition has its own JSON, with all that its
            page says, and its counts as CSV: both are linked at the end of its page.
          </p>
        </section>
        <section aria-labelledby="message">
          <h3 id="message">By e-mail or SMS</h3>
          <p>
            Within minutes of a change, of one petition, one platform or all, for the kinds of alerts that you want; or
            as a digest. Those who run this monitor add you:{' '}
            {contact ? (
              <a href={contact.href} rel="noopener">
                ask them on {contact.host}
              </a>
            ) : (
              'ask whoever gave you the address of this page'
            )}
            . You are asked to confirm, and can leave at any time. No page here knows who is told.
          </p>
        </section>
      </div>
    </section>
  );
}

const meanings: Readonly<Record<AlertName, string>> = {
  'threshold-met': 'A threshold has been reached. It says what follows from that, and by when.',
  'threshold-missed': 'Signing is over, and a threshold was not reached.',
  'response-met': 'The authority has answered in time.',
  'response-missed': 'The date of a response has passed, and none has arrived.',
  'threshold-retracted': 'Signatures were removed, and a threshold that was met is met no longer.',
  'response-late': 'An answer has come after all, and how late.',
  'deadline-changed': 'Signing now ends at another time.',
  'closed-early': 'The platform has closed the petition before its deadline.',
  'petition-gone': 'The platform does not show the petition any more.',
  'closing-soon': 'Signing ends soon, and how much is missing to the next threshold.',
  'response-due-soon': 'The date of a response is near, and none has arrived yet.',
  'response-overdue': 'A reminder that a response has still not arrived.',
  'forecast-changed': 'A threshold has become likely to be met, or unlikely again.',
  'watch-started': 'A petition is watched from now on, and where it stands.',
};

const Alerts = () => (
  <section aria-labelledby="alerts">
    <h2 id="alerts">What each alert means</h2>
    <table class="meanings">
      <caption>Alerts, by the names that feeds and filters use. The first four are the ones this is for.</caption>
      <thead>
        <tr>
          <th scope="col">Alert</th>
          <th scope="col">When</th>
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
  ['open', 'Open', 'Not reached so far, and there is time.'],
  ['met', 'Met', 'Reached in time: at the number itself, or above it.'],
  ['missed', 'Missed', 'Signing is over, every signature that counts has been counted, and it was not reached.'],
  ['due', 'Response due', 'A response is owed, and there is time. It also marks a convention whose date has passed.'],
  ['answered', 'Answered', 'An answer came in time, or before it was owed.'],
  ['overdue', 'Response overdue', 'The date set by law or promised has passed, and no response has arrived.'],
  ['late', 'Answered late', 'The answer came after the date, of whatever kind.'],
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
    <h3>The platform’s stamp, or between two readings</h3>
    <p>
      Where a platform says itself when something happened, that is its stamp, and it is what counts. Where it does not,
      all that is known is that it was not so at one reading, and was so at the next: it happened in between, and both
      are named. Nobody is called late before it is certain.
    </p>
    <h3>Certain, and not certain</h3>
    <p>
      A count may be read below the line before signing ends, and above it after. Where the platform does not say which
      came first, the threshold is held to be met, and it is said that this is not certain. The same holds where a rule
      asks for more than the count, such as a minimum in some countries, and it is not published whether that is
      reached.
    </p>
    <h3>Due, promised, expected</h3>
    <p>
      A response <em>is due</em> where a law sets the date, <em>is promised</em> where the authority has set it, and{' '}
      <em>is expected</em> where it is a convention: a practice, a rule of a parliament, or an assumption of ours. Each
      petition says which, with the source. A convention is never called overdue. Times and days are those of the place
      of the petition, and say so.
    </p>
    <h3>Forecasts</h3>
    <p>
      A forecast goes by the pace of late, which fades as petitions grow old. Four of five petitions like it end within
      its interval; one of ten ends below it, one above. It is no verdict, and nothing follows from it.
    </p>
  </section>
);
