/**
 * Petitions that are named and may wait are read from the list of their platform, once an hour, where that takes fewer
 * requests than one for each of them. A reading from a list is evaluated as every other one. All that is kept of it is
 * kept by the process, and saves requests alone: a petition that it does not know, that the list did not show, or whose
 * list could not be read, is polled by itself at its turn.
 */
import pMap from 'p-map';
import type { WatchList } from '../../src/config/watch-list.ts';
import type { WatchedPetition } from '../../src/config/watched-petition.ts';
import { sourceOf } from '../../src/domain/source-of.ts';
import { isAfter, minutesBetween, type Instant } from '../../src/domain/time.ts';
import {
  groupBy,
  isOutOfTime,
  maxPerHost,
  processSafely,
  type PetitionOutcome,
} from '../../src/polling/process-all.ts';
import { pollFromList } from '../../src/polling/poll-petition.ts';
import type { ProcessDeps } from '../../src/polling/process-petition.ts';
import { readList, type ListPlace, type PageReading } from '../../src/polling/read-list.ts';
import { isPatientBucket } from '../../src/storage/due-buckets.ts';
import type { LoadedPetition } from '../../src/storage/petition-item.ts';
import type { PreloadedPetitions } from '../../src/storage/petition-repository.ts';

/** A list is read again after so many minutes: the shortest period of what may be read from it. */
const listMinutes = 60;
/** With fewer petitions, a list is not tried: a page of the UK's has as many. */
const fewestPetitions = 25;
/** A page must have at least so many petitions that need no request of their own. */
const fewestPerPage = 2;
/** A list that does not save requests is tried again after a day, and what is kept of petitions is loaded again. */
const hoursUntilRetry = 24;
/** A tick has fifty seconds. Sixty pages take about half of it, with 200 ms an answer. */
const maxPages = 60;
const maxSeconds = 25;

const tooLong = 'it has too many pages to save requests';

/** What a process keeps of a list. */
interface KnownList {
  /** When it was read, and when it is read again. */
  readonly at: Instant;
  readonly next: Instant;
  /** What is stored of the petitions that were read from it, by name; undefined when it has to be loaded. */
  readonly read: Map<string, LoadedPetition | undefined>;
  /** When these were loaded. */
  readonly loadedAt: Instant;
}

interface NamedList extends ListPlace {
  readonly named: readonly WatchedPetition[];
}

/** What became of the petitions of a tick that may wait. */
export interface ListReadings {
  readonly outcomes: readonly PetitionOutcome[];
  /** Those that have to be polled all the same. */
  readonly left: readonly WatchedPetition[];
  /** Requests, by host. */
  readonly pages: ReadonlyMap<string, number>;
}

export const listKey = ({ petition, baseUrl }: Pick<WatchedPetition, 'petition' | 'baseUrl'>): string =>
  `${sourceOf(petition)} ${baseUrl}`;

export class ListReader {
  readonly #lists: ReadonlyMap<string, NamedList>;
  readonly #known = new Map<string, KnownList>();

  constructor({ named }: Pick<WatchList, 'named'>) {
    const groups = groupBy(
      named.filter(({ source }) => source.listIsWhole === true),
      listKey,
    );
    this.#lists = new Map(
      [...groups]
        .filter(([, petitions]) => petitions.length >= fewestPetitions)
        .map(([key, petitions]) => {
          const [{ petition, source, baseUrl, host, keyParameter }] = petitions;
          return [key, { name: sourceOf(petition), source, baseUrl, host, keyParameter, named: petitions }];
        }),
    );
  }

  /** Of petitions that are due and may wait: those that were read from their list since their last turn need nothing. */
  isRead(watched: WatchedPetition, now: Instant): boolean {
    const known = this.#known.get(listKey(watched));
    return (
      known !== undefined && !isAfter(known.at, now) && isAfter(known.next, now) && known.read.has(watched.petition)
    );
  }

  /** The lists that are to be read now: on one of them is a petition that is due, or was read from it an hour ago. */
  toRead(due: readonly WatchedPetition[], now: Instant): ReadonlySet<string> {
    const wanted = [...this.#known].flatMap(([key, { read }]) => (read.size > 0 ? [key] : []));
    const keys = [...due.map(listKey), ...wanted].filter((key) => {
      const known = this.#known.get(key);
      return this.#lists.has(key) && (known === undefined || !isAfter(known.next, now) || isAfter(known.at, now));
    });
    return new Set(keys);
  }

  /** The host of a list, and how many requests it may take. */
  costOf(key: string): { readonly host: string; readonly pages: number } {
    const { host = '', named = [] } = this.#lists.get(key) ?? {};
    return { host, pages: Math.min(maxPages, Math.ceil((named.length + 1) / fewestPerPage)) };
  }

  /** It was polled by itself: what is kept of it is loaded again. */
  forget(watched: WatchedPetition): void {
    const read = this.#known.get(listKey(watched))?.read;
    if (read?.has(watched.petition) === true) read.set(watched.petition, undefined);
  }

  /**
   * Reads these lists, side by side. Never throws. `due` are those of the petitions that are due now, and `alone` are polled
   * by themselves meanwhile.
   */
  async read(
    keys: ReadonlySet<string>,
    { due, alone }: Readonly<Record<'due' | 'alone', readonly WatchedPetition[]>>,
    deps: ProcessDeps,
  ): Promise<ListReadings> {
    const notThese = new Set(alone.map(({ petition }) => petition));
    const all = await Promise.all(
      [...keys].flatMap((key) => {
        const list = this.#lists.get(key);
        return list === undefined ? [] : [this.#readOne(key, list, due, notThese, deps)];
      }),
    );
    return {
      outcomes: all.flatMap(({ outcomes }) => outcomes),
      left: all.flatMap(({ left }) => left),
      pages: new Map(all.flatMap(({ pages }) => [...pages])),
    };
  }

  async #readOne(
    key: string,
    list: NamedList,
    due: readonly WatchedPetition[],
    notThese: ReadonlySet<string>,
    deps: ProcessDeps,
  ): Promise<ListReadings> {
    const { now, telemetry } = deps;
    const begun = now();
    const before = this.#known.get(key);
    const isFresh = before !== undefined && isAfter(before.loadedAt.add({ hours: hoursUntilRetry }), begun);
    const byName = new Map(list.named.map((watched) => [watched.petition, watched]));
    const outcomes: PetitionOutcome[] = [];
    const read = new Map<string, LoadedPetition | undefined>();
    const seen = new Set(notThese);
    const usePage = async ({ petitions, span }: PageReading, pages: number): Promise<string | undefined> => {
      const shown = petitions.flatMap(({ id, observation }) => {
        const watched = byName.get(`${list.name}/${id}`);
        const isWanted = watched !== undefined && observation.kind !== 'gone' && !notThese.has(watched.petition);
        return isWanted ? [{ watched, observation }] : [];
      });
      const kept = (name: string) => (isFresh ? before.read.get(name) : undefined);
      const toLoad = shown.map(({ watched: { petition } }) => petition).filter((name) => kept(name) === undefined);
      const loaded: PreloadedPetitions =
        toLoad.length === 0 ? new Map() : await deps.petitionRepository.loadSome(toLoad);
      await pMap(
        shown,
        async ({ watched, observation }) => {
          const { petition } = watched;
          const known = kept(petition);
          const preloaded = known === undefined ? loaded.get(petition) : () => known;
          if (!mayWait(preloaded)) return;
          const outcome = await processSafely(watched, deps, { poll: pollFromList(observation, span), preloaded });
          outcomes.push(outcome);
          const stored = outcome.kind === 'processed' ? outcome.result.stored : undefined;
          // If another run has written meanwhile, this reading came to nothing.
          if (stored !== undefined || outcome.kind !== 'processed') seen.add(petition);
          if (stored !== undefined && mayWait(() => stored)) read.set(petition, stored);
        },
        { concurrency: maxPerHost },
      );
      if (pages * fewestPerPage > list.named.length || pages === maxPages) return tooLong;
      return isOutOfTime(deps) || minutesBetween(begun, now()) * 60 > maxSeconds
        ? 'there was no time for more'
        : undefined;
    };
    const { pages, failed } = await readList(list, usePage, deps);
    const saves = failed === undefined && read.size >= pages * fewestPerPage;
    const isTooLong = failed === undefined ? !saves : failed === tooLong;
    if (failed !== undefined) telemetry.warn('list not read', { source: list.name, pages, reason: failed });
    else telemetry.info('list read', { source: list.name, pages, petitions: read.size });
    this.#known.set(key, {
      at: begun,
      // In whole minutes, as ticks come: not a second too late for the tick of an hour later.
      next: begun
        .round({ smallestUnit: 'minute', roundingMode: 'floor' })
        .add(isTooLong ? { hours: hoursUntilRetry } : { minutes: listMinutes }),
      read: saves ? read : new Map<string, LoadedPetition | undefined>(),
      loadedAt: isFresh ? before.loadedAt : begun,
    });
    // What was read from the list an hour ago and is not on it now, and what is due and was not read from it.
    const missing = [
      ...(before?.read.keys() ?? []),
      ...due.filter((one) => listKey(one) === key).map(({ petition }) => petition),
    ];
    const left = [...new Set(missing)].filter((name) => !seen.has(name)).flatMap((name) => byName.get(name) ?? []);
    return { outcomes, left, pages: new Map([[list.host, pages]]) };
  }
}

/** One that is near a threshold or a deadline, new, or that cannot be read, is polled by itself. */
function mayWait(preloaded: (() => LoadedPetition) | undefined): boolean {
  try {
    const loaded = preloaded?.();
    return loaded?.petition.last !== undefined && loaded.dueKey !== undefined && isPatientBucket(loaded.dueKey.bucket);
  } catch {
    return false;
  }
}
