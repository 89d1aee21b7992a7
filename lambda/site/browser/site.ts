/** On every page of the site: times as the reader wants them, how fresh the page is, and the table that sorts and filters. */
import { watchFreshness } from './freshness-banner.ts';
import { petitionsTable } from './petitions-table.ts';
import { refreshTimes, tellTimes } from './local-times.ts';

tellTimes();
petitionsTable();
watchFreshness(refreshTimes);
