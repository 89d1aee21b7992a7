/** The HTTP client of one poll: it asks as the poll needs it, and remembers how old the answers were. */
import { earliest, isAfter, minutesBetween, type Instant } from '../domain/time.ts';
import { madeAt } from '../sources/answer-age.ts';
import type { HttpClient, HttpHeaders, HttpResult, NotModified } from '../sources/http.ts';
import type { ClockCheck } from './clock-check.ts';

/**
 * How to ask. `if-changed` is as the source says. `whole` has no conditions: a server that answers 304 for ever is found
 * out. `fresh` also asks caches for a new answer, which proves nothing by itself: its headers say how old it is.
 */
export type RequestMode = 'if-changed' | 'whole' | 'fresh';

/** Of several answers. */
export interface AnswerSpan {
  /** When the oldest was made. */
  readonly madeAt: Instant;
  /** How often the slowest is generated again: minutes; 0 where nothing is told. */
  readonly refreshMinutes: number;
  /** By when all that caches hold now has expired. */
  readonly expires: Instant;
  /** The SHA-256 of each body, in the order of the requests; none of "not modified". */
  readonly sha256: readonly string[];
}

export class DatedHttp implements HttpClient {
  readonly #http: HttpClient;
  readonly #now: () => Instant;
  readonly #clock: Pick<ClockCheck, 'heard'>;
  readonly #mode: RequestMode;
  #span: AnswerSpan | undefined;

  /** `clock` hears what the servers say of the time. */
  constructor(
    http: HttpClient,
    { now, clock }: { readonly now: () => Instant; readonly clock: Pick<ClockCheck, 'heard'> },
    mode: RequestMode = 'if-changed',
  ) {
    [this.#http, this.#now, this.#clock, this.#mode] = [http, now, clock, mode];
  }

  get userAgent(): string {
    return this.#http.userAgent;
  }

  get: HttpClient['get'] = (url, headers) => this.#dated(url, () => this.#http.get(url, this.#with(headers)));

  getIfChanged: HttpClient['getIfChanged'] = (url, validators, headers) =>
    this.#mode === 'if-changed'
      ? this.#dated(url, () => this.#http.getIfChanged(url, validators, headers))
      : this.get(url, headers);

  post: HttpClient['post'] = (url, question, headers) =>
    this.#dated(url, () => this.#http.post(url, question, this.#with(headers)));

  /** The answers since this was last called; undefined where there were none. */
  takeSpan(): AnswerSpan | undefined {
    const span = this.#span;
    this.#span = undefined;
    return span;
  }

  #with(headers: HttpHeaders | undefined): HttpHeaders | undefined {
    return this.#mode === 'fresh' ? { ...headers, 'cache-control': 'no-cache' } : headers;
  }

  async #dated<Answer extends HttpResult | NotModified>(url: string, request: () => Promise<Answer>): Promise<Answer> {
    const requestedAt = this.#now();
    const answer = await request();
    const made = madeAt(answer, requestedAt);
    const { maxAge = 0, age = 0, date } = answer;
    if (date !== undefined) this.#clock.heard(new URL(url).host, date.add({ seconds: age }), this.#now());
    const left = Math.max(0, Math.round(maxAge - 60 * minutesBetween(made, requestedAt)));
    const expires = requestedAt.add({ seconds: left });
    const before = this.#span;
    this.#span = {
      madeAt: before === undefined ? made : earliest(before.madeAt, made),
      refreshMinutes: Math.max(before?.refreshMinutes ?? 0, maxAge / 60),
      expires: before !== undefined && isAfter(before.expires, expires) ? before.expires : expires,
      sha256: [...(before?.sha256 ?? []), ...(answer.kind === 'body' ? [answer.sha256] : [])],
    };
    return answer;
  }
}
