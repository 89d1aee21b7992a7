/** One look at one petition as the monitor looks at it, and nothing of it kept. */
import type { Watched } from '../../src/config/watched-petition.ts';
import { instantOf, type Due } from '../../src/domain/cadence.ts';

import { unseen, type Petition } from '../../src/domain/petition.ts';
import type { Reading } from '../../src/domain/observation.ts';
import { rulesBy, type Edition } from '../../src/domain/rules.ts';
import type { Instant } from '../../src/domain/time.ts';
import { look } from '../../src/polling/poll-petition.ts';
import { Breaker } from '../../src/sources/circuit-breaker.ts';
import type { Http } from '../../src/sources/http.ts';
import type { KeyRing } from '../../src/sources/api-keys.ts';
import type { Source } from '../../src/sources/source.ts';
import type { Telemetry } from '../../src/runtime/telemetry.ts';
import { asking, type Asked } from './recording-http.ts';

export interface Probed {
  readonly watched: Watched;
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
  readonly requests: readonly Asked[];
}

/** A look that gave no count: the message says why. */
export class NoReading extends Error {
  override readonly name = 'NoReading';
  readonly requests: readonly Asked[];

  constructor(message: string, requests: readonly Asked[]) {
    super(message);
    this.requests = requests;
  }
}

interface Means {
  readonly http: Http;
  readonly keys: KeyRing;
  readonly now: () => Instant;
}

/** @throws {NoReading} */
export async function probe(watched: Watched, { http: client, keys, now }: Means): Promise<Probed> {
  const { http, requests } = asking(client);
  const seen: Reading[] = [];
  const known = { petition: unseen(watched.petition), memory: undefined, failures: 0, outbox: [] };
  const looking = { http, keys, now, breaker: new Breaker(), telemetry: silent };
  const looked = await look(
    { ...watched, source: telling(watched.source, (reading) => void seen.push(reading)) },
    { ...known, held: undefined, place: undefined },
    looking,
  );
  const { petition, due, memory, sight } = looked;
  if (sight.kind === 'failed') throw new NoReading(sight.reason, requests);
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
    memory,
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
        if (seen.sighting.kind === 'reading') tell(seen.sighting);
        return seen;
      },
    };
  },
});

function editionOf({ terms: { history } }: Watched, petition: Petition): Edition {
  const rules = rulesBy(history, petition);
  return history.find((edition) => edition.rules === rules) ?? history[0];
}

const nextOf = ({ petition }: Petition, due: Due, at: Instant): Instant | undefined =>
  'never' in due ? undefined : instantOf(petition, due, at);

const silent: Telemetry = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  count: () => undefined,
};
