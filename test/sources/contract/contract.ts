/**
 * What every platform has to show, whatever it is like: a file of this folder has its answers, index.ts names them all,
 * and contract.test.ts looks at each through its own reader and the HTTP client.
 */
import type { RequestListener } from 'node:http';
import type { Reading } from '../../../src/domain/observation.ts';
import type { SourceState, Source } from '../../../src/sources/source.ts';

/** What a platform answers, by its paths, without queries: a text as it is, all else as JSON. */
export type Bodies = Readonly<Record<string, unknown>>;

export interface Example {
  readonly bodies: Bodies;
  /** What is read from them, and perhaps more. */
  readonly sees: Partial<Reading>;
  readonly now?: string;
}

/** The petition `id.example` of its source, while it is open. */
export interface Open {
  /** With this for its count; undefined is none at all. */
  readonly bodies: (count: unknown) => Bodies;
  readonly sees: Partial<Reading> & Pick<Reading, 'signatures'>;
  /**
   * The keys that an answer in JSON can not be without, by their paths, with `*` for any of a list. All others, known or not,
   * may be missing.
   */
  readonly required: readonly string[];
}

/** What may be said of a platform that does not show something. */
export const explained = ['closed', 'deadline', 'answer', 'list', 'conditional GET'] as const;

export interface Contract {
  /** When it is looked at, where an example does not say otherwise. */
  readonly now: string;
  readonly open: Open;
  /** Of a source that asks for something else at most of its looks: what it remembers then. */
  readonly later?: Open & { readonly memory: SourceState };
  /** What else a petition can be: closed, answered, over its thresholds. */
  readonly others: Readonly<Record<string, Example>>;
  /** The open petition, closed before its deadline. */
  readonly closedEarly?: Example;
  /** Of a platform with a list: it in pages of these sizes, of which the first begins with the open petition. */
  readonly list?: {
    readonly served: (sizes: readonly number[]) => RequestListener;
    readonly atOnce?: true;
    /** It needs a request before its first page, such as for a session. */
    readonly begins?: true;
    /** It says less than a poll: each petition of it is read in as many requests. */
    readonly each?: number;
  };
  /** Where 404 and 410 say nothing of the petition, as the address is the same for all. */
  readonly oneAddress?: true;
  /** Why something is not read. */
  readonly lacks?: Readonly<Partial<Record<(typeof explained)[number], string>>>;
  /** Of a platform that asks for one. */
  readonly key?: string;
  /** Of what is no platform: one to try it by. */
  readonly source?: Source;
}

/** The text with which a platform answers this path; undefined where there is none. */
export function textOf(bodies: Bodies, url = ''): string | undefined {
  const body = bodies[new URL(url, 'http://platform').pathname];
  return body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
}

/** A platform that answers so; where it has nothing for a path, the other listener does. */
export const answering =
  (bodies: Bodies, headers: Readonly<Record<string, string>> = {}, other?: RequestListener): RequestListener =>
  (request, response) => {
    const text = textOf(bodies, request.url);
    if (text !== undefined) response.writeHead(200, headers).end(text);
    else if (other !== undefined) other(request, response);
    else response.writeHead(404).end();
  };

/** The index of the first petition on each page, and the size of the page. */
export const cut = (sizes: readonly number[]): { readonly from: number; readonly size: number }[] =>
  sizes.map((size, page) => ({ from: sizes.slice(0, page).reduce((sum, one) => sum + one, 0), size }));

/** The petitions of one page, made by their index in the list; none behind the last one. */
export function pageOf<Item>(sizes: readonly number[], page: number, item: (index: number) => Item): Item[] {
  const { from, size } = cut(sizes)[page] ?? { from: 0, size: 0 };
  return Array.from({ length: size }, (_, index) => item(from + index));
}

/** The same for a platform that counts petitions, and not pages. */
export const pageFrom = <Item>(sizes: readonly number[], offset: number, item: (index: number) => Item): Item[] =>
  pageOf(
    sizes,
    cut(sizes).findIndex(({ from }) => from === offset),
    item,
  );

/** A count as a page writes it in its language; what is none, as it may come to stand there. */
export function written(count: unknown, language: string): string {
  if (typeof count === 'number') return count.toLocaleString(language);
  return count === undefined || count === '' ? '' : JSON.stringify(count);
}
