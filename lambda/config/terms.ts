/** What the config says of one watched petition, as the core and the sources want it. */
import type { Terms } from '../petition/observe.ts';
import { withResponseWindow } from '../petition/rules.ts';
import { minutesIn } from '../petition/time.ts';
import { sources } from '../sources/index.ts';
import type { Source } from '../sources/source.ts';
import type { Config, Watch } from './config.ts';

export interface Watched {
  /** `source/id` */
  readonly petition: string;
  readonly id: string;
  readonly source: Source;
  readonly baseUrl: string;
  /** Of `baseUrl`: what is asked politely, and fails, as one. */
  readonly host: string;
  readonly terms: Terms;
}

export const nameOf = ({ source, petition }: Watch): string => `${source}/${petition}`;

export function watchedBy({
  watch,
  warnBefore,
  remindEvery,
  forecasts,
  longestSilence,
  requestsPerDay,
}: Config): Watched[] {
  return watch.map((entry) => {
    const source: Source = sources[entry.source];
    const { responseWindow } = entry;
    const history = responseWindow === undefined ? source.history : withResponseWindow(source.history, responseWindow);
    // A slash at the end would double the one that paths begin with.
    const baseUrl = (entry.baseUrl ?? source.baseUrl).replace(/\/+$/, '');
    return {
      petition: nameOf(entry),
      id: entry.petition,
      source,
      baseUrl,
      host: new URL(baseUrl).host,
      terms: {
        history,
        warnBefore,
        remindEvery,
        announceStart: true,
        forecasts,
        lagMinutes: source.lagMinutes,
        refreshMinutes: source.refreshMinutes,
        longestSilence: minutesIn(longestSilence),
        requestsPerDay: requestsPerDay?.petition,
        confirmLeaps: true,
      },
    };
  });
}
