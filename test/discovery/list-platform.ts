/** A platform in the JSON of the UK Parliament, with a list in pages, that keeps what it was asked. */
import type { RequestListener } from 'node:http';
import { serve, type Loopback } from '../loopback.ts';

export interface Shown {
  readonly action: string;
  readonly signature_count: number;
  readonly state: string;
}

export interface ListPlatform extends Loopback {
  /** A petition, from now on; one that is not open is on no list. */
  readonly shows: (id: number, changes?: Partial<Shown>) => void;
  /** What was asked for since this was last asked: paths, a page of the list as `page N`. */
  readonly asked: () => string[];
  /** Answers the page of that number as a test says. */
  readonly breaks: (page: number, answer: RequestListener) => void;
  /** The headers of all answers from now on. */
  readonly sends: (headers: Readonly<Record<string, string>>) => void;
}

const pageSize = 25;

export async function startListPlatform(): Promise<ListPlatform> {
  const petitions = new Map<number, Shown>();
  const broken = new Map<number, RequestListener>();
  const attributes = (shown: Shown): object => ({
    ...shown,
    opened_at: '2026-01-10T10:00:00.000Z',
    ...(shown.state === 'open' ? { closing_date: '2026-07-10' } : { closed_at: '2026-03-05T12:30:00.000Z' }),
    rejected_at: null,
    response_threshold_reached_at: null,
    debate_threshold_reached_at: null,
    government_response_at: null,
  });
  const item = (id: number, shown: Shown): object => ({
    type: 'petition',
    id,
    links: { self: `https://petition.parliament.uk/petitions/${id}.json` },
    attributes: attributes(shown),
  });

  let sent: Readonly<Record<string, string>> = {};
  const server = await serve((request, response) => {
    for (const [header, value] of Object.entries(sent)) response.setHeader(header, value);
    const url = new URL(request.url ?? '', 'http://platform');
    const [, id, isCount] = /^\/petitions\/(\d+)(\/count)?\.json$/.exec(url.pathname) ?? [];
    const say = (body: object): void => void response.end(JSON.stringify(body));
    if (id === undefined) {
      const page = Number(url.searchParams.get('page') ?? 1);
      const answer = broken.get(page);
      if (answer !== undefined) {
        answer(request, response);
        return;
      }
      const open = [...petitions].filter(([, { state }]) => state === 'open');
      const next = page * pageSize < open.length ? `${server.url}/petitions.json?page=${page + 1}&state=open` : null;
      const data = open.slice((page - 1) * pageSize, page * pageSize).map(([number, shown]) => item(number, shown));
      say({ links: { self: '', first: '', last: '', next, prev: null }, data });
      return;
    }
    const shown = petitions.get(Number(id));
    if (shown === undefined) response.writeHead(404).end();
    else if (isCount === undefined) say({ links: {}, data: item(Number(id), shown) });
    else say(attributes(shown));
  });

  return {
    ...server,
    shows: (id, changes = {}) => {
      const before = petitions.get(id) ?? { action: `Petition ${id}`, signature_count: 4_000, state: 'open' };
      petitions.set(id, { ...before, ...changes });
    },
    asked: () =>
      server.requests.splice(0).map((request) => {
        const url = new URL(request.url ?? '', 'http://platform');
        return url.pathname === '/petitions.json' ? `page ${url.searchParams.get('page') ?? 1}` : url.pathname;
      }),
    breaks: (page, answer) => void broken.set(page, answer),
    sends: (headers) => {
      sent = headers;
    },
  };
}
