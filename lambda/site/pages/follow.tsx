/** The ways to follow one petition that need nobody's help: feeds, a calendar, and public places. */
import { carries, carriesAll } from '../../../src/config/follow-places.ts';
import { paths, petitionPath } from '../paths.ts';
import type { SiteContext } from '../view-model.ts';
import type { LinkTo } from './layout.tsx';
import { SignUpForm } from './sign-up.tsx';

const kindNames: Readonly<Record<string, string>> = {
  slack: 'Slack',
  discord: 'Discord',
  teams: 'Teams',
  telegram: 'Telegram',
  ntfy: 'Push messages (ntfy)',
  mastodon: 'Mastodon',
  bluesky: 'Bluesky',
  post: 'Elsewhere',
};

const shownUrl = (url: string): string => url.replace(/^https:\/\/(?:www\.)?|\/$/g, '');

interface Props {
  readonly petition: string;
  /** Whether visitors can sign up for it. */
  readonly canSignUp: boolean;
  readonly site: SiteContext;
  readonly to: LinkTo;
}

export function Follow({ petition, canSignUp, site, to }: Props) {
  const calendar = petitionPath(petition, 'ics');
  return (
    <section class="follow" aria-labelledby="follow">
      <h2 id="follow">Follow this petition</h2>
      <ul>
        <li>
          <a href={to(petitionPath(petition, 'atom'))}>Feed of its alerts</a> (Atom, or{' '}
          <a href={to(petitionPath(petition, 'feed.json'))}>JSON Feed</a>): give its address to a feed reader.
        </li>
        <li>
          <a href={`${site.url}${calendar}`.replace(/^https?:/, 'webcal:')}>Calendar of its deadlines</a>, which stays
          up to date, or <a href={to(calendar)}>its file</a>.
        </li>
        {site.places
          .filter((place) => carries(place, petition))
          .map((place) => (
            <li key={place.url}>
              <a href={place.url} rel="noopener">
                {kindNames[place.kind] ?? place.kind}: {shownUrl(place.url)}
              </a>
              , where {carriesAll(place) ? 'each alert is' : 'some of its alerts are'} told.
            </li>
          ))}
        <li>
          <a href={to(paths.subscribe)}>{canSignUp ? 'SMS and more' : 'E-mail, SMS and more'}</a>: a message for each
          alert.
        </li>
      </ul>
      {canSignUp && (
        <section aria-labelledby="sign-up">
          <h3 id="sign-up">By e-mail</h3>
          <SignUpForm petition={petition} site={site} to={to} />
        </section>
      )}
      <details>
        <summary>Show it on your own page</summary>
        <p>A card, in the colours of the reader:</p>
        <p>
          <code class="copy">{`<iframe src="${site.url}${petitionPath(petition, 'embed.html')}" width="320" height="150" title="Petition" loading="lazy"></iframe>`}</code>
        </p>
        <p>A badge, which is a picture:</p>
        <p>
          <code class="copy">{`<a href="${site.url}${petitionPath(petition, 'html')}"><img src="${site.url}${petitionPath(petition, 'svg')}" width="200" height="64" alt="Signatures"></a>`}</code>
        </p>
      </details>
    </section>
  );
}
