/**
 * One run over the lists of the queries. Each page has an observation of every petition on it. New petitions are
 * watched from then on, and petitions that left their list are polled.
 */
import pMap from 'p-map';
import { errorMessage, clip, oneLine } from '../../src/text.ts';
import { BadInput } from '../../src/validation.ts';
import { createTitleMatcher, reachesMinSignatures, type TitleMatcher } from '../../src/config/watch-queries.ts';
import type { WatchList } from '../../src/config/watch-list.ts';
import type { WatchQuery } from '../../src/config/watched-petition.ts';
import type { HostStatus } from '../../src/domain/source-health.ts';
import type { PollingDeps } from '../../src/polling/container.ts';
import { WrongClock } from '../../src/polling/clock-check.ts';
import { DatedHttp, type AnswerSpan } from '../../src/polling/dated-http.ts';
import { publishHealthNotices } from '../../src/polling/health-notices.ts';
import { pollFromList, readWithin, unexpected } from '../../src/polling/poll-petition.ts';
import {
  countMetrics,
  groupBy,
  isOutOfTime,
  observedProblems,
  processSafely,
  publishAllLeft,
  summarize,
  toFailedOutcome,
  type PetitionOutcome,
  type RunSummary,
} from '../../src/polling/process-all.ts';
import { describeThrown } from '../../src/runtime/time-limit.ts';
import type { Telemetry } from '../../src/runtime/telemetry.ts';
import { readableOf } from '../../src/sources/fields.ts';
import { SourceFailed } from '../../src/sources/http.ts';
import type { ListedPetition, ListPage } from '../../src/sources/source.ts';
import { listedKey } from '../../src/storage/due-buckets.ts';

/** What one run did; the numbers are petitions, unless stated otherwise. */
export interface DiscoverySummary extends RunSummary {
  /** Pages of lists. */
  readonly pages: number;
  /** On the lists, watched or not. */
  readonly listed: number;
  /** Watched from now on. */
  readonly found: number;
  /** Watched, and no longer on their list. */
  readonly left: number;
}

/** The result of one list. */
interface ListResult extends Pick<DiscoverySummary, 'pages' | 'listed' | 'found' | 'left'> {
  readonly host: string;
  readonly outcomes: readonly PetitionOutcome[];
  /** Why it could not be read to its end; absent when it could. */
  readonly failed?: string;
}

type Queries = readonly [WatchQuery, ...WatchQuery[]];

/** The queries of one list, with what matches their titles in this run. */
interface ListQueries {
  readonly source: string;
  readonly matchers: ReadonlyMap<WatchQuery, TitleMatcher>;
}

/** How many petitions of a page are processed at a time: none of them needs a request. */
const concurrency = 16;

/**
 * @throws when petitions failed for a reason of ours, after all the others are processed; {WrongClock} when nothing of
 * this run can be believed.
 */
export async function discover(deps: PollingDeps): Promise<DiscoverySummary> {
  const { watchList, dueIndex, telemetry, clock } = deps;
  clock.remember((await dueIndex.lastTick())?.at);
  // A petition in a part that could not be read would be taken for new.
  const buckets = await dueIndex.findAllOrThrow();
  const lists: ListResult[] = [];
  // One after the other: there is no hurry.
  for (const queries of groupBy(watchList.queries, ({ name }) => name).values()) {
    lists.push(await readList(queries, buckets, deps));
    clock.tellAndAssertRight(deps.now(), telemetry);
  }
  const outcomes = lists.flatMap((list) => list.outcomes);
  const observed = observedProblems(outcomes, 0);
  const undelivered = await publishHealthNotices(listHostStatuses(lists, watchList), observed, deps);
  const sum = (number: (list: ListResult) => number): number => lists.reduce((total, one) => total + number(one), 0);
  const summary = {
    ...summarize(await publishAllLeft(outcomes, deps)),
    pages: sum(({ pages }) => pages),
    listed: sum(({ listed }) => listed),
    found: sum(({ found }) => found),
    left: sum(({ left }) => left),
  };
  countMetrics(telemetry, summary, { undelivered, lag: 0 });
  const { pages, listed, found, left, failures } = summary;
  telemetry.info('lists read', { pages, listed, found, left });
  if (failures > 0) throw new Error(`${failures} petitions failed; the log has each`);
  return summary;
}

async function readList(
  queries: Queries,
  buckets: ReadonlyMap<string, string>,
  deps: PollingDeps,
): Promise<ListResult> {
  const [{ name, source, baseUrl, host, keyParameter }] = queries;
  const key = keyParameter === undefined ? undefined : deps.keys.keyFor(keyParameter);
  const { breaker, clock, http: shared, now, petitionRepository, telemetry, watchList } = deps;
  const list = { source: name, matchers: new Map(queries.map((query) => [query, createTitleMatcher(query.entry)])) };
  const onList = new Set<string>();
  const outcomes: PetitionOutcome[] = [];
  let [pages, found] = [0, 0];
  const soFar = (): Omit<ListResult, 'left'> => ({ host, outcomes, pages, found, listed: onList.size });
  try {
    breaker.check(host, now());
    const reader = await source.reader();
    const http = new DatedHttp(shared, deps);
    for await (const page of pagesWithin(host, reader.list?.({ baseUrl, now: now(), http, key }))) {
      clock.assertRight(now());
      clock.tellServersOff(telemetry);
      pages += 1;
      // A list that changes between two pages can show a petition twice, or not at all.
      const fresh = readablePetitions(page, queries[0], telemetry).filter(({ id }) => !onList.has(`${name}/${id}`));
      for (const { id } of fresh) onList.add(`${name}/${id}`);
      const processed = await processPage(fresh, http.takeSpan(), list, buckets, deps);
      found += processed.filter(({ watched }) => !buckets.has(watched.petition)).length;
      outcomes.push(...processed);
      if (isOutOfTime(deps)) throw new SourceFailed(`there was no time for more than ${pages} pages of the list`);
    }
    clock.assertRight(now());
    breaker.recordSuccess(host);
  } catch (error) {
    // Whatever was thrown, it is about this list: the others are read. What fails for a petition was counted with it.
    const isExpected = error instanceof SourceFailed || error instanceof BadInput || error instanceof WrongClock;
    if (error instanceof SourceFailed) breaker.recordFailure(host, error, now());
    if (!isExpected) telemetry.error('reader failed', { source: name, reason: describeThrown(error) });
    const failed = isExpected ? error.message : unexpected;
    telemetry.warn('list not read', { source: name, pages, reason: failed });
    return { ...soFar(), left: 0, failed };
  }
  const missing = [...buckets].filter(
    ([petition, bucket]) => bucket === listedKey.bucket && petition.startsWith(`${name}/`) && !onList.has(petition),
  );
  const requestPoll = async ([petition]: [string, string]): Promise<void> => {
    try {
      await petitionRepository.requestPoll(petition, now());
    } catch (error) {
      const watched = watchList.find(petition);
      if (watched === undefined) throw error;
      outcomes.push(toFailedOutcome(watched, error, telemetry));
    }
  };
  await pMap(missing, requestPoll, { concurrency });
  return { ...soFar(), left: missing.length };
}

/** The pages of a list, each within the time of a read. */
async function* pagesWithin<Page>(host: string, list: AsyncIterable<Page> | undefined): AsyncGenerator<Page> {
  const pages = list?.[Symbol.asyncIterator]();
  while (pages !== undefined) {
    const next = await readWithin(host, () => pages.next());
    if (next.done === true) return;
    yield next.value;
  }
}

/**
 * The petitions of a page, without what cannot be read, and without an id that does not fit the source's own pattern: it
 * could forge a line, a path or a key. Both are named. One that is watched is then missing, and is polled by itself.
 */
function readablePetitions(
  page: ListPage,
  { name, source }: WatchQuery,
  telemetry: Telemetry,
): readonly ListedPetition[] {
  const unreadable = page.filter((one) => one instanceof BadInput);
  const all = readableOf(page);
  const foreign = all.filter(({ id }) => !source.id.pattern.test(id));
  const leaveOut = (petitions: number, reason: string): void =>
    telemetry.warn('petitions left out', { source: name, petitions, reason });
  if (unreadable.length > 0) {
    const faults = unreadable.slice(0, 10).map(({ message }) => clip(oneLine(message), 200));
    leaveOut(unreadable.length, faults.join('; '));
  }
  if (foreign.length === 0) return all;
  const ids = foreign.slice(0, 10).map(({ id }) => JSON.stringify(clip(oneLine(id), 60)));
  leaveOut(foreign.length, `${ids.join(', ')}: an id must look like ${source.id.example}`);
  return all.filter((one) => !foreign.includes(one));
}

/** Processes the petitions of a page that are watched, or are from now on. Named petitions are polled on their own. */
async function processPage(
  page: readonly ListedPetition[],
  span: AnswerSpan | undefined,
  { source, matchers }: ListQueries,
  buckets: ReadonlyMap<string, string>,
  deps: PollingDeps,
): Promise<PetitionOutcome[]> {
  const notMatched = new Map<string, string>();
  const outcomes = await pMap(
    page,
    async ({ id, observation }): Promise<PetitionOutcome[]> => {
      const watched = deps.watchList.find(`${source}/${id}`);
      if (watched?.isFromQuery !== true || observation.kind === 'gone') return [];
      const matching = [...matchers].flatMap(([query, matches]) => {
        try {
          return matches(observation) ? [query] : [];
        } catch (error) {
          notMatched.set(watched.petition, errorMessage(error));
          return [];
        }
      });
      const isKnown = buckets.has(watched.petition);
      if (isKnown && matching.length === 0 && !notMatched.has(watched.petition)) {
        return await deps.petitionRepository.unwatch(watched.petition).then(
          () => [],
          (error: unknown) => [toFailedOutcome(watched, error, deps.telemetry)],
        );
      }
      if (!isKnown && !matching.some(({ entry }) => reachesMinSignatures(entry, observation))) return [];
      return [await processSafely(watched, deps, { poll: pollFromList(observation, span), isFound: true })];
    },
    { concurrency },
  );
  if (notMatched.size > 0) {
    const names = [...notMatched.keys()].slice(0, 10).join(', ');
    const [reason = ''] = notMatched.values();
    deps.telemetry.warn('titles not matched', { source, petitions: notMatched.size, reason: `${names}: ${reason}` });
  }
  return outcomes.flat();
}

/** All watched hosts: the results of those with lists, and nothing about the others. */
function listHostStatuses(lists: readonly ListResult[], { hosts }: WatchList): HostStatus[] {
  return [...hosts].map(([host, petitions]) => {
    const list = lists.find((one) => one.host === host);
    if (list === undefined) return { host, petitions };
    const poll =
      list.failed === undefined ? { answered: true as const } : { answered: false as const, reason: list.failed };
    return { host, petitions: petitions + list.listed, poll };
  });
}
