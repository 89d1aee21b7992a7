/** The feeds of the site: what programs, calendars and readers of news take. Pure: of the same view the same bytes. */
import type { SiteFile } from '../site-file.ts';
import { petitionPath } from '../paths.ts';
import { readingsCsv } from '../readings-csv.ts';
import type { PetitionRecord, Overview, SiteContext } from '../view-model.ts';
import { alertsFeed } from './alerts-atom.ts';
import { deadlinesCalendar } from './calendar.ts';
import { petitionJson } from './petition-json.ts';
import { petitionsJson } from './petitions-json.ts';

/** Of all petitions together. */
export const overviewFeeds = (overview: Overview, site: SiteContext): SiteFile[] => [
  petitionsJson(overview, site),
  deadlinesCalendar(overview, site),
  alertsFeed(overview, site),
];

/** Of one petition. */
export const petitionFeeds = (record: PetitionRecord, site: SiteContext): SiteFile[] => [
  petitionJson(record, site),
  { path: petitionPath(record.petition.petition, 'csv'), body: readingsCsv(record.readings) },
];
