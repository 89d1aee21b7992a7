/** One look at one petition as the monitor looks at it, and nothing of it kept. */
import type { WatchedPetition } from '../../src/config/watched-petition.ts';
import { dueInstant, type NextDue } from '../../src/domain/cadence.ts';

import { newPetition, type Petition } from '../../src/domain/petition.ts';
import type { Reading } from '../../src/domain/observation.ts';
import { rulesForPetition, type Edition } from '../../src/domain/rules.ts';
import type { Instant } from '../../src/domain/time.ts';
import { pollPetition } from '../../src/polling/poll-petition.ts';
import { CircuitBreaker } from '../../src/sources/circuit-breaker.ts';
import type { HttpClient } from '../../src/sources/http.ts';
import type { ApiKeyCache } from '../../src/sources/api-keys.ts';
import type { Source } from '../../src/sources/source.ts';
import type { Telemetry } from '../../src/runtime/telemetry.ts';
import { recordRequests, type RecordedRequest } from './recording-http.ts';

export interface ProbeResult {
  readonly watched: WatchedPetition;
  readonly at: Instant;
  /** What the platform says, as its source reads it. */
  readonly reading: Reading;
  /** What the monitor makes of it, at first sight. */
  readonly petition: Petition;
  /** The rules that it falls under. */
  readonly edition: Edition;
  /** When it would be looked at again; undefined where never. */
  readonly next: Instant | undefined;
  /** What its source wants to be told then. */
  readonly memory: unknown;
  readonly requests: readonly RecordedRequest[];
}

/** A look that gave no count: the message says why. */
export class NoReading extends Error {
  override readonly name = 'NoReading';
  readonly requests: readonly RecordedRequest[];

  constructor(message: string, requests: readonly RecordedRequest[]) {
    super(message);
    this.requests = requests;
  }
}

interface ProbeDeps {
  readonly http: HttpClient;
  readonly keys: ApiKeyCache;
  readonly now: () => Instant;
}

/** @throws {NoReading} */
export async function probe(watched: WatchedPetition, { http: client, keys, now }: ProbeDeps): Promise<ProbeResult> {
  const { http, requests } = recordRequests(client);
  const seen: Reading[] = [];
  const known = { petition: newPetition(watched.petition), sourceState: undefined, failures: 0, outbox: [] };
  const looking = { http, keys, now, breaker: new CircuitBreaker(), telemetry: silent };
  const looked = await pollPetition(
    { ...watched, source: telling(watched.source, (reading) => void seen.push(reading)) },
    { ...known, lockedUntil: undefined, dueKey: undefined },
    looking,
  );
  const { petition, due, sourceState, outcome } = looked;
  if (outcome.kind === 'failed') throw new NoReading(outcome.reason, requests);
  const [reading] = seen;
  if (reading === undefined) throw new NoReading('the platform does not show this petition', requests);
  const at = petition.last?.at ?? now();
  return {
    watched,
    at,
    reading,
    petition,
    edition: editionOf(watched, petition),
    next: nextOf(petition, due, at),
    memory: sourceState,
    requests,
  };
}

/** The source, telling what it reads on the way. */
const telling = (source: Source, tell: (reading: Reading) => void): Source => ({
  ...source,
  reader: async () => {
    const reader = await source.reader();
    return {
      ...reader,
      read: async (ask) => {
        const seen = await reader.read(ask);
        if (seen.observation.kind === 'reading') tell(seen.observation);
        return seen;
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
