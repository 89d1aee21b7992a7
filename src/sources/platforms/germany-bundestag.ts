/**
 * The German Bundestag, epetitionen.bundestag.de. The name of a petition is that of its page, which has the day of
 * submission, not the later day on which signing began: `2024-10-20-173674` of 2024-10-20 could be signed for six weeks
 * until 2024-12-19. Its page has the count in words, "Anzahl Online-Mitzeichnungen 12.345" (seen by others, 2026-08).
 *
 * The title and the days of signing are in the table of the site's own overview, as three programs read it in 2026-07 to
 * 2026-09: twelve rows a page, each with the first and the last day as milliseconds, wherever in the row these stand.
 * The table answers with nothing to whoever has no cookie of a session. [believed, 2026-11: the milliseconds are of
 * midnight in Berlin, and the last day counts to its end, as six weeks from the first do.] Until its row is found, the
 * config may give the opening: `"opened"`.
 */
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { instant, deadlineAfter, isAfter, type Instant } from '../../domain/time.ts';
import type { Reading } from '../../domain/observation.ts';
import { htmlReader, textsOf } from '../custom/html.ts';
import { parseCount } from '../custom/localized-count.ts';
import { count, title } from '../fields.ts';
import { SourceFailed, type HttpClient, type HttpHeaders } from '../http.ts';
import { restoreState, type ListedPetition, type ListRequest, type ReadRequest, type Reader } from '../source.ts';

const zone = 'Europe/Berlin';

const pageOf = (id: string, baseUrl: string): string => {
  const [year = '', month = '', day = '', number = ''] = id.split('-');
  return `${baseUrl}/petitionen/_${year}/_${month}/_${day}/Petition_${number}.nc.html`;
};

const page = htmlReader({
  url: pageOf,
  // The petitioner writes the title, and could put a count into it. Behind the count is another word, or nothing: neither
  // a sign that makes another number of it, nor a second number.
  signatures: {
    find: 'body',
    without: 'h1',
    pattern: "Anzahl Online-Mitzeichnungen:?\\s*([0-9.]+)(?=\\s*$|\\s+[^\\s0-9.,'’])",
  },
  title: { find: 'h1' },
  locale: 'de',
  timeZone: zone,
});

/** What the page itself remembers, and when the table was last searched for the row. */
const memorySchema = z.object({ page: z.unknown(), searchedAt: z.optional(instant) });

export const germanyBundestag: Reader = {
  async read(ask) {
    const { page: memory, searchedAt } = restoreState(memorySchema, ask.state);
    const { observation, state = memory } = await page.read({ ...ask, state: memory });
    if (observation.kind === 'gone') return { observation };
    if (!wantsRow(ask, searchedAt)) return { observation, state: z.encode(memorySchema, { page: state, searchedAt }) };
    const row = await rowOf(ask);
    return {
      observation: { ...observation, ...row },
      state: z.encode(memorySchema, { page: state, searchedAt: ask.now }),
    };
  },
  list,
};

/** Once a day, until the days of signing are known. */
const wantsRow = ({ known, now }: ReadRequest, searchedAt: Instant | undefined): boolean =>
  known.deadline?.by !== 'platform' && (searchedAt === undefined || !isAfter(searchedAt.add({ hours: 24 }), now));

type Row = Pick<Reading, 'title' | 'opened' | 'deadline'>;

/** The row of the petition. The count does not depend on it: a table that cannot be read is searched tomorrow. */
async function rowOf({ id, baseUrl, http, now }: ReadRequest): Promise<Row> {
  try {
    for await (const rows of list({ baseUrl, http, now })) {
      const found = rows.find((one) => one.id === id)?.observation;
      if (found?.kind !== 'reading') continue;
      const { title: name, opened, deadline } = found;
      return { ...(name !== undefined && { title: name }), ...(opened && { opened }), ...(deadline && { deadline }) };
    }
  } catch (error) {
    if (!(error instanceof SourceFailed)) throw error;
  }
  return {};
}

/** The petitions that can be signed: status 2 of the table, page by page, until one has no rows or nothing new. */
async function* list({ baseUrl, http }: ListRequest): AsyncGenerator<readonly ListedPetition[]> {
  const headers = await sessionOf(`${baseUrl}/epet/petuebersicht/mz.nc.html`, http);
  const listed = new Set<string>();
  for (let number = 0; ; number += 1) {
    const table = `teaser-petitionen-table.$$$.status.2.page.${number}.batchsize.12`;
    const url = `${baseUrl}/epet/petuebersicht/mz.nc.content.${table}.html`;
    const answer = await http.get(url, headers);
    if (answer.kind === 'gone') throw new SourceFailed(`${url}: there is no such list`);
    if (answer.text.trim() === '') throw new SourceFailed(`${url}: answered with nothing, as without a session`);
    const rows = answer.text.split(/<tr\b/i).flatMap((row) => listedIn(row, baseUrl) ?? []);
    // Some petition can always be signed: a page without any is not the table.
    if (number === 0 && rows.length === 0) throw new SourceFailed(`${url}: has no rows of petitions`);
    const fresh = rows.filter(({ id }) => !listed.has(id));
    if (fresh.length === 0) return;
    for (const { id } of fresh) listed.add(id);
    yield fresh;
  }
}

/** The headers with the cookie of a session. It is only kept as long as one list is read. */
async function sessionOf(overview: string, http: HttpClient): Promise<HttpHeaders> {
  const accept = { accept: 'text/html' };
  const answer = await http.get(overview, accept);
  if (answer.kind === 'gone') throw new SourceFailed(`${overview}: there is no such list`);
  return answer.cookies === undefined ? accept : { ...accept, cookie: answer.cookies };
}

/** A row of the table, which is one petition; undefined for anything else. */
function listedIn(row: string, baseUrl: string): ListedPetition | undefined {
  const [, ...parts] = /\/petitionen\/_(\d{4})\/_(\d{2})\/_(\d{2})\/Petition_([1-9]\d{0,7})\./.exec(row) ?? [];
  const [from, until] = (row.match(/(?<!\d)\d{13}(?!\d)/g) ?? []).map((stamp) =>
    Temporal.Instant.fromEpochMilliseconds(Number(stamp)),
  );
  const id = parts.join('-');
  const texts = textsOf(`<table><tr${row}`, 'td').filter((text) => text !== parts[3]);
  const signatures = texts.flatMap((text) => countIn(text) ?? []).at(-1);
  if (parts.length === 0 || signatures === undefined) return undefined;
  const name = title.safeParse(textsOf(`<table><tr${row}`, 'a[href*="/petitionen/"]')[0]).data;
  return {
    id,
    observation: {
      kind: 'reading',
      signatures,
      url: pageOf(id, baseUrl),
      ...(name !== undefined && name !== '' && { title: name }),
      ...(from && { opened: from }),
      ...(until && { deadline: deadlineAfter(until, 'P0D', zone, 'end-of-day') }),
    },
  };
}

function countIn(text: string): number | undefined {
  try {
    return /^[0-9.]+$/.test(text) ? count.safeParse(parseCount(text, 'de')).data : undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
