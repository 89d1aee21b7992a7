/** Polls one petition once, as the monitor does, and stores nothing. */
import type { Fault } from '../../src/validation.ts';
import type { WatchedPetition } from '../../src/config/watched-petition.ts';
import { dueInstant, type NextDue } from '../../src/domain/cadence.ts';
import type { Petition } from '../../src/domain/petition.ts';
import type { Reading } from '../../src/domain/observation.ts';
import { rulesForPetition, type Edition } from '../../src/domain/rules.ts';
import type { Instant } from '../../src/domain/time.ts';
import { ClockCheck } from '../../src/polling/clock-check.ts';
import { pollPetition, type PollOutcome } from '../../src/polling/poll-petition.ts';
import { CircuitBreaker } from '../../src/sources/circuit-breaker.ts';
import type { HttpClient } from '../../src/sources/http.ts';
import type { ApiKeyCache } from '../../src/sources/api-keys.ts';
import type { Source } from '../../src/sources/source.ts';
import type { Telemetry } from '../../src/runtime/telemetry.ts';
import { recordRequests, type RecordedRequest } from './recording-http.ts';
import { newLoadedPetition } from '../../src/storage/petition-item.ts';

export interface ProbeResult {
  readonly watched: WatchedPetition;
  readonly at: Instant;
  /** When its reader was asked. */
  readonly askedAt: Instant;
  /** What the platform says. */
  readonly reading: Reading;
  /** What the monitor makes of it, as of a petition that it has not polled before. */
  readonly petition: Petition;
  /** The rules that apply to it. */
  readonly edition: Edition;
  /** When the next poll would be; undefined for never. */
  readonly next: Instant | undefined;
  /** What its source would get back at the next poll. */
  readonly sourceState: unknown;
  readonly requests: readonly RecordedRequest[];
  /** The fields that could not be read. */
  readonly unreadable: readonly Fault[];
}

/** A poll without a reading; the message says why. */
export class NoReading extends Error {
  override readonly name = 'NoReading';
  readonly requests: readonly RecordedRequest[];

  constructor(message: string, requests: readonly RecordedRequest[]) {
    super(message);
    this.requests = requests;
  }
}

type Asked = Pick<ProbeResult, 'askedAt' | 'reading'>;

export interface ProbeDeps {
  readonly http: HttpClient;
  readonly keys: ApiKeyCache;
  readonly now: () => Instant;
}

/** @throws {NoReading} */
export async function probe(watched: WatchedPetition, { http: client, keys, now }: ProbeDeps): Promise<ProbeResult> {
  const { http, requests } = recordRequests(client);
  const readings: Asked[] = [];
  const { petition, due, sourceState, outcome } = await pollPetition(
    { ...watched, source: recordReadings(watched.source, readings) },
    newLoadedPetition(watched.petition),
    { http, keys, now, breaker: new CircuitBreaker(), clock: new ClockCheck(), telemetry: silent },
  );
  if (outcome.kind === 'failed') throw new NoReading(outcome.reason, requests);
  const [asked] = readings;
  if (asked === undefined) throw new NoReading(notFound(outcome), requests);
  const at = petition.last?.at ?? now();
  return {
    watched,
    at,
    ...asked,
    petition,
    edition: editionOf(watched, petition),
    next: nextOf(petition, due, at),
    sourceState,
    requests,
    unreadable: outcome.kind === 'read' ? outcome.unreadable : [],
  };
}

const notFound = (outcome: PollOutcome): string =>
  `not found: ${outcome.kind === 'gone' && outcome.reason !== undefined ? outcome.reason : 'check the id'}`;

/** The source, which also adds what it reads to `readings`. */
const recordReadings = (source: Source, readings: Asked[]): Source => ({
  ...source,
  reader: async () => {
    const reader = await source.reader();
    return {
      ...reader,
      read: async (ask) => {
        const result = await reader.read(ask);
        if (result.observation.kind === 'reading') readings.push({ askedAt: ask.now, reading: result.observation });
        return result;
      },
    };
  },
});

function editionOf({ settings: { history } }: WatchedPetition, petition: Petition): Edition {
  const rules = rulesForPetition(history, petition);
  return history.find((edition) => edition.rules === rules) ?? history[0];
}

const nextOf = ({ petition }: Petition, due: NextDue, at: Instant): Instant | undefined =>
  'never' in due ? undefined : dueInstant(petition, due, at);

const silent: Telemetry = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  count: () => undefined,
};
