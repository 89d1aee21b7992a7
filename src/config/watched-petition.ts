/** The settings of one watched petition, as the core and the sources need them. */
import * as z from 'zod/mini';
import type { WatchSettings } from '../domain/evaluate.ts';
import { undatedHistory, withResponseWindow, type RulesHistory } from '../domain/rules.ts';
import { instant, durationMinutes } from '../domain/time.ts';
import { sources, type SourceName } from '../sources/registry.ts';
import { siteOf, withOpened, type Source } from '../sources/source.ts';
import type { Config, WatchEntry } from './config.ts';
import type { CustomEntry } from './custom-entry.ts';
import { sourceFromEntry } from './custom-source.ts';

export interface WatchedPetition {
  /** `source/id` */
  readonly petition: string;
  readonly id: string;
  readonly source: Source;
  readonly baseUrl: string;
  /** Of `baseUrl`. Request limits and failures are counted by host. */
  readonly host: string;
  /** The parameter that holds the API key, if the platform needs one. */
  readonly keyParameter: string | undefined;
  /** Whether a query found it: then the list of its platform gives readings of it too. */
  readonly isFromQuery: boolean;
  readonly settings: WatchSettings;
}

type SourceLocation = Pick<WatchedPetition, 'source' | 'baseUrl' | 'host' | 'keyParameter'>;

/** An entry with `all`. */
export interface WatchQuery extends SourceLocation {
  /** The name of the source. */
  readonly name: SourceName;
  readonly entry: PlatformEntry;
  /** A petition of the platform, by its id, with the settings of this query. */
  readonly watched: (id: string) => WatchedPetition;
}

/** An entry of a platform that the monitor knows, not a custom one. */
type PlatformEntry = Exclude<WatchEntry, CustomEntry>;
const isCustom = (entry: WatchEntry): entry is CustomEntry => 'url' in entry;

/** The petitions that a config names. */
export const namedPetitions = (config: Config): WatchedPetition[] =>
  config.watch.flatMap((entry) =>
    entry.petition === undefined ? [] : [toWatchedPetition(entry, entry.petition, true, config)],
  );

/** Its queries. */
export const watchQueries = (config: Config): WatchQuery[] =>
  config.watch.flatMap((entry): WatchQuery[] => {
    if (isCustom(entry) || entry.all === undefined) return [];
    const { source: name } = entry;
    return [{ name, entry, ...locateSource(entry), watched: (id) => toWatchedPetition(entry, id, false, config) }];
  });

function locateSource(entry: WatchEntry, id?: string): SourceLocation {
  if (isCustom(entry)) {
    const source = sourceFromEntry(entry);
    return { source, baseUrl: source.baseUrl, host: new URL(source.baseUrl).host, keyParameter: undefined };
  }
  const { [entry.source]: known } = sources;
  const source: Source = entry.opened === undefined ? known : withOpened(known, z.decode(instant, entry.opened));
  // Paths begin with a slash, so the address must not end with one.
  const baseUrl = (entry.baseUrl ?? siteOf(source, id).baseUrl).replace(/\/+$/, '');
  const keyParameter = 'key' in entry ? entry.key.parameter : undefined;
  return { source, baseUrl, host: new URL(baseUrl).host, keyParameter };
}

/** A petition that is named has a first alert and forecasts; one that a query found has neither. */
function toWatchedPetition(entry: WatchEntry, id: string, isNamed: boolean, config: Config): WatchedPetition {
  const { warnBefore, remindEvery, forecasts, longestSilence, requestsPerDay } = config;
  const { source, ...place } = locateSource(entry, id);
  return {
    petition: `${entry.source}/${id}`,
    id,
    source,
    ...place,
    isFromQuery: !isNamed,
    settings: {
      history: rulesHistoryFor(entry, siteOf(source, id)),
      warnBefore,
      remindEvery,
      announceStart: isNamed,
      forecasts: isNamed && forecasts,
      lagMinutes: source.lagMinutes,
      refreshMinutes: source.refreshMinutes,
      longestSilence: durationMinutes(longestSilence),
      requestsPerDay: requestsPerDay?.petition,
      confirms: true,
    },
  };
}

/** The rules of the entry, or else those of its platform. */
function rulesHistoryFor(entry: WatchEntry, source: Pick<Source, 'history'>): RulesHistory {
  // The source of a custom entry has the rules of the entry.
  if (isCustom(entry)) return source.history;
  const { responseWindow } = entry;
  const rules = 'rules' in entry ? entry.rules : undefined;
  const history = rules === undefined ? source.history : undatedHistory(rules);
  return responseWindow === undefined ? history : withResponseWindow(history, responseWindow);
}
