/** What is served in the place of a page that is not there: at any depth, so its links are whole addresses. */
import type { SiteFile } from '../site-file.ts';
import { paths } from '../paths.ts';
import type { SiteContext } from '../view-model.ts';
import { pageFile } from './layout.tsx';

export const notFoundPage = (site: SiteContext): SiteFile =>
  pageFile({
    path: paths.notFound,
    site,
    title: 'Not found',
    description: 'There is no page at this address.',
    anywhere: true,
    children: (
      <header class="lead">
        <h1>There is no page here</h1>
        <p class="standfirst">
          A petition that is not watched any more has no page either. What was known of it is kept by whoever runs this
          monitor.
        </p>
        <p>
          <a href={site.url}>All petitions that are watched</a>
        </p>
      </header>
    ),
  });
