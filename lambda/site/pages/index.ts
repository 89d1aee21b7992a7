/** The pages of the site. */
import type { SiteFile } from '../site-file.ts';
import type { SiteContext } from '../view-model.ts';
import { notFoundPage } from './not-found.tsx';
import { subscribePage } from './subscribe.tsx';

/** The overview, in as many pages as it takes. */
export { overviewPages } from './overview.tsx';

export { petitionPage } from './petition.tsx';

/** How to be told, and what to do where a page is not found. */
export const staticPages = (site: SiteContext): SiteFile[] => [subscribePage(site), notFoundPage(site)];
