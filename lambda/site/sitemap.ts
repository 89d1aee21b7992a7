/** For search engines: the pages of the site (sitemaps.org, 0.9), and what may be read: all of it. */
import type { SiteFile } from './site-file.ts';
import { paths, petitionPath } from './paths.ts';
import type { SiteContext } from './view-model.ts';

/** A sitemap may name so many pages. */
const maxPages = 50_000;

/** `petitions` are those that have a page, watched or not. */
export function sitemapFiles(petitions: readonly string[], { url }: SiteContext): SiteFile[] {
  const pages = [
    '',
    paths.answers,
    paths.forecasts,
    paths.subscribe,
    ...[...petitions].sort().map((name) => petitionPath(name, 'html')),
  ];
  const entries = pages
    .slice(0, maxPages)
    .map((path) => `<url><loc>${url.replaceAll('&', '&amp;')}${path}</loc></url>`);
  return [
    {
      path: paths.sitemap,
      body: `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${entries.join('\n')}\n</urlset>\n`,
    },
    { path: paths.robots, body: `User-agent: *\nAllow: /\nSitemap: ${url}${paths.sitemap}\n` },
  ];
}
