/**
 * Denmark's citizens' proposals, borgerforslag.dk: the search of its own pages, as public programs of 2020 to 2026 ask it.
 * No address for a single proposal is known: it is looked for on the pages of the search, first among the active ones, then
 * among all.
 *
 * Quirks. `date` is a day in Danish words, "23. maj 2026", at times with a capital [believed: that of publication, as
 * those programs add the 180 days to it; if it is not, the deadline here is wrong by as much]. Of the words in `status`
 * only those of an open proposal have been seen ("ongoing" in 2026, "Available" in 2022), so none is read: a proposal is
 * open while the platform lists it as active. For one that is not, the 180 days decide. How many it gives at once is not
 * documented, programs ask for up to 10,000. What it gives behind the last page is not known: nothing new ends the list.
 */
import * as z from 'zod/mini';
import { BadInput, parseJson, type Fault } from '../../validation.ts';
import type { Observation } from '../../domain/observation.ts';
import type { Instant } from '../../domain/time.ts';
import { parseDate } from '../custom/date-format.ts';
import { count, eachReadable, itemsOf, readableOf, title } from '../fields.ts';
import { SourceFailed } from '../http.ts';
import type { ListPage, ListRequest, Reader } from '../source.ts';

const timeZone = 'Europe/Copenhagen';

const proposal = z.object(
  {
    externalId: z.string({ error: 'must be the id of a proposal, such as "FT-09901"' }),
    title,
    votes: count,
    date: z.optional(z.nullable(z.string())),
  },
  { error: 'must be a proposal: an object with externalId, title and votes' },
);
const search = z.object(
  { data: itemsOf(proposal, 'must be a list of proposals') },
  { error: 'must be an object with data' },
);

type Proposal = z.output<typeof proposal>;

export const denmark: Reader = {
  async read({ id, baseUrl, http }) {
    let isComplete = true;
    for (const filter of ['active', 'all'] as const) {
      for await (const page of pagesOf(filter, { baseUrl, http })) {
        isComplete &&= page.every((one) => !(one instanceof BadInput) && idOfProposal.test(one.externalId));
        const found = readableOf(page).find(({ externalId }) => externalId === id);
        if (found === undefined) continue;
        const { opened, faults } = openedOf(found);
        return { observation: toObservation(found, opened, filter === 'active', baseUrl), unreadable: faults };
      }
    }
    // What stands there under another kind of id may be the one that is looked for.
    if (!isComplete) throw new SourceFailed(`${baseUrl}: lists proposals without an id such as "FT-09901"`);
    return { observation: { kind: 'gone', final: false } };
  },
  async *list(ask: ListRequest): AsyncGenerator<ListPage> {
    for await (const page of pagesOf('active', ask))
      yield eachReadable(page, (one) => [
        { id: one.externalId, observation: toObservation(one, openedOf(one).opened, true, ask.baseUrl) },
      ]);
  },
};

const idOfProposal = /^FT-\d+$/;

const perPage = 1024;

/** Page by page, until one has nothing new. There are always some: none at all is not the list. */
async function* pagesOf(
  filter: 'active' | 'all',
  { baseUrl, http }: Pick<ListRequest, 'baseUrl' | 'http'>,
): AsyncGenerator<readonly (Proposal | BadInput)[]> {
  const url = `${baseUrl}/api/proposals/search`;
  const listed = new Set<string>();
  for (let pageNumber = 0; ; pageNumber += 1) {
    const question = { filter, sortOrder: 'NewestFirst', searchQuery: '', pageNumber, pageSize: perPage };
    const answer = await http.post(url, question);
    if (answer.kind === 'gone') throw new SourceFailed(`${url}: there is no such list`);
    const { data } = parseJson(search, answer.text, url);
    if (data.length === 0 && pageNumber === 0) throw new SourceFailed(`${url}: has no proposals at all`);
    const before = listed.size;
    const fresh = eachReadable(data, (one) => {
      if (listed.has(one.externalId)) return [];
      listed.add(one.externalId);
      return [one];
    });
    if (listed.size === before) return;
    yield fresh;
  }
}

const toObservation = (
  { externalId, votes, title: name }: Proposal,
  opened: Instant | undefined,
  isActive: boolean,
  baseUrl: string,
): Observation => ({
  kind: 'reading',
  signatures: votes,
  title: name,
  url: `${baseUrl}/se-og-stoet-forslag/?Id=${externalId}`,
  ...(opened && { opened }),
  ...(isActive && { signing: { open: true } }),
});

/** A day in other words costs the day, not the count. */
function openedOf({ date }: Proposal): { readonly opened?: Instant | undefined; readonly faults: readonly Fault[] } {
  if (!date) return { faults: [] };
  try {
    return { opened: parseDate(date, 'd. MMMM yyyy', { timeZone, locale: 'da' })?.first, faults: [] };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { faults: [{ path: 'date', message: `${error.message}; a good value is "3. marts 2026"` }] };
  }
}
