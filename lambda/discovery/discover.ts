/**
 * One run over the lists of the queries: each page is the reading of the petitions on it, what is new is watched from
 * then on, and what has left its list is looked into.
 */
import pMap from 'p-map';
import { BadInput } from '../../src/validation.ts';
import { reachesMinSignatures, matchesTitle } from '../../src/config/watch-queries.ts';
import type { WatchList } from '../../src/config/watch-list.ts';
import type { WatchQuery } from '../../src/config/watched-petition.ts';
import type { HostStatus } from '../../src/domain/source-health.ts';
import type { Instant } from '../../src/domain/time.ts';
import type { PollingDeps } from '../../src/polling/container.ts';
import { publishHealthNotices } from '../../src/polling/health-notices.ts';
import { pollFromList } from '../../src/polling/poll-petition.ts';
import {
  countMetrics,
  isOutOfTime,
  processSafely,
  summarize,
  type PetitionOutcome,
  type RunSummary,
} from '../../src/polling/process-all.ts';
import { SourceFailed } from '../../src/sources/http.ts';
import type { ListedPetition } from '../../src/sources/source.ts';
import { listedKey as listedPlace } from '../../src/storage/due-buckets.ts';

/** What one run did; the numbers are petitions, unless they say otherwise. */
export interface DiscoverySummary extends RunSummary {
  /** Pages of lists. */
  readonly pages: number;
  /** On the lists, whether they are watched or not. */
  readonly listed: number;
  /** Watched from now on. */
  readonly found: number;
  /** Watched, and not on their list any more. */
  readonly left: number;
}

/** What was seen of one list. */
interface ListResult extends Pick<DiscoverySummary, 'pages' | 'listed' | 'found' | 'left'> {
  readonly host: string;
  readonly outcomes: readonly PetitionOutcome[];
  /** Why it could not be read to its end; absent when it was. */
  readonly failed?: string;
}

type Queries = readonly [WatchQuery, ...WatchQuery[]];

/** A page's petitions that are attended to at a time: none of them is asked for. */
const concurrency = 16;

/** @throws when petitions failed for a reason of our own, after all the others have been attended to. */
export async function discover(run: PollingDeps): Promise<DiscoverySummary> {
  const { watchList, dueIndex, telemetry } = run;
  // A petition in a part that could not be read would be taken for new.
  const buckets = await dueIndex.findAllOrThrow();
  const lists: ListResult[] = [];
  // One after the other: none is in a hurry.
  for (const queries of bySource(watchList.queries)) lists.push(await readList(queries, buckets, run));
  const untold = await publishHealthNotices(listHostStatuses(lists, watchList), run);
  const sum = (number: (list: ListResult) => number): number => lists.reduce((total, one) => total + number(one), 0);
  const summary = {
    ...summarize(lists.flatMap(({ outcomes }) => outcomes)),
    pages: sum(({ pages }) => pages),
    listed: sum(({ listed }) => listed),
    found: sum(({ found }) => found),
    left: sum(({ left }) => left),
  };
  countMetrics(telemetry, summary, { untold, behind: 0 });
  const { pages, listed, found, left, failures } = summary;
  telemetry.info('lists read', { pages, listed, found, left });
  if (failures > 0) throw new Error(`${failures} petitions failed; the log has each`);
  return summary;
}

function bySource(queries: readonly WatchQuery[]): readonly Queries[] {
  const sources = new Map<string, [WatchQuery, ...WatchQuery[]]>();
  for (const query of queries) {
    const same = sources.get(query.name);
    if (same === undefined) sources.set(query.name, [query]);
    else same.push(query);
  }
  return [...sources.values()];
}

async function readList(queries: Queries, lanes: ReadonlyMap<string, string>, run: PollingDeps): Promise<ListResult> {
  const [{ name, source, baseUrl, host, keyParameter }] = queries;
  const key = keyParameter === undefined ? undefined : run.keys.keyFor(keyParameter);
  const { breaker, http, now, petitionRepository, telemetry } = run;
  const onList = new Set<string>();
  const outcomes: PetitionOutcome[] = [];
  let [pages, found] = [0, 0];
  const soFar = (): Omit<ListResult, 'left'> => ({ host, outcomes, pages, found, listed: onList.size });
  try {
    breaker.check(host, now());
    const reader = await source.reader();
    let asked = now();
    for await (const page of reader.list?.({ baseUrl, http, key }) ?? []) {
      pages += 1;
      // A list that moves while it is paged through shows a petition twice, or not at all.
      const fresh = page.filter(({ id }) => !onList.has(`${name}/${id}`));
      for (const { id } of fresh) onList.add(`${name}/${id}`);
      const came = await processPage(fresh, asked, queries, lanes, run);
      found += came.filter(({ watched }) => !lanes.has(watched.petition)).length;
      outcomes.push(...came);
      if (isOutOfTime(run)) throw new SourceFailed(`there was no time for more than ${pages} pages of the list`);
      asked = now();
    }
    breaker.recordSuccess(host);
  } catch (error) {
    if (!(error instanceof SourceFailed || error instanceof BadInput)) throw error;
    if (error instanceof SourceFailed) breaker.recordFailure(host, error, now());
    telemetry.warn('list not read', { source: name, pages, reason: error.message });
    return { ...soFar(), left: 0, failed: error.message };
  }
  const missing = [...lanes].filter(
    ([petition, lane]) => lane === listedPlace.bucket && petition.startsWith(`${name}/`) && !onList.has(petition),
  );
  await pMap(missing, ([petition]) => petitionRepository.requestPoll(petition, now()), { concurrency: concurrency });
  return { ...soFar(), left: missing.length };
}

/** The petitions of a page that are watched, or are from now on. What is named is looked at by itself. */
async function processPage(
  page: readonly ListedPetition[],
  asked: Instant,
  queries: Queries,
  lanes: ReadonlyMap<string, string>,
  run: PollingDeps,
): Promise<PetitionOutcome[]> {
  const outcomes = await pMap(
    page,
    async ({ id, observation }): Promise<PetitionOutcome[]> => {
      const watched = run.watchList.find(`${queries[0].name}/${id}`);
      if (watched?.isFromQuery !== true || observation.kind === 'gone') return [];
      const meant = queries.filter(({ entry }) => matchesTitle(entry, observation));
      const isKnown = lanes.has(watched.petition);
      if (isKnown && meant.length === 0) {
        await run.petitionRepository.unwatch(watched.petition);
        return [];
      }
      if (!isKnown && !meant.some(({ entry }) => reachesMinSignatures(entry, observation))) return [];
      return [await processSafely(watched, run, { poll: pollFromList(observation, asked), isFound: true })];
    },
    { concurrency: concurrency },
  );
  return outcomes.flat();
}

/** All hosts that are watched: what was had of those with lists, and of the others nothing. */
function listHostStatuses(lists: readonly ListResult[], { hosts }: WatchList): HostStatus[] {
  return [...hosts].map(([host, petitions]) => {
    const list = lists.find((one) => one.host === host);
    if (list === undefined) return { host, petitions };
    const poll =
      list.failed === undefined ? { answered: true as const } : { answered: false as const, reason: list.failed };
    return { host, petitions: petitions + list.listed, poll };
  });
}
