/** Reads the list of a platform, page by page, for whoever takes readings from it. */
import type { WatchedPetition } from '../config/watched-petition.ts';
import { readableOf } from '../sources/fields.ts';
import { SourceFailed } from '../sources/http.ts';
import type { ListedPetition, ListPage, ListRequest, Reader } from '../sources/source.ts';
import type { Telemetry } from '../runtime/telemetry.ts';
import { describeThrown } from '../runtime/time-limit.ts';
import { clip, oneLine } from '../text.ts';
import { BadInput } from '../validation.ts';
import { WrongClock } from './clock-check.ts';
import { DatedHttp, type AnswerSpan } from './dated-http.ts';
import { readWithin, unexpected, type PetitionPollDeps } from './poll-petition.ts';

/** Where a list is, and the name of its source. */
export interface ListPlace extends Pick<WatchedPetition, 'source' | 'baseUrl' | 'host' | 'keyParameter'> {
  readonly name: string;
}

export interface PageReading {
  readonly petitions: readonly ListedPetition[];
  /** The answer in which they were. */
  readonly span: AnswerSpan | undefined;
}

/** How far a list was read. */
export interface ListRead {
  /** By `source/id`. */
  readonly onList: ReadonlySet<string>;
  readonly pages: number;
  /** Why it was not read to its end; absent when it was. */
  readonly failed?: string;
}

/** Which list of a platform is read. */
type ListOf = (reader: Reader, listing: ListRequest) => AsyncIterable<ListPage> | undefined;
const openList: ListOf = (reader, listing) => reader.list?.(listing);

/**
 * Hands each page over, with the petitions that no page before had. `usePage` may say why no more of it is wanted. Never
 * throws.
 */
export async function readList(
  { name, source, baseUrl, host, keyParameter }: ListPlace,
  usePage: (page: PageReading, pages: number) => Promise<string | undefined>,
  deps: PetitionPollDeps,
  listOf = openList,
): Promise<ListRead> {
  const { breaker, clock, http: shared, keys, now, telemetry } = deps;
  const key = keyParameter === undefined ? undefined : keys.keyFor(keyParameter);
  const onList = new Set<string>();
  let pages = 0;
  try {
    breaker.check(host, now());
    const reader = await source.reader();
    const http = new DatedHttp(shared, deps);
    for await (const page of pagesWithin(host, listOf(reader, { baseUrl, now: now(), http, key }))) {
      clock.assertRight(now());
      clock.tellServersOff(telemetry);
      pages += 1;
      // A list that changes between two pages can show a petition twice, or not at all.
      const petitions = readablePetitions(page, { name, source }, telemetry).filter(
        ({ id }) => !onList.has(`${name}/${id}`),
      );
      for (const { id } of petitions) onList.add(`${name}/${id}`);
      const enough = await usePage({ petitions, span: http.takeSpan() }, pages);
      if (enough !== undefined) return { onList, pages, failed: enough };
    }
    clock.assertRight(now());
    breaker.recordSuccess(host);
    return { onList, pages };
  } catch (error) {
    // Whatever was thrown, it is about this list: the others are read. What fails for a petition was counted with it.
    const isExpected = error instanceof SourceFailed || error instanceof BadInput || error instanceof WrongClock;
    if (error instanceof SourceFailed) breaker.recordFailure(host, error, now());
    if (!isExpected) telemetry.error('reader failed', { source: name, reason: describeThrown(error) });
    return { onList, pages, failed: isExpected ? error.message : unexpected };
  }
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
  { name, source }: Pick<ListPlace, 'name' | 'source'>,
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
