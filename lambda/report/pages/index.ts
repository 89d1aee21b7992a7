/** The pages of the site. */
import type { SiteFile } from '../files.ts';
import type { OnRecord, Overview, Site } from '../view.ts';

/** The overview, in as many pages as it takes. */
export const overviewPages: (overview: Overview, site: Site) => SiteFile[] = () => [];

export const petitionPage: (record: OnRecord, site: Site) => SiteFile[] = () => [];

/** How to be told, and what to do where a page is not found. */
export const standingPages: (site: Site) => SiteFile[] = () => [];
