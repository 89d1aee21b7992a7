/** One look at one petition: asks its source, and has the core judge what it says. */
import { BadInput } from '../validation.ts';
import type { WatchedPetition } from '../config/watched-petition.ts';
import type { Alert } from '../domain/alerts.ts';
import { dueInstant, nextPoll, nextRetry, withPollCharged, type NextDue } from '../domain/cadence.ts';
import { evaluate } from '../domain/evaluate.ts';
import type { Observation } from '../domain/observation.ts';
import { earliest, isAfter, type Instant } from '../domain/time.ts';
import type { CircuitBreaker } from '../sources/circuit-breaker.ts';
import { SourceFailed, type HttpResult, type HttpClient, type NotModified } from '../sources/http.ts';
import type { ApiKeyCache } from '../sources/api-keys.ts';
import { checkPlausibleTimes } from '../sources/check-times.ts';
import type { ReadResult } from '../sources/source.ts';
import type { StoredPetition } from '../storage/petition-item.ts';
import type { Telemetry } from '../runtime/telemetry.ts';

export interface PetitionPollDeps {
  readonly http: HttpClient;
  readonly breaker: CircuitBreaker;
  readonly keys: ApiKeyCache;
  readonly now: () => Instant;
  readonly telemetry: Telemetry;
}

/** What came of a look: a count, a petition that is not there, or no reading and why. */
export type PollOutcome =
  | { readonly kind: 'read' | 'gone' }
  | { readonly kind: 'doubted' | 'failed'; readonly reason: string };

export interface PollResult extends Pick<StoredPetition, 'petition' | 'sourceState' | 'failures'> {
  readonly alerts: readonly Alert[];
  readonly due: NextDue;
  readonly outcome: PollOutcome;
}

export type PollStrategy = (
  watched: WatchedPetition,
  known: StoredPetition,
  looking: PetitionPollDeps,
) => Promise<PollResult>;

/** A source that fails, or answers what is none, is no reading: all stays as it is, to be tried again. */
const pollWith =
  (see: (...about: Parameters<PollStrategy>) => TimedReadResult | Promise<TimedReadResult>): PollStrategy =>
  async (watched, known, looking) => {
    const { breaker, now, telemetry } = looking;
    const { petition, host } = watched;
    try {
      return evaluateResult(watched, known, await see(watched, known, looking), looking);
    } catch (error) {
      if (!(error instanceof SourceFailed || error instanceof BadInput)) throw error;
      if (error instanceof SourceFailed) breaker.recordFailure(host, error, now());
      else breaker.recordSuccess(host);
      const failures = known.failures + 1;
      const { message: reason } = error;
      telemetry.warn('no reading', { petition, reason, failures });
      const due = retryDue(known, failures, error, now());
      return {
        ...known,
        petition: withPollCharged(known.petition, due, now(), watched.settings),
        failures,
        alerts: [],
        due,
        outcome: { kind: 'failed', reason },
      };
    }
  };

/** Asks the petition's source about it. */
export const pollPetition: PollStrategy = pollWith(async (watched, known, { breaker, keys, now, http: shared }) => {
  const { id, host, source, baseUrl, keyParameter } = watched;
  const key = keyParameter === undefined ? undefined : keys.keyFor(keyParameter);
  breaker.check(host, now());
  const asked = now();
  const reader = await source.reader();
  const http = new MaxAgeTrackingHttp(shared);
  const seen = await reader.read({
    id,
    baseUrl,
    known: known.petition,
    state: known.sourceState,
    now: asked,
    http,
    key,
  });
  breaker.recordSuccess(host);
  return { ...seen, requestedAt: asked, maxAge: http.maxAge };
});

/** Takes what a list shows of it, which was asked for at `asked`. */
export const pollFromList = (observation: Observation, requestedAt: Instant): PollStrategy =>
  pollWith(() => ({ observation, requestedAt }));

/** What a source saw when it was asked, and how often it says that it counts anew: seconds. */
interface TimedReadResult extends ReadResult {
  readonly requestedAt: Instant;
  readonly maxAge?: number | undefined;
}

/** What the core makes of it. @throws {BadInput} where it holds what cannot be. */
function evaluateResult(
  watched: WatchedPetition,
  known: StoredPetition,
  seen: TimedReadResult,
  { now: clock, telemetry }: PetitionPollDeps,
): PollResult {
  const { petition: name, settings } = watched;
  const { requestedAt, observation, state = known.sourceState, maxAge = 0 } = seen;
  const now = clock();
  if (observation.kind === 'reading') checkPlausibleTimes(observation, now, `answer about ${name}`);
  // A source may know that what it shows is older.
  const sight = observation.kind === 'reading' ? { requestedAt, ...observation } : observation;
  const { petition: observed, alerts } = evaluate(known.petition, sight, now, settings);
  // What is made anew only so often need be asked for no more often.
  const refreshMinutes = Math.max(settings.refreshMinutes ?? 0, Math.min(maxAge / 60, maxRefreshMinutes));
  const due = nextPoll(observed, now, { ...settings, refreshMinutes });
  const petition = withPollCharged(observed, due, now, settings);
  const looked = { petition, sourceState: state, failures: 0, alerts, due };
  if (observation.kind === 'gone') {
    telemetry.warn('petition not found', { petition: name });
    return { ...looked, outcome: { kind: 'gone' } };
  }
  if (petition.doubted === undefined) return { ...looked, outcome: { kind: 'read' } };
  const reason = `${observation.signatures} signatures after ${petition.last?.signatures ?? 0}: held for a second reading`;
  telemetry.warn('count in doubt', { petition: name, reason });
  // What the source remembers of an answer that is not believed yet would have it say "not modified" next time.
  return { ...looked, sourceState: known.sourceState, outcome: { kind: 'doubted', reason } };
}

/**
 * A server that has its answers kept for longer is asked once an hour all the same: nobody is told of a line a day
 * late.
 */
const maxRefreshMinutes = 60;

/** Asks as another does, and keeps the longest time for which one of the answers is kept. */
class MaxAgeTrackingHttp implements HttpClient {
  readonly #http: HttpClient;
  maxAge: number | undefined;

  get userAgent(): string {
    return this.#http.userAgent;
  }

  constructor(http: HttpClient) {
    this.#http = http;
  }

  get: HttpClient['get'] = async (...request) => this.#noted(await this.#http.get(...request));
  getIfChanged: HttpClient['getIfChanged'] = async (...request) =>
    this.#noted(await this.#http.getIfChanged(...request));
  post: HttpClient['post'] = async (...request) => this.#noted(await this.#http.post(...request));

  #noted<Answered extends HttpResult | NotModified>(answer: Answered): Answered {
    if (answer.kind !== 'gone' && answer.maxAge !== undefined) {
      this.maxAge = Math.max(this.maxAge ?? 0, answer.maxAge);
    }
    return answer;
  }
}

/** The longest that a server may ask to be left alone. */
const maxRetryAfter = { hours: 24 };

function retryDue({ petition }: StoredPetition, failures: number, error: Error, now: Instant): NextDue {
  const due = nextRetry(petition, failures, now);
  const seconds = error instanceof SourceFailed ? error.retryAfter : undefined;
  if (seconds === undefined) return due;
  const rested = earliest(now.add({ seconds }), now.add(maxRetryAfter));
  return isAfter(rested, dueInstant(petition.petition, due, now)) ? { at: rested } : due;
}
