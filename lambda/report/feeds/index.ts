/** The feeds of the site: what programs, calendars and readers of news take. */
import type { SiteFile } from '../files.ts';
import type { OnRecord, Overview, Site } from '../view.ts';

/** Of all petitions together. */
export const feedsOf: (overview: Overview, site: Site) => SiteFile[] = () => [];

/** Of one petition. */
export const petitionFeeds: (record: OnRecord, site: Site) => SiteFile[] = () => [];
