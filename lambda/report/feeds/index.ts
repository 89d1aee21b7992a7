/** The feeds of the site: what programs, calendars and readers of news take. */
import type { SiteFile } from '../files.ts';
import type { OnRecord, Overview, Site } from '../view.ts';

/** Of all petitions together. */
export const feedsOf = (_overview: Overview, _site: Site): SiteFile[] => [];

/** Of one petition. */
export const petitionFeeds = (_record: OnRecord, _site: Site): SiteFile[] => [];
