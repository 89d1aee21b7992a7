/** The frame of every page: head, banner and footer. */
import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { relativePath, paths } from '../paths.ts';
import { contentTypeOf, pictureSize, type SiteFile } from '../site-file.ts';
import type { SiteContext } from '../view-model.ts';
import { safeLink } from './site-format.ts';

export interface Page {
  readonly path: string;
  /** The title of the page, without the site's; the first page has the site's title alone. */
  readonly title: string;
  readonly description: string;
  readonly site: SiteContext;
  /** Paths of other formats of this page. */
  readonly alternates?: readonly { readonly title: string; readonly path: string }[];
  /** Paths of scripts that only this page needs. */
  readonly scripts?: readonly string[];
  /** The path of the picture that chats show. */
  readonly picture?: string | undefined;
  /** What machines may know of it: a value of schema.org. */
  readonly data?: object;
  /** Served at any address, so its links are absolute. */
  readonly anywhere?: boolean;
  readonly children: ComponentChildren;
}

/** The link from a page to another file. */
export type LinkTo = (path: string) => string;
export const linkFrom =
  ({ path, site, anywhere = false }: Pick<Page, 'path' | 'site' | 'anywhere'>): LinkTo =>
  (other) =>
    anywhere ? `${site.url}${other === paths.overview ? '' : other}` : relativePath(path, other);

export const pageFile = (page: Page): SiteFile => ({
  path: page.path,
  body: `<!doctype html>\n${renderToString(<Document {...page} />)}\n`,
});

const feeds = [
  { title: 'Alerts', path: paths.alerts },
  { title: 'Deadlines', path: paths.calendar },
];

function Document(page: Page) {
  const { site, title, description, alternates = [], scripts = [], picture, data, anywhere = false, children } = page;
  const to = linkFrom(page);
  const address = site.url + (page.path === paths.overview ? '' : page.path);
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>{title === site.title ? title : `${title} – ${site.title}`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="description" content={description} />
        <meta name="color-scheme" content="light dark" />
        <meta name="theme-color" content="#fbfaf7" media="(prefers-color-scheme: light)" />
        <meta name="theme-color" content="#14181a" media="(prefers-color-scheme: dark)" />
        {!anywhere && (
          <>
            <link rel="canonical" href={address} />
            <meta property="og:type" content="website" />
            <meta property="og:site_name" content={site.title} />
            <meta property="og:title" content={title} />
            <meta property="og:description" content={description} />
            <meta property="og:url" content={address} />
            {picture !== undefined && (
              <>
                <meta property="og:image" content={site.url + picture} />
                <meta property="og:image:type" content="image/png" />
                <meta property="og:image:width" content={String(pictureSize.width)} />
                <meta property="og:image:height" content={String(pictureSize.height)} />
                <meta property="og:image:alt" content={description} />
              </>
            )}
            <meta name="twitter:card" content={picture === undefined ? 'summary' : 'summary_large_image'} />
          </>
        )}
        {data !== undefined && (
          // Not a script that runs. `<` would end it.
          <script
            type="application/ld+json"
            dangerouslySetInnerHTML={{ __html: JSON.stringify(data).replaceAll('<', '\\u003c') }}
          />
        )}
        <link rel="icon" href={to(site.assets.icon)} type="image/svg+xml" />
        <link rel="stylesheet" href={to(site.assets.style)} />
        {[...alternates, ...feeds].map(({ title, path }) => (
          <link key={path} rel="alternate" type={contentTypeOf(path).split(';')[0]} title={title} href={to(path)} />
        ))}
        {[site.assets.script, ...scripts].map((script) => (
          <script key={script} src={to(script)} defer />
        ))}
      </head>
      <body data-status={to(paths.status)} data-locale={site.locale}>
        <a class="skip" href="#main">
          Skip to main content
        </a>
        <header class="banner">
          <a class="name" href={to(paths.overview)}>
            {site.title}
          </a>
          <nav aria-label="Site">
            <a href={to(paths.overview)} aria-current={page.path === paths.overview ? 'page' : undefined}>
              Overview
            </a>
            <a href={to(paths.subscribe)} aria-current={page.path === paths.subscribe ? 'page' : undefined}>
              Get alerts
            </a>
          </nav>
          <div class="tools" id="tools" />
        </header>
        <main id="main" tabindex={-1}>
          {children}
        </main>
        <Footer site={site} to={to} />
      </body>
    </html>
  );
}

function Footer({ site, to }: { readonly site: SiteContext; readonly to: LinkTo }) {
  const contact = safeLink(site.contact);
  return (
    <footer class="foot">
      <p>
        Counts, deadlines and responses are read from the petition platforms. Every verdict is based on evidence, and
        the evidence is shown with it. <a href={to(paths.subscribe) + '#verdicts'}>How to read a verdict</a>
      </p>
      <ul>
        <li>
          <a href={to(paths.answers)}>Who answers, and how late</a>
        </li>
        <li>
          <a href={to(paths.forecasts)}>How good the forecasts are</a>
        </li>
        <li>
          <a href={to(paths.alerts)}>Alerts (Atom)</a>
        </li>
        <li>
          <a href={to(paths.calendar)}>Deadlines (calendar)</a>
        </li>
        <li>
          <a href={to(paths.petitions)}>All petitions (JSON)</a>
        </li>
        {contact && (
          <li>
            <a href={contact.href} rel="noopener">
              Who runs this site: {contact.host}
            </a>
          </li>
        )}
      </ul>
    </footer>
  );
}
