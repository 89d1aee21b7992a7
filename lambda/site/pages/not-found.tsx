/** The page for addresses that do not exist. They may be at any depth, so its links are absolute. */
import type { SiteFile } from '../site-file.ts';
import { paths } from '../paths.ts';
import type { SiteContext } from '../view-model.ts';
import { pageFile } from './layout.tsx';

export const notFoundPage = (site: SiteContext): SiteFile =>
  pageFile({
    path: paths.notFound,
    site,
    title: 'Page not found',
    description: 'There is no page at this address.',
    anywhere: true,
    children: (
      <header class="lead">
        <h1>Page not found</h1>
        <p class="standfirst">
          Petitions that are no longer watched have no page. The operator of this monitor keeps their record.
        </p>
        <p>
          <a href={site.url}>All watched petitions</a>
        </p>
      </header>
    ),
  });
