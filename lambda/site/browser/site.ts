/** The script of every page: times in the reader's zone, freshness of the page, sorting and filtering of the table, copying. */
import { enhanceCopying } from './copy.ts';
import { watchFreshness } from './freshness-banner.ts';
import { enhancePetitionsTable } from './petitions-table.ts';
import { refreshTimes, enhanceTimes } from './local-times.ts';

enhanceTimes();
enhancePetitionsTable();
enhanceCopying();
watchFreshness(refreshTimes);
