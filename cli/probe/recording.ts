/**
 * What a platform answered to one poll, as a file: the answers, and what was read of them (docs/adding-a-platform.md).
 * A recording is played back over HTTP, to the reader of its source.
 */
import { createServer, type ServerResponse } from 'node:http';
import * as z from 'zod/mini';
import { listen } from '../../emulator/listen.ts';
import type { Observation } from '../../src/domain/observation.ts';
import { newPetition } from '../../src/domain/petition.ts';
import { instant } from '../../src/domain/time.ts';
import { createHttpClient, type RawAnswer } from '../../src/sources/http.ts';
import { sources } from '../../src/sources/registry.ts';
import { readableOf } from '../../src/sources/fields.ts';
import type { ApiKey, ListPage, Source } from '../../src/sources/source.ts';

const answer = z.strictObject({
  method: z.enum(['GET', 'POST']),
  url: z.url({ error: 'must be an address, such as "https://petition.parliament.uk/petitions/700143.json"' }),
  status: z.int(),
  /** Only those that a reading can depend on. */
  headers: z.record(z.string(), z.string()),
  /** A text as it is, and JSON as JSON. */
  body: z.optional(z.json()),
});
export type RecordedAnswer = z.output<typeof answer>;

export const recordingSchema = z.strictObject({
  format: z.literal(1),
  petition: z.string().check(z.regex(/^[a-z-]+\/./, { error: 'must be a petition, such as "uk-parliament/700143"' })),
  /** When it was asked. */
  at: instant,
  baseUrl: z.url(),
  /** Where the answers come from, if nobody recorded them with `probe --record`. */
  origin: z.optional(z.string()),
  /** Where it stands in a list of the platform, and not alone. */
  list: z.optional(z.literal(true)),
  answers: z.array(answer).check(z.minLength(1)),
  /** What is read of them. */
  reading: z.record(z.string(), z.json()),
});
export type Recording = z.output<typeof recordingSchema>;

/** What a recording keeps of an answer. All else may be about those who asked, or the server. */
const keptHeaders = ['age', 'cache-control', 'date', 'etag', 'last-modified', 'location'];

/** The answer as it is recorded. Its body is UTF-8 from now on. */
export function recordedAnswer({ method, url, status, headers, text }: RawAnswer): RecordedAnswer {
  const kept = keptHeaders.flatMap((name): [string, string][] => {
    const value = headers[name];
    return typeof value === 'string' ? [[name, value]] : [];
  });
  const type = headers['content-type']?.split(';', 1)[0];
  return {
    method,
    url,
    status,
    headers: { ...(type !== undefined && { 'content-type': `${type}; charset=utf-8` }), ...Object.fromEntries(kept) },
    ...(text !== undefined && { body: jsonIn(text) ?? text }),
  };
}

/** An object or a list; undefined for any other text. */
function jsonIn(text: string): RecordedAnswer['body'] {
  try {
    const value = z.json().parse(JSON.parse(text));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

export interface Player {
  /** What the reader sees in these answers. @throws as the reader does. */
  readonly observe: (answers: readonly RecordedAnswer[]) => Promise<Observation>;
  /** The same, as a recording has it. */
  readonly read: (answers: readonly RecordedAnswer[]) => Promise<Recording['reading']>;
  readonly close: () => Promise<void>;
}

/** Plays answers of a petition to the reader of its source. */
export async function playerOf({
  petition,
  at,
  baseUrl,
  list,
}: Pick<Recording, 'petition' | 'at' | 'baseUrl' | 'list'>): Promise<Player> {
  const [name = '', ...rest] = petition.split('/');
  const source = Object.entries<Source>(sources).find(([known]) => known === name)?.[1];
  if (source === undefined) throw new Error(`${petition}: only petitions of built-in sources can be recorded`);
  const id = rest.join('/');
  let playing: readonly RecordedAnswer[] = [];
  const server = await listen(
    createServer(({ method, url = '' }, response) => {
      response.sendDate = false;
      // A list was perhaps asked for in another way: for other states, for another page.
      const asked = list === true ? url.replace(/[?].*/, '') : url;
      const found = playing.find((one) => one.method === method && pathOf(one.url, list !== true) === asked);
      if (found === undefined) response.writeHead(501).end();
      else play(found, response);
    }),
  );
  const http = createHttpClient({ allowPrivate: true });
  const reader = await source.reader();
  const observe: Player['observe'] = async (answers) => {
    playing = answers;
    const ask = { baseUrl: server.url + new URL(baseUrl).pathname.replace(/\/$/, ''), now: at, http, key: anyKey };
    if (list === true) return listedOf(id, reader.list?.(ask));
    return (await reader.read({ ...ask, id, known: newPetition(petition), state: undefined })).observation;
  };
  return {
    observe,
    read: async (answers) =>
      asRead(await observe(answers), (text) => text.replaceAll(server.url, new URL(baseUrl).origin)),
    close: async () => {
      http.close();
      await server.close();
    },
  };
}

/** What is read, as a recording has it. */
export const asRead = (observation: object, change = (text: string): string => text): Recording['reading'] =>
  recordingSchema.shape.reading.parse(JSON.parse(change(JSON.stringify(observation))));

async function listedOf(id: string, pages: AsyncIterable<ListPage> | undefined): Promise<Observation> {
  for await (const page of pages ?? []) {
    const found = readableOf(page).find((one) => one.id === id);
    if (found === undefined) break;
    return found.observation;
  }
  throw new Error(`${id} is not on the first page of the list`);
}

const pathOf = (url: string, isWhole = true): string => {
  const { pathname, search } = new URL(url);
  return pathname + (isWhole ? search : '');
};

function play(
  { url, status, headers: { location, ...headers }, body }: RecordedAnswer,
  response: ServerResponse,
): void {
  const to = location === undefined ? undefined : new URL(location, url);
  const here = to?.host === new URL(url).host ? to.pathname + to.search : location;
  response
    .writeHead(status, { ...headers, ...(here !== undefined && { location: here }) })
    .end(typeof body === 'string' ? body : JSON.stringify(body));
}

/** No recording has the key of anybody. */
const anyKey: ApiKey = { read: () => Promise.resolve('none'), forget: () => undefined };
