/** Ways to spoil a good answer, of which the corpus (answers.ts) is made. */
import type { ServerResponse } from 'node:http';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';

/** What would have been the answer. */
export interface Good {
  readonly text: string;
  /** The count in it. */
  readonly count: number;
  /** The path and query that it is asked for by. */
  readonly path: string;
  /** The answer about another petition of the platform, with another count. */
  readonly stranger: string;
  /** Whether an answer says which petition it is about. */
  readonly isNamed: boolean;
}

/** Answers with something else. */
export type Spoil = (good: Good, response: ServerResponse) => void;

type Headers = Readonly<Record<string, string | readonly string[]>>;

const headed = (response: ServerResponse, code: number, headers: Headers): ServerResponse => {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  return response.writeHead(code);
};

/** Another status, and no good body. */
export const status =
  (code: number, headers: Headers = {}, body = '<h1>Sorry</h1>'): Spoil =>
  (_, response) =>
    void headed(response, code, headers).end(body);

/** The good body, with these headers. */
export const withHeaders =
  (headers: Headers, code = 200): Spoil =>
  ({ text }, response) =>
    void headed(response, code, headers).end(text);

/** Another body. */
export const body =
  (change: (good: Good) => string | Buffer, headers: Headers = {}): Spoil =>
  (good, response) =>
    void headed(response, 200, headers).end(change(good));

export const text = (change: (text: string, good: Good) => string | Buffer, headers: Headers = {}): Spoil =>
  body((good) => change(good.text, good), headers);

/** What is not HTTP, or not as Node writes it, and then the end of the connection. */
export const raw =
  (change: (good: Good) => string): Spoil =>
  (good, response) =>
    void response.socket?.end(change(good), 'latin1');

export const encoded =
  (name: string, encode: (body: Buffer) => Buffer): Spoil =>
  (good, response) =>
    void headed(response, 200, { 'content-encoding': name }).end(encode(Buffer.from(good.text)));

/** A redirect from the petition's own address; what it leads to is answered so. */
export const redirect =
  (location: string, then: Spoil = strange, code = 302): Spoil =>
  (good, response) => {
    const to = new URL(location, `http://platform${good.path}`);
    if (good.path === `${to.pathname}${to.search}`) then(good, response);
    else headed(response, code, { location }).end();
  };

/** The answer about another petition. */
export const strange: Spoil = ({ stranger }, response) => void response.end(stranger);

/** The count as it stands in an answer, with whatever separates its groups. */
export function countIn({ text, count }: Pick<Good, 'text' | 'count'>): RegExp {
  const pattern = new RegExp(
    String.raw`(?<![\d.,-])${Array.from(String(count)).join(String.raw`[^\d<"{}]?`)}(?![\d])`,
    'g',
  );
  if (!pattern.test(text)) return /(?!)/g;
  pattern.lastIndex = 0;
  return pattern;
}

/** Something else wherever the count stands. */
export const counted = (change: (written: string) => string): Spoil =>
  text((whole, good) => whole.replace(countIn(good), (written) => change(written)));

/** Something else than the first (JSON) or the only element (HTML) around the count. */
export const around = (change: (element: string, written: string) => string): Spoil =>
  text((whole, good) => {
    const { source } = countIn(good);
    const element = new RegExp(String.raw`<(\w+)[^<>]*>[^<>]*${source}[^<>]*</\1>`);
    const written = countIn(good).exec(whole)?.[0] ?? '';
    return whole.replace(element, (found) => change(found, written));
  });

/** The field with the count, in JSON. */
export const field = (change: (name: string, count: number) => string): Spoil =>
  text((whole, good) =>
    whole.replace(new RegExp(`("\\w+"):"?${good.count}"?`), (_, name: string) => change(name, good.count)),
  );

/** The body in pieces, with pauses between. */
export const slowly =
  (pieces: (good: Good) => readonly (string | Buffer)[], milliseconds: number, headers: Headers = {}): Spoil =>
  (good, response) => {
    headed(response, 200, headers);
    const left = [...pieces(good)];
    const next = (): void => {
      const piece = left.shift();
      if (piece === undefined || response.destroyed) response.end();
      else response.write(piece, () => setTimeout(next, milliseconds).unref());
    };
    next();
  };

export const codings = { gzip: gzipSync, br: brotliCompressSync, deflate: deflateSync, raw: deflateRawSync };
