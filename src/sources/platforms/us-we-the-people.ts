/**
 * We the People, petitions.whitehouse.gov: API v1, one petition and lists. The platform closed in January 2021: we read
 * archives and replays of it, at the `baseUrl` of the config. The format differs by year (recorded 2013 to 2019). Keys
 * were once written with blanks, and states as numbers; ids and times are numbers or text; a missing response is null,
 * `[]` or absent; and 0 is an unset time.
 */
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { parseJson } from '../../validation.ts';
import type { Reading, Observation } from '../../domain/observation.ts';
import type { Instant } from '../../domain/time.ts';
import {
  checkIsAbout,
  count,
  eachReadable,
  itemsOf,
  readableOf,
  title,
  unreadableTime,
  validators,
  webAddress,
} from '../fields.ts';
import { SourceFailed } from '../http.ts';
import { unchangedReading, restoreState, type ListPage, type ListRequest, type Reader } from '../source.ts';

const timeFault = { error: 'must be a time in seconds since 1970, such as 1452013200' };

/** Whole seconds since 1970, as a number or as text; 0 is an unset time. */
const unixTime = z.pipe(
  z.union(
    [
      z.int(timeFault).check(z.nonnegative(timeFault), z.lt(1e11, timeFault)),
      z.string().check(z.regex(/^\d{1,11}$/, timeFault)),
    ],
    timeFault,
  ),
  z.transform((seconds): Instant | undefined =>
    Number(seconds) === 0 ? undefined : Temporal.Instant.fromEpochMilliseconds(Number(seconds) * 1000),
  ),
);

const statuses = ['open', 'pending response', 'responded', 'closed', 'removed'] as const;

/** The platform's table of states, by the number that its first version used instead of the word. */
const statusNumbers = ['open', 'open', 'open', 'closed', 'pending response', 'responded', 'removed'] as const;

const status = z.pipe(
  z.transform((value: unknown) => (typeof value === 'number' ? statusNumbers[value] : value)),
  z.enum(statuses, { error: `must be one of "${statuses.join('", "')}"` }),
);

const petition = z.pipe(
  z.transform(withCamelCaseKeys),
  z.object(
    {
      id: z.pipe(
        z.union([z.string(), z.int()], { error: 'must be the id of a petition, such as "22111"' }),
        z.transform(String),
      ),
      title: z.pipe(z.transform(withoutEntities), title),
      url: webAddress,
      signatureCount: count,
      signatureThreshold: z.optional(count),
      created: z.catch(unixTime, unreadableTime),
      deadline: z.optional(z.catch(unixTime, unreadableTime)),
      status,
      response: z.optional(
        z.nullable(
          z.union(
            [
              z.tuple([]),
              z.object({
                id: z.catch(z.optional(z.union([z.int(), z.string()])), undefined),
                url: webAddress,
                associationTime: z.optional(z.catch(unixTime, unreadableTime)),
              }),
            ],
            {
              error: 'must be null, [] or an object',
            },
          ),
        ),
      ),
    },
    { error: 'must be a petition: an object with id, title, signatureCount, created and status' },
  ),
);

/** One petition or a page of them: the envelope is the same. */
const envelope = z.object({
  metadata: z.object({ resultset: z.optional(z.object({ count: z.int() })) }),
  results: itemsOf(petition, 'must be a list of petitions'),
});

type Answered = z.output<typeof petition>;

export const weThePeople: Reader = {
  async read({ id, baseUrl, known, state, http }) {
    const url = `${baseUrl}/v1/petitions/${encodeURIComponent(id)}.json`;
    const answer = await http.getIfChanged(url, restoreState(validators, state));
    if (answer.kind === 'gone') return { observation: answer };
    if (answer.kind === 'unchanged') return { observation: unchangedReading(known) };
    const { results } = parseJson(envelope, answer.text, url);
    const readable = readableOf(results);
    const found = readable.find((one) => one.id === id);
    if (found === undefined) checkIsAbout(id, readable[0]?.id, url);
    return {
      observation: found === undefined ? { kind: 'gone', final: false } : toObservation(found),
      state: answer.validators,
    };
  },
  list,
};

/** The maximum page size of the platform. */
const maxPerPage = 1000;

/** What can be signed: the open ones, and those over their number that wait for a response. */
async function* list(listing: ListRequest): AsyncGenerator<ListPage> {
  for (const status of ['open', 'pending response']) yield* listOf(status, listing);
}

async function* listOf(chosen: string, { baseUrl, http }: ListRequest): AsyncGenerator<ListPage> {
  for (let offset = 0; ;) {
    const query = new URLSearchParams({ status: chosen, limit: String(maxPerPage), offset: String(offset) });
    const url = `${baseUrl}/v1/petitions.json?${query.toString()}`;
    const answer = await http.get(url);
    if (answer.kind === 'gone') throw new SourceFailed(`${url}: there is no such list`);
    const { metadata, results } = parseJson(envelope, answer.text, url);
    yield eachReadable(results, (one) => [{ id: one.id, observation: toObservation(one) }]);
    offset += results.length;
    if (results.length === 0 || offset >= (metadata.resultset?.count ?? 0)) return;
  }
}

function toObservation(listed: Answered): Observation {
  if (listed.status === 'removed') return { kind: 'gone', final: true };
  const reading: Reading = {
    signatures: listed.signatureCount,
    title: listed.title,
    answer: answerOf(listed),
    ...(listed.url && { url: listed.url }),
    ...(listed.created && { opened: listed.created }),
    ...(listed.deadline && { deadline: listed.deadline }),
    ...(listed.signatureThreshold !== undefined && { needed: { response: listed.signatureThreshold } }),
    // "Pending response" is over its threshold, and stays open for signatures even after its deadline.
    ...(listed.status === 'pending response' && { met: ['response'] }),
    // A petition that was answered accepts no signatures any longer, but was not closed for lack of them.
    ...(listed.status !== 'responded' && { signing: { open: listed.status !== 'closed' } }),
  };
  return { kind: 'reading', ...reading };
}

/**
 * A response has a number, an address or a time: an object with nothing in it is none. "Responded" only says that there is
 * an answer: many petitions are answered below their threshold.
 */
function answerOf({ response, status }: Answered): NonNullable<Reading['answer']> | null {
  const given = response === undefined || response === null || Array.isArray(response) ? undefined : response;
  if (given === undefined || (!given.id && !given.url && !given.associationTime))
    return status === 'responded' ? {} : null;
  return { ...(given.associationTime && { at: given.associationTime }), ...(given.url && { url: given.url }) };
}

/** `signature count`, as it was in February 2013, is `signatureCount`. */
function withCamelCaseKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [
      key.replace(/ (\w)/g, (_, letter: string) => letter.toUpperCase()),
      field,
    ]),
  );
}

// The platform writes titles with these five characters escaped, and no others (Drupal's check_plain).
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#039': "'", '#39': "'" };
function withoutEntities(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  return value.replace(/&(amp|lt|gt|quot|#0?39);/g, (entity, name: string) => entities[name] ?? entity);
}
