/**
 * One run over the lists of the queries: each page is the reading of the petitions on it, what is new is watched from then on,
 * and what has left its list is looked into.
 */
import pMap from 'p-map';
import { BadInput } from '../../src/validation.ts';
import { isFound, isMeant } from '../../src/config/watch-queries.ts';
import type { Watching } from '../../src/config/watch-list.ts';
import type { Query } from '../../src/config/watched-petition.ts';
import type { HostSeen } from '../../src/domain/source-health.ts';
import type { Instant } from '../../src/domain/time.ts';
import type { PollingDeps } from '../../src/polling/container.ts';
import { attendToHealth } from '../../src/polling/health-notices.ts';
import { lookAtList } from '../../src/polling/poll-petition.ts';
import { count, isOver, outcomeOf, sumUp, type Outcome, type Summary } from '../../src/polling/process-all.ts';
import { SourceFailed } from '../../src/sources/http.ts';
import type { Listed } from '../../src/sources/source.ts';
import { listed as listedPlace } from '../../src/storage/due-buckets.ts';

/** What one run did; the numbers are petitions, unless they say otherwise. */
export interface DiscoverySummary extends Summary {
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
interface ListSeen extends Pick<DiscoverySummary, 'pages' | 'listed' | 'found' | 'left'> {
  readonly host: string;
  readonly outcomes: readonly Outcome[];
  /** Why it could not be read to its end; absent when it was. */
  readonly failed?: string;
}

type Queries = readonly [Query, ...Query[]];

/** A page's petitions that are attended to at a time: none of them is asked for. */
const atATime = 16;

/** @throws when petitions failed for a reason of our own, after all the others have been attended to. */
export async function discover(run: PollingDeps): Promise<DiscoverySummary> {
  const { watching, agenda, telemetry } = run;
  const { lanes, unread } = await agenda.all();
  // What is watched and could not be read would be taken for new.
  if (unread.length > 0) throw new Error(`the agenda could not be read: ${unread.join('; ')}`);
  const lists: ListSeen[] = [];
  // One after the other: none is in a hurry.
  for (const queries of bySource(watching.queries)) lists.push(await readList(queries, lanes, run));
  const untold = await attendToHealth(hostsSeen(lists, watching), run);
  const sum = (number: (list: ListSeen) => number): number => lists.reduce((total, one) => total + number(one), 0);
  const summary = {
    ...sumUp(lists.flatMap(({ outcomes }) => outcomes)),
    pages: sum(({ pages }) => pages),
    listed: sum(({ listed }) => listed),
    found: sum(({ found }) => found),
    left: sum(({ left }) => left),
  };
  count(telemetry, summary, { untold, behind: 0 });
  const { pages, listed, found, left, failures } = summary;
  telemetry.info('lists read', { pages, listed, found, left });
  if (failures > 0) throw new Error(`${failures} petitions failed; the log has each`);
  return summary;
}

function bySource(queries: readonly Query[]): readonly Queries[] {
  const sources = new Map<string, [Query, ...Query[]]>();
  for (const query of queries) {
    const same = sources.get(query.name);
    if (same === undefined) sources.set(query.name, [query]);
    else same.push(query);
  }
  return [...sources.values()];
}

async function readList(queries: Queries, lanes: ReadonlyMap<string, string>, run: PollingDeps): Promise<ListSeen> {
  const [{ name, source, baseUrl, host, keyParameter }] = queries;
  const key = keyParameter === undefined ? undefined : run.keys.keyIn(keyParameter);
  const { breaker, http, now, store, telemetry } = run;
  const onList = new Set<string>();
  const outcomes: Outcome[] = [];
  let [pages, found] = [0, 0];
  const soFar = (): Omit<ListSeen, 'left'> => ({ host, outcomes, pages, found, listed: onList.size });
  try {
    breaker.check(host, now());
    const reader = await source.reader();
    let asked = now();
    for await (const page of reader.list?.({ baseUrl, http, key }) ?? []) {
      pages += 1;
      // A list that moves while it is paged through shows a petition twice, or not at all.
      const fresh = page.filter(({ id }) => !onList.has(`${name}/${id}`));
      for (const { id } of fresh) onList.add(`${name}/${id}`);
      const came = await attendPage(fresh, asked, queries, lanes, run);
      found += came.filter(({ watched }) => !lanes.has(watched.petition)).length;
      outcomes.push(...came);
      if (isOver(run)) throw new SourceFailed(`there was no time for more than ${pages} pages of the list`);
      asked = now();
    }
    breaker.answered(host);
  } catch (error) {
    if (!(error instanceof SourceFailed || error instanceof BadInput)) throw error;
    if (error instanceof SourceFailed) breaker.failed(host, error, now());
    telemetry.warn('list not read', { source: name, pages, reason: error.message });
    return { ...soFar(), left: 0, failed: error.message };
  }
  const missing = [...lanes].filter(
    ([petition, lane]) => lane === listedPlace.lane && petition.startsWith(`${name}/`) && !onList.has(petition),
  );
  await pMap(missing, ([petition]) => store.lookInto(petition, now()), { concurrency: atATime });
  return { ...soFar(), left: missing.length };
}

/** The petitions of a page that are watched, or are from now on. What is named is looked at by itself. */
async function attendPage(
  page: readonly Listed[],
  asked: Instant,
  queries: Queries,
  lanes: ReadonlyMap<string, string>,
  run: PollingDeps,
): Promise<Outcome[]> {
  const outcomes = await pMap(
    page,
    async ({ id, sighting }): Promise<Outcome[]> => {
      const watched = run.watching.find(`${queries[0].name}/${id}`);
      if (watched?.isOnList !== true || sighting.kind === 'gone') return [];
      const meant = queries.filter(({ entry }) => isMeant(entry, sighting));
      const isKnown = lanes.has(watched.petition);
      if (isKnown && meant.length === 0) {
        await run.store.drop(watched.petition);
        return [];
      }
      if (!isKnown && !meant.some(({ entry }) => isFound(entry, sighting))) return [];
      return [await outcomeOf(watched, run, { look: lookAtList(sighting, asked), isFound: true })];
    },
    { concurrency: atATime },
  );
  return outcomes.flat();
}

/** All hosts that are watched: what was had of those with lists, and of the others nothing. */
function hostsSeen(lists: readonly ListSeen[], { hosts }: Watching): HostSeen[] {
  return [...hosts].map(([host, petitions]) => {
    const list = lists.find((one) => one.host === host);
    if (list === undefined) return { host, petitions };
    const look =
      list.failed === undefined ? { answered: true as const } : { answered: false as const, reason: list.failed };
    return { host, petitions: petitions + list.listed, look };
  });
}
