/** The feeds of the site: what programs, calendars and readers of news take. Pure: of the same view the same bytes. */
import type { SiteFile } from '../site-file.ts';
import { petitionPath } from '../paths.ts';
import { csvOf } from '../readings-csv.ts';
import type { OnRecord, Overview, Site } from '../view-model.ts';
import { alertsFeed } from './alerts-atom.ts';
import { calendar } from './calendar.ts';
import { petitionFile } from './petition-json.ts';
import { petitionsFile } from './petitions-json.ts';

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
