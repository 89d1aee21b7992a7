/** One poll of one petition: asks its source, and evaluates the answer. */
import { jsonValue } from '../json-value.ts';
import { BadInput, type Fault } from '../validation.ts';
import type { WatchedPetition } from '../config/watched-petition.ts';
import type { Alert } from '../domain/alerts.ts';
import {
  awaitsVerdict,
  dueInstant,
  isDailyPoll,
  nextPoll,
  nextRetry,
  withPollCharged,
  type NextDue,
} from '../domain/cadence.ts';
import { isFinalClaim, readAsOf } from '../domain/confirmation.ts';
import { withoutFuture } from '../domain/clock.ts';
import { evaluate } from '../domain/evaluate.ts';
import { dampened } from '../domain/flapping.ts';
import type { Observation } from '../domain/observation.ts';
import type { Petition } from '../domain/petition.ts';
import { earliest, isAfter, type Instant } from '../domain/time.ts';
import type { CircuitBreaker } from '../sources/circuit-breaker.ts';
import { SourceFailed, type HttpClient } from '../sources/http.ts';
import type { ApiKeyCache } from '../sources/api-keys.ts';
import { withoutImpossibleTimes } from '../sources/check-times.ts';
import type { ReadResult } from '../sources/source.ts';
import { petitionItem, type StoredPetition } from '../storage/petition-item.ts';
import type { Telemetry } from '../runtime/telemetry.ts';
import { describeThrown, maxReadMs, waitFor } from '../runtime/time-limit.ts';
import { WrongClock, type ClockCheck } from './clock-check.ts';
import { DatedHttp, type AnswerSpan, type RequestMode } from './dated-http.ts';

export interface PetitionPollDeps {
  readonly http: HttpClient;
  readonly breaker: CircuitBreaker;
  readonly keys: ApiKeyCache;
  readonly clock: ClockCheck;
  readonly now: () => Instant;
  readonly telemetry: Telemetry;
}

/** The result of a poll: a count, a petition that is gone, or no reading and the reason. */
export type PollOutcome =
  | { readonly kind: 'read'; readonly unreadable: readonly Fault[] }
  | { readonly kind: 'gone'; readonly reason?: string | undefined }
  | { readonly kind: 'doubted' | 'failed'; readonly reason: string };

export interface PollResult extends Pick<StoredPetition, 'petition' | 'sourceState' | 'failures'> {
  readonly alerts: readonly Alert[];
  readonly due: NextDue;
  readonly outcome: PollOutcome;
}

export type PollStrategy = (
  watched: WatchedPetition,
  previous: StoredPetition,
  deps: PetitionPollDeps,
) => Promise<PollResult>;

/**
 * When a source fails, or its answer is not valid, there is no reading: nothing changes, and the poll is retried. So it
 * is whatever else was thrown, and what cannot be stored: a fault of ours about one answer must not repeat its poll every
 * minute without an end.
 * @throws {WrongClock}
 */
const pollWith =
  (read: (...args: Parameters<PollStrategy>) => DatedReadResult | Promise<DatedReadResult>): PollStrategy =>
  async (watched, previous, deps) => {
    const { breaker, now, telemetry } = deps;
    const { petition, host } = watched;
    try {
      const result = await read(watched, previous, deps);
      const known = withoutFutureItem(previous, now(), deps.clock.isConfirmed);
      return storable(previous, evaluateResult(watched, known, result, deps));
    } catch (error) {
      if (error instanceof WrongClock) throw error;
      const isExpected = error instanceof SourceFailed || error instanceof BadInput;
      if (error instanceof SourceFailed) breaker.recordFailure(host, error, now());
      else if (isExpected) breaker.recordSuccess(host);
      else telemetry.error('reader failed', { petition, reason: describeThrown(error) });
      const failures = previous.failures + 1;
      const reason = isExpected ? error.message : unexpected;
      telemetry.warn('no reading', { petition, reason, failures });
      const due = retryDue(previous, failures, error, now());
      return {
        ...previous,
        petition: withPollCharged(previous.petition, due, now(), watched.settings),
        failures,
        alerts: [],
        due,
        outcome: { kind: 'failed', reason },
      };
    }
  };

/** Half of an item's 400 kB. The other half is for the outbox. Known petitions need a few kilobytes. */
const maxStateBytes = 200_000;

/** What a poll made of a petition, as it is stored and read again. @throws when it cannot be stored. */
function storable(previous: StoredPetition, polled: PollResult): PollResult {
  const { sourceState: state, alerts: outbox } = polled;
  const isKnown = state === undefined || state === previous.sourceState;
  const sourceState = isKnown ? state : jsonValue(JSON.stringify(state));
  const bytes = Buffer.byteLength(JSON.stringify(petitionItem({ ...previous, ...polled, sourceState, outbox }, 0)));
  if (bytes > maxStateBytes) throw new RangeError(`the state has ${bytes} bytes; ${maxStateBytes} can be stored`);
  return { ...polled, sourceState };
}

/** The same item, without what was stored while this machine's clock was ahead. Then its source begins anew, too. */
export function withoutFutureItem<Item extends StoredPetition>(stored: Item, now: Instant, isConfirmed: boolean): Item {
  const petition = withoutFuture(stored.petition, now, isConfirmed);
  return petition === stored.petition ? stored : { ...stored, petition, sourceState: undefined };
}

/** The reason of a reading that failed by a fault of ours. The log has the fault. */
export const unexpected = 'the monitor could not read the answer; its log has the error "reader failed"';

/** What a reader gives within its time, whatever it awaits. @throws {SourceFailed} when the time is over. */
export const readWithin = <Result>(host: string, work: () => Promise<Result>): Promise<Result> =>
  waitFor(maxReadMs, work, (message) => new SourceFailed(`${host} ${message}`));

/** Requests the petition from its source. */
export const pollPetition: PollStrategy = pollWith(async (watched, previous, deps) => {
  const { breaker, clock, keys, now, http: shared, telemetry } = deps;
  const { id, host, source, baseUrl, keyParameter } = watched;
  const key = keyParameter === undefined ? undefined : keys.keyFor(keyParameter);
  breaker.check(host, now());
  const started = now();
  const reader = await source.reader();
  const { petition: known, sourceState: state } = previous;
  const http = new DatedHttp(shared, deps, requestMode(known, started));
  const result = await readWithin(host, () => reader.read({ id, baseUrl, known, state, now: started, http, key }));
  clock.assertRight(now());
  clock.tellServersOff(telemetry);
  breaker.recordSuccess(host);
  return { ...result, span: http.takeSpan() };
});

/** Without conditions once a day; and where the answer confirms another, or decides a verdict that is final. */
function requestMode(known: Petition, now: Instant): RequestMode {
  const confirms = known.doubted !== undefined || known.unconfirmed !== undefined || known.gone?.told === false;
  if (confirms || awaitsVerdict(known, now)) return 'fresh';
  return isDailyPoll(known, now) ? 'whole' : 'if-changed';
}

/** Takes the observation from a page of a list. */
export const pollFromList = (observation: Observation, span: AnswerSpan | undefined): PollStrategy =>
  pollWith(() => ({ observation, span }));

/** What a source saw, and the answers in which it saw it. */
interface DatedReadResult extends ReadResult {
  readonly span: AnswerSpan | undefined;
}

/** What the core makes of the result. */
function evaluateResult(
  watched: WatchedPetition,
  previous: StoredPetition,
  result: DatedReadResult,
  { now: clock, telemetry }: PetitionPollDeps,
): PollResult {
  const { petition: name, settings } = watched;
  const { observation, state = previous.sourceState, span } = result;
  const now = clock();
  const { known, unreadable } = readablePart(observation, result.unreadable, previous.petition, now);
  const evaluation = evaluate(previous.petition, dated(known, span), now, settings);
  const { petition: evaluated, alerts } = dampened(previous.petition, evaluation, now);
  // An answer that is generated only so often need not be polled more often; but a verdict waits only for the next one.
  const refreshMinutes = Math.max(settings.refreshMinutes ?? 0, Math.min(span?.refreshMinutes ?? 0, maxRefreshMinutes));
  const regular = nextPoll(evaluated, now, { ...settings, refreshMinutes });
  const isWaiting = span !== undefined && awaitsVerdict(evaluated, now) && isAfter(span.expires, now);
  const due = isWaiting ? sooner(name, regular, { at: span.expires }, now) : regular;
  const petition = withPollCharged(evaluated, due, now, settings);
  const polled = { petition, sourceState: state, failures: 0, alerts: withHashes(alerts, span), due };
  if (observation.kind === 'gone') {
    const { reason } = observation;
    telemetry.warn('petition not found', { petition: name, ...(reason !== undefined && { reason }) });
    return { ...polled, outcome: { kind: 'gone', reason } };
  }
  if (unreadable.length > 0) {
    telemetry.warn('fields not read', { petition: name, reason: faultsText(unreadable) });
  }
  const reason = doubtAbout(petition, observation.signatures);
  if (reason !== undefined) {
    telemetry.warn('reading not confirmed yet', { petition: name, reason });
    // With the new source state, the source would answer "not modified" next time, although nothing is confirmed.
    return { ...polled, sourceState: previous.sourceState, outcome: { kind: 'doubted', reason } };
  }
  // A field that could not be read is asked for once more.
  return {
    ...polled,
    ...(unreadable.length > 0 && { sourceState: undefined }),
    outcome: { kind: 'read', unreadable },
  };
}

/** Which fields could not be read, and why. */
export const faultsText = (faults: readonly Fault[]): string =>
  faults.map(({ path, message }) => `${path} ${message}`).join('; ');

/** What a reading says that a second one must confirm; undefined where there is nothing of the kind. */
function doubtAbout({ doubted, unconfirmed = {}, last }: Petition, signatures: number): string | undefined {
  if (doubted !== undefined)
    return `${signatures} signatures after ${last?.signatures ?? 0}: held for a second reading`;
  const claims = Object.entries(unconfirmed).filter(([claim]) => !isFinalClaim(claim));
  const named = claims.map(([claim, { value }]) => (value === '' ? claim : `${claim} ${value}`)).join(', ');
  return claims.length === 0 ? undefined : `${named}: held for a second reading`;
}

/**
 * What can be read of an observation. A field that cannot be read costs that field, never the count. But such a reading
 * proves nothing absent that the last one did not.
 */
function readablePart(
  observation: Observation,
  unreadable: readonly Fault[] = [],
  { last }: Petition,
  now: Instant,
): { readonly known: Observation; readonly unreadable: readonly Fault[] } {
  if (observation.kind === 'gone') return { known: observation, unreadable: [] };
  const { reading, impossible } = withoutImpossibleTimes(observation, now);
  const all = [...unreadable, ...impossible];
  if (all.length === 0 || last === undefined) return { known: { kind: 'reading', ...reading }, unreadable: all };
  const complete = readAsOf(last);
  const countedAt = earliest(reading.countedAt ?? complete, complete);
  return { known: { kind: 'reading', ...reading, countedAt }, unreadable: all };
}

/** A source that caches for longer is still polled once an hour, so that no alert is a day late. */
const maxRefreshMinutes = 60;

/** What is seen is as old as the oldest answer. A source may know that its count is older still. */
function dated(observation: Observation, span: AnswerSpan | undefined): Observation {
  if (span === undefined) return observation;
  const { requestedAt = span.madeAt } = observation;
  return { ...observation, requestedAt: earliest(requestedAt, span.madeAt) };
}

/** The alerts of a poll, with what it read. */
const withHashes = (alerts: readonly Alert[], { sha256 = [] }: Partial<AnswerSpan> = {}): readonly Alert[] =>
  sha256.length === 0 ? alerts : alerts.map((alert) => ({ ...alert, sha256 }));

const sooner = (petition: string, a: NextDue, b: NextDue, now: Instant): NextDue =>
  isAfter(dueInstant(petition, a, now), dueInstant(petition, b, now)) ? b : a;

/** The longest `Retry-After` that is respected. */
const maxRetryAfter = { hours: 24 };

function retryDue({ petition }: StoredPetition, failures: number, error: unknown, now: Instant): NextDue {
  const due = nextRetry(petition, failures, now);
  const seconds = error instanceof SourceFailed ? error.retryAfter : undefined;
  if (seconds === undefined) return due;
  const allowed = earliest(now.add({ seconds }), now.add(maxRetryAfter));
  return isAfter(allowed, dueInstant(petition.petition, due, now)) ? { at: allowed } : due;
}
