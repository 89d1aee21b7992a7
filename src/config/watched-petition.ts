/** What the config says of one watched petition, as the core and the sources want it. */
import * as z from 'zod/mini';
import type { Terms } from '../domain/evaluate.ts';
import { undated, withResponseWindow, type RulesHistory } from '../domain/rules.ts';
import { instant, minutesIn } from '../domain/time.ts';
import { sources, type SourceName } from '../sources/registry.ts';
import { openedAt, type Source } from '../sources/source.ts';
import type { Config, Watch } from './config.ts';
import type { GeneralEntry } from './custom-entry.ts';
import { sourceOf } from './custom-source.ts';

export interface Watched {
  /** `source/id` */
  readonly petition: string;
  readonly id: string;
  readonly source: Source;
  readonly baseUrl: string;
  /** Of `baseUrl`: what is asked politely, and fails, as one. */
  readonly host: string;
  /** The parameter that holds the key, where the platform asks for one. */
  readonly keyParameter: string | undefined;
  /** Whether a query found it: then its platform's list is read for it too. */
  readonly isOnList: boolean;
  readonly terms: Terms;
}

type Placed = Pick<Watched, 'source' | 'baseUrl' | 'host' | 'keyParameter'>;

/** All that an entry with `all` is about. */
export interface Query extends Placed {
  /** The name of the source. */
  readonly name: SourceName;
  readonly entry: BuiltIn;
  /** A petition of the platform, by its id, as this query has it watched. */
  readonly watched: (id: string) => Watched;
}

/** An entry of a platform that is known here, and not of a petition that brings its rules. */
type BuiltIn = Exclude<Watch, GeneralEntry>;
const isGeneral = (entry: Watch): entry is GeneralEntry => 'url' in entry;

/** The petitions that a config names. */
export const watchedBy = (config: Config): Watched[] =>
  config.watch.flatMap((entry) =>
    entry.petition === undefined ? [] : [watchedAs(entry, entry.petition, true, config)],
  );

/** Its queries. */
export const queriesOf = (config: Config): Query[] =>
  config.watch.flatMap((entry): Query[] => {
    if (isGeneral(entry) || entry.all === undefined) return [];
    const { source: name } = entry;
    return [{ name, entry, ...placeOf(entry), watched: (id) => watchedAs(entry, id, false, config) }];
  });

function placeOf(entry: Watch): Placed {
  if (isGeneral(entry)) {
    const source = sourceOf(entry);
    return { source, baseUrl: source.baseUrl, host: new URL(source.baseUrl).host, keyParameter: undefined };
  }
  const { [entry.source]: known } = sources;
  const source: Source = entry.opened === undefined ? known : openedAt(known, z.decode(instant, entry.opened));
  // A slash at the end would double the one that paths begin with.
  const baseUrl = (entry.baseUrl ?? source.baseUrl).replace(/\/+$/, '');
  const keyParameter = 'key' in entry ? entry.key.parameter : undefined;
  return { source, baseUrl, host: new URL(baseUrl).host, keyParameter };
}

/** What was named is told of from the start, what was found only when something happens. */
function watchedAs(entry: Watch, id: string, isNamed: boolean, config: Config): Watched {
  const { warnBefore, remindEvery, forecasts, longestSilence, requestsPerDay } = config;
  const { source, ...place } = placeOf(entry);
  return {
    petition: `${entry.source}/${id}`,
    id,
    source,
    ...place,
    isOnList: !isNamed,
    terms: {
      history: historyOf(entry, source),
      warnBefore,
      remindEvery,
      announceStart: isNamed,
      forecasts: isNamed && forecasts,
      lagMinutes: source.lagMinutes,
      refreshMinutes: source.refreshMinutes,
      longestSilence: minutesIn(longestSilence),
      requestsPerDay: requestsPerDay?.petition,
      confirmLeaps: true,
    },
  };
}

/** The rules that the entry brings, or else those of its platform. */
function historyOf(entry: Watch, source: Source): RulesHistory {
  // A general entry's rules are those of its source.
  if (isGeneral(entry)) return source.history;
  const { responseWindow } = entry;
  const rules = 'rules' in entry ? entry.rules : undefined;
  const history = rules === undefined ? source.history : undated(rules);
  return responseWindow === undefined ? history : withResponseWindow(history, responseWindow);
}
