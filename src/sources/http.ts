/**
 * The HTTP client that all sources share: one small connection pool per host, and a limit on everything that a server
 * could prolong (time, size, redirects). It uses Node's own client, which adds nothing to a cold start, is as fast as
 * the fastest, and shows us every address before we connect to it (docs/decisions/0004).
 */
import { createHash } from 'node:crypto';
import {
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { pipeline, Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import { Temporal } from 'temporal-polyfill';
import { isAfter, type Instant } from '../domain/time.ts';
import { bodyText } from './body-text.ts';
import { ageOf, contentCodings, httpDate, locationOf, maxAgeOf, retryAfterOf } from './headers.ts';
import { mayBePublicHost, publicLookup } from './public-hosts.ts';

/** What a response says about its version: with it, the next request asks only for a newer one. */
export interface Validators {
  readonly etag?: string;
  readonly lastModified?: string;
}

/** What the headers of an answer tell of its time; of a 304, its own headers. */
export interface AnswerTimes {
  /** The server's clock when it made the answer. */
  readonly date?: Instant;
  /** For how long a cache has had the answer: seconds. */
  readonly age?: number;
  /** How often the server generates the answer again, by its `max-age`: seconds. */
  readonly maxAge?: number;
}

export type HttpResult = AnswerTimes &
  (
    | {
        readonly kind: 'body';
        readonly text: string;
        /** Of the body as it was sent, without its compression: what `curl --compressed URL | sha256sum` prints. */
        readonly sha256: string;
        readonly validators: Validators | undefined;
        /** The path and query that redirects led to. Absent: those that were asked. */
        readonly movedTo?: string;
        /** The cookies that the server sets, as a request would send them. They are never stored. */
        readonly cookies?: string;
      }
    /** `final` for 410. */
    | { readonly kind: 'gone'; readonly final: boolean }
  );

export interface NotModified extends AnswerTimes {
  readonly kind: 'unchanged';
}

/** The headers of a request. Without them it accepts JSON. */
export type HttpHeaders = Readonly<Record<string, string>>;

export interface HttpClient {
  /** The default User-Agent. */
  readonly userAgent: string;
  /** @throws {SourceFailed} for anything that is not an answer about the petition. */
  readonly get: (url: string, headers?: HttpHeaders) => Promise<HttpResult>;
  /** The same, but only if the body has changed since the validators were received. */
  readonly getIfChanged: (
    url: string,
    validators: Validators,
    headers?: HttpHeaders,
  ) => Promise<HttpResult | NotModified>;
  /** The answer to a query, such as GraphQL: an object is sent as JSON, a text as a form. It changes nothing on the server. */
  readonly post: (url: string, question: object | string, headers?: HttpHeaders) => Promise<HttpResult>;
}

/** There was no answer: no reading, and nothing follows from it. */
export class SourceFailed extends Error {
  override readonly name = 'SourceFailed';
  /** For how many seconds the server wants no more requests. */
  readonly retryAfter: number | undefined;
  /** The status of an answer that is none. */
  readonly status: number | undefined;

  constructor(
    message: string,
    options: { cause?: unknown; retryAfter?: number | undefined; status?: number | undefined } = {},
  ) {
    super(message, { cause: options.cause });
    this.retryAfter = options.retryAfter;
    this.status = options.status;
  }
}

/** The server redirects from the address of the petition to a page that is not about it, or is not there. */
export class RedirectedAway extends SourceFailed {
  /** The path of that page. */
  readonly to: string;

  constructor(address: string, to: string, detail = '') {
    super(`${address}: redirects to ${to}${detail}`);
    this.to = to;
  }
}

/** An answer as the server gave it, redirects included: for recordings. */
export interface RawAnswer {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The decoded body; undefined where none was read. */
  readonly text?: string;
}

export interface HttpClientSettings {
  /** For the User-Agent: a page or address of those who run this monitor. */
  readonly contact?: string | undefined;
  /** Whether http, and hosts that are not public, are allowed. */
  readonly allowPrivate: boolean;
  /**
   * For one answer, from the first connection to the last byte. The slowest recorded platform answers in two seconds.
   */
  readonly timeoutMs?: number;
  /** Of a decompressed body. The largest recorded petition has 134 kB. */
  readonly maxBytes?: number;
  /** Connections to one host at a time. */
  readonly maxPerHost?: number;
  /** Gets every answer that says something about a petition. */
  readonly onAnswer?: (answer: RawAnswer) => void;
}

/** Who asks, in its major version: with a page about those who run this monitor, if they give one. */
export const userAgentOf = (contact: string | undefined): string =>
  `petition-threshold-monitor/1 (${contact === undefined ? 'no contact given' : `+${contact}`})`;

/** To https, to the place that a platform moved a petition to (as the UK's does into its archive), and to its new name. */
const maxRedirects = 3;

export const createHttpClient = (settings: HttpClientSettings): HttpClient & { readonly close: () => void } =>
  new NodeHttpClient(settings);

interface RequestParts {
  readonly headers: HttpHeaders;
  readonly signal: AbortSignal;
  readonly body?: string | undefined;
}

class NodeHttpClient implements HttpClient {
  readonly userAgent: string;
  readonly #allowPrivate: boolean;
  readonly #timeoutMs: number;
  readonly #maxBytes: number;
  readonly #agents: { readonly 'http:': HttpAgent; readonly 'https:': HttpsAgent };
  readonly #onAnswer: HttpClientSettings['onAnswer'];

  constructor(settings: HttpClientSettings) {
    const { contact, allowPrivate, timeoutMs = 10_000, maxBytes = 2_000_000, maxPerHost: maxSockets = 8 } = settings;
    this.userAgent = userAgentOf(contact);
    [this.#allowPrivate, this.#timeoutMs, this.#maxBytes] = [allowPrivate, timeoutMs, maxBytes];
    this.#onAnswer = settings.onAnswer;
    const pool = { keepAlive: true, maxSockets };
    this.#agents = { 'http:': new HttpAgent(pool), 'https:': new HttpsAgent(pool) };
  }

  get: HttpClient['get'] = (url, headers = {}) => this.#unconditional(url, headers);

  getIfChanged: HttpClient['getIfChanged'] = (url, { etag, lastModified }, headers = {}) =>
    this.#request(url, {
      ...headers,
      ...(etag !== undefined && { 'if-none-match': etag }),
      ...(lastModified !== undefined && { 'if-modified-since': lastModified }),
    });

  post: HttpClient['post'] = (url, question, headers = {}) =>
    typeof question === 'string'
      ? this.#unconditional(url, { 'content-type': 'application/x-www-form-urlencoded', ...headers }, question)
      : this.#unconditional(url, { 'content-type': 'application/json', ...headers }, JSON.stringify(question));

  close = (): void => {
    this.#agents['http:'].destroy();
    this.#agents['https:'].destroy();
  };

  async #unconditional(url: string, headers: HttpHeaders, body?: string): Promise<HttpResult> {
    const answer = await this.#request(url, headers, body);
    if (answer.kind === 'unchanged') throw new SourceFailed(`${url} answered 304 to a request without conditions`);
    return answer;
  }

  /** One answer, within the limits of time and size. */
  async #request(url: string, own: HttpHeaders, body?: string): Promise<HttpResult | NotModified> {
    // One controller and one timer, which ends with the answer: signals that are put together cost three times as much.
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), this.#timeoutMs);
    const { userAgent } = this;
    const accept = { accept: 'application/json', 'accept-encoding': 'gzip, br' };
    const headers = { ...accept, 'user-agent': userAgent, ...own };
    try {
      const { response, path } = await this.#follow(new URL(url), { headers, signal: stop.signal, body });
      const answer = await toHttpResult(response, this.#maxBytes);
      this.#tell(response, new URL(path ?? url, url), body, answer.kind === 'body' ? answer.text : undefined);
      return answer.kind === 'body' && path !== undefined ? { ...answer, movedTo: path } : answer;
    } catch (error) {
      const isLate = stop.signal.aborted;
      // A body that nobody reads would keep its connection from the other petitions of the host.
      stop.abort();
      if (isLate) throw new SourceFailed(`${url} did not answer within ${this.#timeoutMs / 1000} s`);
      if (error instanceof RedirectedAway) throw error;
      const options = error instanceof SourceFailed ? error : { cause: error };
      throw new SourceFailed(`${url}: ${asError(error).message}`, options);
    } finally {
      clearTimeout(timer);
    }
  }

  /** The final response of an address, and the path and query that its redirects led to. */
  async #follow(address: URL, parts: RequestParts): Promise<{ response: IncomingMessage; path?: string }> {
    for (let url = address, redirects = 0; ; redirects += 1) {
      const response = await this.#send(url, parts);
      const next = redirectOf(response, url);
      const { statusCode = 0 } = response;
      // A redirect says nothing about the petition: only its own address can say that it is gone.
      if (redirects > 0 && (statusCode === 404 || statusCode === 410)) {
        response.resume();
        throw new RedirectedAway(address.href, url.pathname, `, which answered ${statusCode}`);
      }
      if (next === undefined) return redirects === 0 ? { response } : { response, path: url.pathname + url.search };
      response.resume();
      this.#tell(response, url, parts.body);
      if (redirects >= maxRedirects) throw new SourceFailed(`redirects more than ${maxRedirects} times`);
      if (next.host !== address.host) throw new SourceFailed(`redirects to another host, ${next.host}`);
      // An address for questions is of no petition: whatever answers them elsewhere is about nothing that was asked for.
      const isQuestion = parts.body !== undefined;
      if (isQuestion || isAbove(next, address) || isAbove(next, url))
        throw new RedirectedAway(address.href, next.pathname);
      url = next;
    }
  }

  #tell({ statusCode: status = 0, headers }: IncomingMessage, url: URL, body: string | undefined, text?: string): void {
    const method = body === undefined ? 'GET' : 'POST';
    this.#onAnswer?.({ method, url: url.href, status, headers, ...(text !== undefined && { text }) });
  }

  async #send(url: URL, { headers, signal, body }: RequestParts): Promise<IncomingMessage> {
    const secure = url.protocol === 'https:';
    if (!secure && !(this.#allowPrivate && url.protocol === 'http:')) throw new SourceFailed('is not an https address');
    if (!this.#allowPrivate && !mayBePublicHost(url.hostname)) {
      throw new SourceFailed(`${url.host} is not a public host`);
    }
    const options: RequestOptions = {
      method: body === undefined ? 'GET' : 'POST',
      headers,
      signal,
      agent: this.#agents[secure ? 'https:' : 'http:'],
      ...(!this.#allowPrivate && { lookup: publicLookup }),
    };
    const once = (): Promise<IncomingMessage> =>
      new Promise((resolve, reject) => {
        let isAnswered = false;
        const request = (secure ? httpsRequest : httpRequest)(url, options, (response) => {
          isAnswered = true;
          resolve(response);
        });
        request.on('error', (error) => reject(request.reusedSocket ? new StaleConnection(error) : error));
        // Node ends a request that gets an upgrade (101) without an error and without a response.
        request.on('upgrade', ({ statusCode }, socket) => {
          socket.destroy();
          reject(new SourceFailed(`answered ${statusCode}`));
        });
        request.on('close', () => {
          if (!isAnswered) reject(new SourceFailed('closed the connection without an answer'));
        });
        request.end(body);
      });
    // The server may have closed an idle connection just when we used it again. That says nothing about the server.
    return once().catch((error: unknown) =>
      error instanceof StaleConnection ? once() : Promise.reject(asError(error)),
    );
  }
}

class StaleConnection extends Error {
  constructor(cause: Error) {
    super(cause.message, { cause });
  }
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

function redirectOf({ statusCode = 0, headers }: IncomingMessage, from: URL): URL | undefined {
  if (![301, 302, 303, 307, 308].includes(statusCode)) return undefined;
  const next = locationOf(headers.location, from);
  if (next === undefined) throw new SourceFailed('redirects to nowhere');
  return next;
}

/** Whether a page is the home page, or another that the address is under: it is about other petitions. */
const isAbove = ({ pathname }: URL, address: URL): boolean =>
  pathname !== address.pathname && address.pathname.startsWith(pathname.replace(/\/?$/, '/'));

async function toHttpResult(response: IncomingMessage, maxBytes: number): ReturnType<HttpClient['getIfChanged']> {
  const { statusCode = 0, headers } = response;
  const times = timesOf(response);
  if (statusCode === 200) {
    const body = await bodyOf(response, maxBytes);
    const text = bodyText(body, headers['content-type']);
    const sha256 = createHash('sha256').update(body).digest('hex');
    return { kind: 'body', text, sha256, validators: validatorsOf(response), ...cookiesOf(response), ...times };
  }
  response.resume();
  if (statusCode === 304) return { kind: 'unchanged', ...times };
  if (statusCode === 404 || statusCode === 410) return { kind: 'gone', final: statusCode === 410, ...times };
  const retryAfter = retryAfterOf(headers['retry-after'], times.date ?? Temporal.Now.instant());
  throw new SourceFailed(`answered ${statusCode}`, { retryAfter, status: statusCode });
}

function timesOf({ headers }: IncomingMessage): AnswerTimes {
  const [date, age, maxAge] = [httpDate(headers.date), ageOf(headers.age), maxAgeOf(headers['cache-control'])];
  return {
    ...(date !== undefined && { date }),
    ...(age !== undefined && { age }),
    ...(maxAge !== undefined && { maxAge }),
  };
}

async function bodyOf(response: IncomingMessage, maxBytes: number): Promise<Buffer> {
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
  return Buffer.concat(chunks);
}

/** A proxy may compress what the server has compressed. */
const maxCodings = 2;

const decompressors = new Map([
  ['gzip', (body: Readable) => piped(body, createGunzip())],
  ['br', (body: Readable) => piped(body, createBrotliDecompress())],
  ['deflate', (body: Readable) => Readable.from(inflated(body))],
]);

function decompressed(response: IncomingMessage): Readable {
  const codings = contentCodings(response.headers['content-encoding']);
  const all = codings.join(', ');
  if (codings.length > maxCodings) throw new SourceFailed(`encodes its body ${codings.length} times`);
  return codings.reduceRight<Readable>((body, coding) => {
    const decompress = decompressors.get(coding);
    if (decompress === undefined) throw new SourceFailed(`encodes its body as ${all}, which was not asked for`);
    return decompress(body);
  }, response);
}

/** The reader gets every error from the stream itself. */
const piped = (body: Readable, decompressor: Transform): Readable => pipeline(body, decompressor, () => undefined);

/** `deflate` begins with a header of zlib (RFC 9110, 8.4.1.2). Many servers leave it out; we do not ask for it at all. */
async function* inflated(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const chunks = body[Symbol.asyncIterator]();
  const first = await chunks.next();
  if (first.done === true) return;
  const [method = 0] = first.value;
  async function* all(): AsyncGenerator<Buffer> {
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => chunks };
  }
  yield* piped(Readable.from(all()), (method & 0x0f) === 8 ? createInflate() : createInflateRaw());
}

/**
 * `Last-Modified` names a version only to the second. It is used only when it was a minute old, so that nothing can
 * have changed since within the same unit of the platform's clock (RFC 9110, 8.8.2.2; the UK's counts in tens of
 * seconds).
 */
function validatorsOf({ headers }: IncomingMessage): Validators | undefined {
  const { etag, 'last-modified': lastModified } = headers;
  if (etag !== undefined) return { etag };
  const [changed, date] = [httpDate(lastModified), httpDate(headers.date)];
  if (lastModified === undefined || changed === undefined || date === undefined) return undefined;
  return isAfter(changed.add({ minutes: 1 }), date) ? undefined : { lastModified };
}

/** The names and values of cookies, without their attributes (RFC 6265, 5.2). */
function cookiesOf({ headers: { 'set-cookie': set = [] } }: IncomingMessage): { readonly cookies?: string } {
  const cookies = set.flatMap((one) => one.split(';', 1)).map((one) => one.trim());
  return cookies.length === 0 ? {} : { cookies: cookies.join('; ') };
}
