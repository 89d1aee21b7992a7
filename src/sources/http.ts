/**
 * The HTTP client that all sources share: one polite connection pool a host, and a limit on everything a server
 * could draw out (time, size, redirects). On Node's own client: it costs a cold start nothing, keeps up with the
 * fastest, and lets us see every address before we connect to it (docs/decisions/0004).
 */
import {
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { mayBePublicHost, publicLookup } from './public-hosts.ts';

/** What was learned of a body that lets the next request ask only for a newer one. */
export interface Validators {
  readonly etag?: string;
  readonly lastModified?: string;
}

export type HttpResult =
  | {
      readonly kind: 'body';
      readonly text: string;
      readonly validators: Validators | undefined;
      /** How often the answer is made anew, as the server's `max-age` says: seconds. */
      readonly maxAge?: number;
    }
  /** `final` for 410. */
  | { readonly kind: 'gone'; readonly final: boolean };

export interface NotModified {
  readonly kind: 'unchanged';
  readonly maxAge?: number;
}

/** What a request says beside its address; by itself it accepts JSON. */
export type HttpHeaders = Readonly<Record<string, string>>;

export interface HttpClient {
  /** Who asks, as every request says that does not say otherwise. */
  readonly userAgent: string;
  /** @throws {SourceFailed} for anything that is no answer about the petition. */
  readonly get: (url: string, headers?: HttpHeaders) => Promise<HttpResult>;
  /** The same, but only if it has changed since the validators were given. */
  readonly getIfChanged: (
    url: string,
    validators: Validators,
    headers?: HttpHeaders,
  ) => Promise<HttpResult | NotModified>;
  /** The answer to a question that is asked as JSON, such as one of GraphQL. Nothing is ever changed by it. */
  readonly post: (url: string, question: object, headers?: HttpHeaders) => Promise<HttpResult>;
}

/** There was no answer: no reading, and nothing is to be concluded from it. */
export class SourceFailed extends Error {
  override readonly name = 'SourceFailed';
  /** How many seconds the server asked to be left alone. */
  readonly retryAfter: number | undefined;

  constructor(message: string, options: { cause?: unknown; retryAfter?: number | undefined } = {}) {
    super(message, { cause: options.cause });
    this.retryAfter = options.retryAfter;
  }
}

export interface HttpClientSettings {
  /** Who asks, for the User-Agent: a page or address of those who run this monitor. */
  readonly contact?: string | undefined;
  /** Whether http, and hosts that are not public, may be asked. */
  readonly allowPrivate: boolean;
  /** For one answer, from the first connection to the last byte. The slowest recorded platform answers in two seconds. */
  readonly timeoutMs?: number;
  /** Of a body, decompressed. The largest recorded petition has 134 kB. */
  readonly maxBytes?: number;
  /** Connections to one host at a time. */
  readonly maxPerHost?: number;
}

/** One to the place that a platform moved a petition to, as the UK's does into its archive. */
const maxRedirects = 1;

export function createHttpClient(settings: HttpClientSettings): HttpClient & { close: () => void } {
  const { contact, allowPrivate, timeoutMs = 10_000, maxBytes = 2_000_000, maxPerHost = 8 } = settings;
  const pool = { keepAlive: true, maxSockets: maxPerHost };
  const agents = { 'http:': new HttpAgent(pool), 'https:': new HttpsAgent(pool) };
  const userAgent = `petition-threshold-monitor/0.1 (${contact === undefined ? 'no contact given' : `+${contact}`})`;

  interface Sent {
    readonly headers: HttpHeaders;
    readonly signal: AbortSignal;
    readonly body?: string | undefined;
  }

  async function fetch(url: URL, { headers, signal, body }: Sent): Promise<IncomingMessage> {
    if (url.protocol !== 'https:' && !(allowPrivate && url.protocol === 'http:')) {
      throw new SourceFailed('is not an https address');
    }
    if (!allowPrivate && !mayBePublicHost(url.hostname)) throw new SourceFailed(`${url.host} is not a public host`);
    const secure = url.protocol === 'https:';
    const method = body === undefined ? 'GET' : 'POST';
    const options: RequestOptions = { method, headers, signal, agent: agents[secure ? 'https:' : 'http:'] };
    if (!allowPrivate) options.lookup = publicLookup;
    const once = (): Promise<IncomingMessage> =>
      new Promise((resolve, reject) => {
        const request = (secure ? httpsRequest : httpRequest)(url, options, resolve);
        request.on('error', (error) => reject(request.reusedSocket ? new StaleConnection(error) : error)).end(body);
      });
    // The server may have closed an idle connection at the moment we took it up again: that says nothing about it.
    return once().catch((error: unknown) =>
      error instanceof StaleConnection ? once() : Promise.reject(asError(error)),
    );
  }

  /** The final response of an address, after its redirects. */
  async function request(address: URL, sent: Sent): Promise<IncomingMessage> {
    for (let url = address, redirects = 0; ; redirects += 1) {
      const response = await fetch(url, sent);
      const next = redirectOf(response, url);
      if (next === undefined) return response;
      response.resume();
      if (redirects >= maxRedirects) throw new SourceFailed('redirects more than once');
      if (next.host !== address.host) throw new SourceFailed(`redirects to another host, ${next.host}`);
      url = next;
    }
  }

  async function ask(url: string, own: HttpHeaders, body?: string): ReturnType<HttpClient['getIfChanged']> {
    const signal = AbortSignal.timeout(timeoutMs);
    const headers = {
      accept: 'application/json',
      'accept-encoding': 'gzip, br, deflate',
      'user-agent': userAgent,
      ...own,
    };
    try {
      return await toHttpResult(await request(new URL(url), { headers, signal, body }), maxBytes);
    } catch (error) {
      if (signal.aborted) throw new SourceFailed(`${url} did not answer within ${timeoutMs / 1000} s`);
      if (!(error instanceof SourceFailed))
        throw new SourceFailed(`${url}: ${asError(error).message}`, { cause: error });
      throw new SourceFailed(`${url}: ${error.message}`, error);
    }
  }

  const getIfChanged: HttpClient['getIfChanged'] = (url, { etag, lastModified }, headers = {}) =>
    ask(url, {
      ...headers,
      ...(etag !== undefined && { 'if-none-match': etag }),
      ...(lastModified !== undefined && { 'if-modified-since': lastModified }),
    });

  async function unconditional(url: string, headers: HttpHeaders, body?: string): Promise<HttpResult> {
    const answer = await ask(url, headers, body);
    if (answer.kind === 'unchanged') throw new SourceFailed(`${url} answered 304 to a request without conditions`);
    return answer;
  }

  const get: HttpClient['get'] = (url, headers = {}) => unconditional(url, headers);

  const post: HttpClient['post'] = (url, question, headers = {}) =>
    unconditional(url, { 'content-type': 'application/json', ...headers }, JSON.stringify(question));

  return {
    userAgent,
    get,
    getIfChanged,
    post,
    close: () => {
      agents['http:'].destroy();
      agents['https:'].destroy();
    },
  };
}

class StaleConnection extends Error {
  constructor(cause: Error) {
    super(cause.message, { cause });
  }
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

function redirectOf({ statusCode = 0, headers }: IncomingMessage, from: URL): URL | undefined {
  if (![301, 302, 303, 307, 308].includes(statusCode)) return undefined;
  if (headers.location === undefined) throw new SourceFailed('redirects to nowhere');
  return new URL(headers.location, from);
}

async function toHttpResult(response: IncomingMessage, maxBytes: number): ReturnType<HttpClient['getIfChanged']> {
  const { statusCode = 0, headers } = response;
  if (statusCode === 200) {
    const text = await textOf(response, maxBytes);
    return { kind: 'body', text, validators: validatorsOf(response), ...maxAgeOf(headers) };
  }
  response.resume();
  if (statusCode === 304) return { kind: 'unchanged', ...maxAgeOf(headers) };
  if (statusCode === 404 || statusCode === 410) return { kind: 'gone', final: statusCode === 410 };
  throw new SourceFailed(`answered ${statusCode}`, { retryAfter: retryAfterOf(headers['retry-after']) });
}

async function textOf(response: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  const body: AsyncIterable<Buffer> = decompressed(response);
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) {
      response.destroy();
      throw new SourceFailed(`sends more than ${maxBytes / 1e6} MB`);
    }
    chunks.push(chunk);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch (cause) {
    throw new SourceFailed('sends what is not UTF-8', { cause });
  }
}

function decompressed(response: IncomingMessage): Readable {
  const decompressors = { gzip: createGunzip, br: createBrotliDecompress, deflate: createInflate };
  const encoding = response.headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') return response;
  if (encoding !== 'gzip' && encoding !== 'br' && encoding !== 'deflate') {
    throw new SourceFailed(`encodes its body as ${encoding}, which was not asked for`);
  }
  // What fails on the way reaches the reader through the stream itself.
  return pipeline(response, decompressors[encoding](), () => undefined);
}

/**
 * A date of last change names a version only to the second: it is kept only when it was a minute old, so that nothing
 * can have changed since within the same unit of the platform's clock (RFC 9110, 8.8.2.2; the UK's counts in tens of
 * seconds).
 */
function validatorsOf({ headers }: IncomingMessage): Validators | undefined {
  const { etag, 'last-modified': lastModified, date } = headers;
  if (etag !== undefined) return { etag };
  if (lastModified === undefined || date === undefined) return undefined;
  return Date.parse(date) - Date.parse(lastModified) >= 60_000 ? { lastModified } : undefined;
}

/** `max-age` (RFC 9111, 5.2.2.1): what a shared cache may do, `s-maxage`, is between it and the platform. */
function maxAgeOf({ 'cache-control': control = '' }: IncomingHttpHeaders): { readonly maxAge?: number } {
  const seconds = /(?:^|[\s,])max-age=(\d{1,9})(?:[\s,]|$)/.exec(control)?.[1];
  return seconds === undefined ? {} : { maxAge: Number(seconds) };
}

/** Seconds to wait: `Retry-After` holds a number of them, or a date. */
function retryAfterOf(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : undefined;
}
