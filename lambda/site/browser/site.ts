/** On every page of the site: times as the reader wants them, how fresh the page is, and the table that sorts and filters. */
import { watchFreshness } from './freshness-banner.ts';
import { enhancePetitionsTable } from './petitions-table.ts';
import { refreshTimes, enhanceTimes } from './local-times.ts';

enhanceTimes();
enhancePetitionsTable();
watchFreshness(refreshTimes);
