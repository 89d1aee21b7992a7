/**
 * Reads the lists of answered petitions for the queries that want them: one list a run, all of them once a week. What is
 * found there is over. It is stored for the figures of answers, and no tick reads it.
 */
import pMap from 'p-map';
import { createTitleMatcher, reachesMinSignatures } from '../../src/config/watch-queries.ts';
import type { WatchedPetition, WatchQuery } from '../../src/config/watched-petition.ts';
import { isSettledSince } from '../../src/domain/cadence.ts';
import type { Reading } from '../../src/domain/observation.ts';
import { addDuration, isAfter, startOfDay, type Instant } from '../../src/domain/time.ts';
import type { PollingDeps } from '../../src/polling/container.ts';
import { pollFromList } from '../../src/polling/poll-petition.ts';
import { isOutOfTime, processSafely, type PetitionOutcome } from '../../src/polling/process-all.ts';
import { readList } from '../../src/polling/read-list.ts';
import type { ListedPetition } from '../../src/sources/source.ts';
import { errorMessage } from '../../src/text.ts';
import type { ListResult, Queries } from './list-result.ts';

/** An answer does not change, and figures of years can wait. */
const readEvery = 'P7D';
/** Archives beyond are not believed: the UK had four in sixteen years. */
const mostLists = 20;
const concurrency = 16;

/** None where it is not their time, or nobody knows how far they are read: that stops no other list. */
export async function readAnswered(
  queries: Queries,
  buckets: ReadonlyMap<string, string>,
  deps: PollingDeps,
): Promise<ListResult[]> {
  const { answeredLists, now, telemetry } = deps;
  const [place] = queries;
  const { name, host } = place;
  const unknown = (error: unknown): undefined => {
    telemetry.error('answered petitions not read', { source: name, reason: errorMessage(error) });
  };
  const loaded = await answeredLists.load(name).then((stored) => ({ stored }), unknown);
  const round = loaded && roundAt(loaded.stored, now());
  if (round === undefined) return [];
  const { began, next } = round;
  const matches = matcherOf(queries);
  const outcomes: PetitionOutcome[] = [];
  const { onList, pages, failed } = await readList(
    place,
    async ({ petitions, span }, read) => {
      const found = petitions.flatMap((one) => takenUp(one, place, matches, buckets, now()));
      outcomes.push(
        ...(await pMap(
          found,
          ({ watched, reading }) =>
            processSafely(watched, deps, { poll: pollFromList({ kind: 'reading', ...reading }, span), isFound: true }),
          { concurrency },
        )),
      );
      return isOutOfTime(deps) ? `there was no time for more than ${read} pages of the list` : undefined;
    },
    deps,
    (reader, listing) => reader.answered?.(listing, next),
  );
  const result = { host, outcomes, pages, found: outcomes.length, listed: onList.size, left: 0 };
  const isDone = outcomes.every(({ kind }) => kind === 'processed' || kind === 'damaged');
  if (failed !== undefined || !isDone) {
    telemetry.warn('answered petitions not read', { source: name, list: next, pages, reason: failed ?? 'some failed' });
    return [{ ...result, ...(failed !== undefined && { failed }) }];
  }
  const isLast = next > 0 && (pages === 0 || next === mostLists);
  const read = { began, next: isLast ? null : next + 1 };
  await answeredLists.save(name, read, loaded?.stored?.version ?? 0).catch(unknown);
  telemetry.info('answered petitions read', { source: name, list: next, pages, found: outcomes.length });
  return [result];
}

function roundAt(
  stored: { readonly began: Instant; readonly next: number | null } | undefined,
  now: Instant,
): { readonly began: Instant; readonly next: number } | undefined {
  if (stored !== undefined && stored.next !== null) return { began: stored.began, next: stored.next };
  if (stored !== undefined && isAfter(addDuration(stored.began, readEvery, 'UTC'), now)) return undefined;
  return { began: now, next: 0 };
}

/** Of the queries for which it is: each that has no time for a title leaves it out. */
function matcherOf(queries: readonly WatchQuery[]): (reading: Reading) => boolean {
  const matchers = queries.map(({ entry }) => ({ entry, matches: createTitleMatcher(entry) }));
  return (reading) =>
    matchers.some(({ entry, matches }) => {
      try {
        return reachesMinSignatures(entry, reading) && matches(reading);
      } catch {
        return false;
      }
    });
}

interface Found {
  readonly watched: WatchedPetition;
  readonly reading: Reading;
}

/**
 * What is new, and has been over and answered for so long that nothing of it is news and nothing needs a poll. By the rules
 * of a petition from before them, nobody can say what was owed.
 */
function takenUp(
  { id, observation }: ListedPetition,
  { watched: watchedBy, name }: WatchQuery,
  matches: (reading: Reading) => boolean,
  buckets: ReadonlyMap<string, string>,
  now: Instant,
): Found[] {
  if (observation.kind === 'gone' || buckets.has(`${name}/${id}`)) return [];
  const { kind: _, ...reading } = observation;
  const watched = watchedBy(id);
  const [{ from, rules }] = watched.settings.history;
  const { opened, signing, answer } = reading;
  const closed = signing?.open === false ? signing.at : undefined;
  if (opened === undefined || closed === undefined || answer?.at === undefined) return [];
  const isOver = [closed, answer.at].every((at) => isSettledSince(at, now, rules.timeZone));
  const isOfRules = !isAfter(startOfDay(from, rules.timeZone), opened);
  return isOver && isOfRules && matches(reading) ? [{ watched, reading }] : [];
}
