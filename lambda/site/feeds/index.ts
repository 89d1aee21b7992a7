/** The feeds of the site, for programs, calendars and feed readers. Pure: the same view gives the same bytes. */
import type { SiteFile } from '../site-file.ts';
import { petitionPath } from '../paths.ts';
import { readingsCsv } from '../readings-csv.ts';
import type { PetitionRecord, Overview, SiteContext } from '../view-model.ts';
import { alertsFeed, petitionAlertFeeds } from './alerts-atom.ts';
import { deadlinesCalendar, petitionCalendar } from './calendar.ts';
import { answersFeeds } from './answers-feeds.ts';
import { forecastsFeeds } from './forecasts-feeds.ts';
import { petitionJson } from './petition-json.ts';
import { petitionsJson } from './petitions-json.ts';

/** The feeds of all petitions. */
export const overviewFeeds = (overview: Overview, site: SiteContext): SiteFile[] => [
  petitionsJson(overview, site),
  deadlinesCalendar(overview, site),
  alertsFeed(overview, site),
  ...answersFeeds(overview, site),
  ...forecastsFeeds(overview, site),
];

/** The feeds of one petition. */
export const petitionFeeds = (record: PetitionRecord, site: SiteContext): SiteFile[] => [
  petitionJson(record, site),
  { path: petitionPath(record.petition.petition, 'csv'), body: readingsCsv(record.readings) },
  ...petitionAlertFeeds(record, site),
  petitionCalendar(record, site),
];
