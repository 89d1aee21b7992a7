/** The pages of the site. */
import type { SiteFile } from '../site-file.ts';
import type { SiteContext } from '../view-model.ts';
import { notFoundPage } from './not-found.tsx';
import { subscribePage } from './subscribe.tsx';

/** The overview, on one or more pages. */
export { overviewPages } from './overview.tsx';

/** Who answers, and how late. */
export { answersPage } from './answers.tsx';

/** How good the forecasts were. */
export { forecastsPage } from './forecasts.tsx';

export { petitionPage } from './petition.tsx';

/** How to get alerts, and the page for addresses that do not exist. */
export const staticPages = (site: SiteContext): SiteFile[] => [subscribePage(site), notFoundPage(site)];
