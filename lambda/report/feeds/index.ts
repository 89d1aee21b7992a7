/** The feeds of the site: what programs, calendars and readers of news take. Pure: of the same view the same bytes. */
import type { SiteFile } from '../files.ts';
import { petitionPath } from '../paths.ts';
import { csvOf } from '../readings.ts';
import type { OnRecord, Overview, Site } from '../view.ts';
import { alertsFeed } from './alerts.ts';
import { calendar } from './calendar.ts';
import { petitionFile } from './petition.ts';
import { petitionsFile } from './petitions.ts';

/** Of all petitions together. */
export const feedsOf = (overview: Overview, site: Site): SiteFile[] => [
  petitionsFile(overview, site),
  calendar(overview, site),
  alertsFeed(overview, site),
];

/** Of one petition. */
export const petitionFeeds = (record: OnRecord, site: Site): SiteFile[] => [
  petitionFile(record, site),
  { path: petitionPath(record.petition.petition, 'csv'), body: csvOf(record.readings) },
];
