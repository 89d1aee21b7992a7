/**
 * One run over the lists of the queries. Each page has an observation of every petition on it. New petitions are
 * watched from then on, and petitions that left their list are polled.
 */
import pMap from 'p-map';
import { errorMessage } from '../../src/text.ts';
import { createTitleMatcher, reachesMinSignatures, type TitleMatcher } from '../../src/config/watch-queries.ts';
import type { WatchList } from '../../src/config/watch-list.ts';
import type { WatchQuery } from '../../src/config/watched-petition.ts';
import type { HostStatus } from '../../src/domain/source-health.ts';
import type { PollingDeps } from '../../src/polling/container.ts';
import type { AnswerSpan } from '../../src/polling/dated-http.ts';
import { publishHealthNotices } from '../../src/polling/health-notices.ts';
import { pollFromList } from '../../src/polling/poll-petition.ts';
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
import { readList } from '../../src/polling/read-list.ts';
import type { ListedPetition } from '../../src/sources/source.ts';
import { listedKey } from '../../src/storage/due-buckets.ts';
import type { ListResult, Queries } from './list-result.ts';

/** What one run did, with the sums over its lists. */
export type DiscoverySummary = RunSummary & Pick<ListResult, 'pages' | 'listed' | 'found' | 'left'>;

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
  const { last } = await dueIndex.begin();
  clock.remember(last?.at);
  // A petition in a part that could not be read would be taken for new.
  const buckets = await dueIndex.findAllOrThrow();
  const lists: ListResult[] = [];
  const others: PetitionOutcome[] = [];
  // One after the other: there is no hurry.
  for (const queries of groupBy(watchList.queries, ({ name }) => name).values()) {
    const { open, answered } = byKind(queries);
    if (open !== undefined) lists.push(await readQueries(open, buckets, deps));
    if (answered !== undefined) {
      // Loaded where there is such a query.
      const { readAnswered } = await import('./answered.ts');
      lists.push(...(await readAnswered(answered, buckets, deps)));
      if (open === undefined) others.push(...(await unwatchListed(answered[0].name, buckets, deps)));
    }
    clock.tellAndAssertRight(deps.now(), telemetry);
  }
  const outcomes = [...lists.flatMap((list) => list.outcomes), ...others];
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

async function readQueries(
  queries: Queries,
  buckets: ReadonlyMap<string, string>,
  deps: PollingDeps,
): Promise<ListResult> {
  const [place] = queries;
  const { name, host } = place;
  const { now, petitionRepository, telemetry } = deps;
  const list = { source: name, matchers: new Map(queries.map((query) => [query, createTitleMatcher(query.entry)])) };
  const outcomes: PetitionOutcome[] = [];
  let found = 0;
  const { onList, pages, failed } = await readList(
    place,
    async ({ petitions, span }, read) => {
      const processed = await processPage(petitions, span, list, buckets, deps);
      found += processed.filter(({ watched }) => !buckets.has(watched.petition)).length;
      outcomes.push(...processed);
      return isOutOfTime(deps) ? `there was no time for more than ${read} pages of the list` : undefined;
    },
    deps,
  );
  const result = { host, outcomes, pages, found, listed: onList.size };
  if (failed !== undefined) {
    telemetry.warn('list not read', { source: name, pages, reason: failed });
    return { ...result, left: 0, failed };
  }
  const missing = listedOf(name, buckets).filter((petition) => !onList.has(petition));
  const failures = await eachSafely(missing, (petition) => petitionRepository.requestPoll(petition, now()), deps);
  return { ...result, outcomes: [...outcomes, ...failures], left: missing.length };
}

/** The queries for what is open, and those for what is answered. */
function byKind(queries: Queries): { readonly open: Queries | undefined; readonly answered: Queries | undefined } {
  const kinds = groupBy(queries, ({ entry }) => entry.all ?? 'open');
  return { open: kinds.get('open'), answered: kinds.get('answered') };
}

/** The petitions of a source that its list covers. */
const listedOf = (source: string, buckets: ReadonlyMap<string, string>): string[] =>
  [...buckets].flatMap(([petition, bucket]) =>
    bucket === listedKey.bucket && petition.startsWith(`${source}/`) ? [petition] : [],
  );

/** What an earlier query for the open list found: no list covers it any more. */
const unwatchListed = (
  source: string,
  buckets: ReadonlyMap<string, string>,
  deps: PollingDeps,
): Promise<PetitionOutcome[]> =>
  eachSafely(
    listedOf(source, buckets).filter((petition) => deps.watchList.find(petition)?.isFromQuery === true),
    (petition) => deps.petitionRepository.unwatch(petition),
    deps,
  );

/** The outcomes of those that failed. */
async function eachSafely(
  petitions: readonly string[],
  action: (petition: string) => Promise<void>,
  { watchList, telemetry }: PollingDeps,
): Promise<PetitionOutcome[]> {
  const outcomes = await pMap(
    petitions,
    async (petition) => {
      try {
        await action(petition);
        return [];
      } catch (error) {
        const watched = watchList.find(petition);
        if (watched === undefined) throw error;
        return [toFailedOutcome(watched, error, telemetry)];
      }
    },
    { concurrency },
  );
  return outcomes.flat();
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
  const known = page
    .map(({ id }) => `${source}/${id}`)
    .filter((petition) => buckets.has(petition) && deps.watchList.find(petition)?.isFromQuery === true);
  const preloaded = await deps.petitionRepository.loadSome(known);
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
      const poll = pollFromList(observation, span);
      const loaded = preloaded.get(watched.petition);
      return [await processSafely(watched, deps, { poll, isFound: true, preloaded: loaded })];
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
