/** One look at one petition: asks its source, and has the core judge what it says. */
import { BadInput } from '../validation.ts';
import type { Watched } from '../config/watched-petition.ts';
import type { Alert } from '../domain/alerts.ts';
import { instantOf, nextLook, nextTry, paid, type Due } from '../domain/cadence.ts';
import { observe } from '../domain/evaluate.ts';
import type { Sighting } from '../domain/observation.ts';
import { earliest, isAfter, type Instant } from '../domain/time.ts';
import type { Breaker } from '../sources/circuit-breaker.ts';
import { SourceFailed, type Answer, type Http, type Unchanged } from '../sources/http.ts';
import type { KeyRing } from '../sources/api-keys.ts';
import { checkTimes } from '../sources/check-times.ts';
import type { Seen } from '../sources/source.ts';
import type { Stored } from '../storage/petition-item.ts';
import type { Telemetry } from '../runtime/telemetry.ts';

export interface Looking {
  readonly http: Http;
  readonly breaker: Breaker;
  readonly keys: KeyRing;
  readonly now: () => Instant;
  readonly telemetry: Telemetry;
}

/** What came of a look: a count, a petition that is not there, or no reading and why. */
export type Sight =
  { readonly kind: 'read' | 'gone' } | { readonly kind: 'doubted' | 'failed'; readonly reason: string };

export interface Looked extends Pick<Stored, 'petition' | 'memory' | 'failures'> {
  readonly alerts: readonly Alert[];
  readonly due: Due;
  readonly sight: Sight;
}

export type Look = (watched: Watched, known: Stored, looking: Looking) => Promise<Looked>;

/** A source that fails, or answers what is none, is no reading: all stays as it is, to be tried again. */
const lookBy =
  (see: (...about: Parameters<Look>) => SeenThen | Promise<SeenThen>): Look =>
  async (watched, known, looking) => {
    const { breaker, now, telemetry } = looking;
    const { petition, host } = watched;
    try {
      return judge(watched, known, await see(watched, known, looking), looking);
    } catch (error) {
      if (!(error instanceof SourceFailed || error instanceof BadInput)) throw error;
      if (error instanceof SourceFailed) breaker.failed(host, error, now());
      else breaker.answered(host);
      const failures = known.failures + 1;
      const { message: reason } = error;
      telemetry.warn('no reading', { petition, reason, failures });
      const due = tryAgain(known, failures, error, now());
      return {
        ...known,
        petition: paid(known.petition, due, now(), watched.terms),
        failures,
        alerts: [],
        due,
        sight: { kind: 'failed', reason },
      };
    }
  };

/** Asks the petition's source about it. */
export const look: Look = lookBy(async (watched, known, { breaker, keys, now, http: shared }) => {
  const { id, host, source, baseUrl, keyParameter } = watched;
  const key = keyParameter === undefined ? undefined : keys.keyIn(keyParameter);
  breaker.check(host, now());
  const asked = now();
  const reader = await source.reader();
  const http = new Remembering(shared);
  const seen = await reader.read({ id, baseUrl, known: known.petition, memory: known.memory, now: asked, http, key });
  breaker.answered(host);
  return { ...seen, asked, maxAge: http.maxAge };
});

/** Takes what a list shows of it, which was asked for at `asked`. */
export const lookAtList = (sighting: Sighting, asked: Instant): Look => lookBy(() => ({ sighting, asked }));

/** What a source saw when it was asked, and how often it says that it counts anew: seconds. */
interface SeenThen extends Seen {
  readonly asked: Instant;
  readonly maxAge?: number | undefined;
}

/** What the core makes of it. @throws {BadInput} where it holds what cannot be. */
function judge(watched: Watched, known: Stored, seen: SeenThen, { now: clock, telemetry }: Looking): Looked {
  const { petition: name, terms } = watched;
  const { asked, sighting, memory = known.memory, maxAge = 0 } = seen;
  const now = clock();
  if (sighting.kind === 'reading') checkTimes(sighting, now, `answer about ${name}`);
  // A source may know that what it shows is older.
  const sight = sighting.kind === 'reading' ? { asked, ...sighting } : sighting;
  const { petition: observed, alerts } = observe(known.petition, sight, now, terms);
  // What is made anew only so often need be asked for no more often.
  const refreshMinutes = Math.max(terms.refreshMinutes ?? 0, Math.min(maxAge / 60, mostRefresh));
  const due = nextLook(observed, now, { ...terms, refreshMinutes });
  const petition = paid(observed, due, now, terms);
  const looked = { petition, memory, failures: 0, alerts, due };
  if (sighting.kind === 'gone') {
    telemetry.warn('petition not found', { petition: name });
    return { ...looked, sight: { kind: 'gone' } };
  }
  if (petition.doubted === undefined) return { ...looked, sight: { kind: 'read' } };
  const reason = `${sighting.signatures} signatures after ${petition.last?.signatures ?? 0}: held for a second reading`;
  telemetry.warn('count in doubt', { petition: name, reason });
  // What the source remembers of an answer that is not believed yet would have it say "not modified" next time.
  return { ...looked, memory: known.memory, sight: { kind: 'doubted', reason } };
}

/** A server that has its answers kept for longer is asked once an hour all the same: nobody is told of a line a day late. */
const mostRefresh = 60;

/** Asks as another does, and keeps the longest time for which one of the answers is kept. */
class Remembering implements Http {
  readonly #http: Http;
  maxAge: number | undefined;

  get userAgent(): string {
    return this.#http.userAgent;
  }

  constructor(http: Http) {
    this.#http = http;
  }

  get: Http['get'] = async (...request) => this.#noted(await this.#http.get(...request));
  getIfChanged: Http['getIfChanged'] = async (...request) => this.#noted(await this.#http.getIfChanged(...request));
  post: Http['post'] = async (...request) => this.#noted(await this.#http.post(...request));

  #noted<Answered extends Answer | Unchanged>(answer: Answered): Answered {
    if (answer.kind !== 'gone' && answer.maxAge !== undefined) {
      this.maxAge = Math.max(this.maxAge ?? 0, answer.maxAge);
    }
    return answer;
  }
}

/** The longest that a server may ask to be left alone. */
const longestRest = { hours: 24 };

function tryAgain({ petition }: Stored, failures: number, error: Error, now: Instant): Due {
  const due = nextTry(petition, failures, now);
  const seconds = error instanceof SourceFailed ? error.retryAfter : undefined;
  if (seconds === undefined) return due;
  const rested = earliest(now.add({ seconds }), now.add(longestRest));
  return isAfter(rested, instantOf(petition.petition, due, now)) ? { at: rested } : due;
}
