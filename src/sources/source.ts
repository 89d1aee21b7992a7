/** What a platform has to bring to be watched: an entry in index.ts, and a file of its own that reads it. */
import type * as z from 'zod/mini';
import { SourceFailed, type HttpClient } from './http.ts';
import type { Petition } from '../domain/petition.ts';
import type { Observation } from '../domain/observation.ts';
import type { RulesHistory } from '../domain/rules.ts';
import type { Instant } from '../domain/time.ts';

/** What a source wants to be told at the next look at the same petition: validators, times of rarer requests. JSON. */
export type SourceState = unknown;

/**
 * The key that a platform asks for. It is for the header of a request, and for nothing that is stored, sent or logged.
 */
export interface ApiKey {
  /** @throws {SourceFailed} when it can not be read. */
  readonly read: () => Promise<string>;
  /** Has it read anew when it is next wanted. */
  readonly forget: () => void;
}

export interface ReadRequest {
  /** The petition's id on its platform: opaque text. */
  readonly id: string;
  readonly baseUrl: string;
  /** What is known so far. */
  readonly known: Petition;
  readonly state: SourceState;
  readonly now: Instant;
  readonly http: HttpClient;
  /** Where the config names one. */
  readonly key?: ApiKey | undefined;
}

export interface ReadResult {
  readonly observation: Observation;
  /** Absent: as it was. */
  readonly state?: SourceState;
}

/** A petition on a page of the platform's own list. */
export interface ListedPetition {
  readonly id: string;
  readonly observation: Observation;
}

export interface ListRequest {
  readonly baseUrl: string;
  readonly http: HttpClient;
  /** Where the config names one. */
  readonly key?: ApiKey | undefined;
}

/** What reads a platform: loaded when the first of its petitions is looked at, as no start is to pay for the others. */
export interface Reader {
  /**
   * One look. @throws {SourceFailed} when there was no answer, {BadInput} when it was not what it has to be: neither is
   * a reading.
   */
  readonly read: (ask: ReadRequest) => Promise<ReadResult>;
  /**
   * The platform's own list of petitions that are open for signatures: a page for each request that is made. It throws
   * as `read` does. Absent: the platform has no list that can be read.
   */
  readonly list?: (listing: ListRequest) => AsyncIterable<readonly ListedPetition[]>;
}

/** What is known of a platform without reading it: an entry of index.ts. */
export interface Source {
  /** Where the platform is, unless the config says otherwise. */
  readonly baseUrl: string;
  /** What an id looks like there, and one for example. */
  readonly id: { readonly pattern: RegExp; readonly example: string };
  /** The id of the petition whose page this is, where addresses of pages show it. */
  readonly idOf?: (page: URL) => string | undefined;
  readonly history: RulesHistory;
  /** How long the platform takes to show what happened. */
  readonly lagMinutes: number;
  /** How often the platform counts anew. */
  readonly refreshMinutes: number;
  /** Whether its reader has a `list`. */
  readonly hasList?: true;
  readonly reader: () => Promise<Reader>;
}

/** The source, of a petition of which it is known when it opened; where the platform says so itself, that counts. */
export const withOpened = (source: Source, opened: Instant): Source => ({
  ...source,
  reader: async () => {
    const reader = await source.reader();
    const read: Reader['read'] = async (ask) => {
      const { observation, ...seen } = await reader.read(ask);
      return { ...seen, observation: observation.kind === 'reading' ? { opened, ...observation } : observation };
    };
    return { ...reader, read };
  },
});

/** The answer "not modified": what was read last still holds. */
export function unchangedReading({ last }: Petition): Observation {
  if (last === undefined) throw new SourceFailed('got 304 Not Modified for a petition that was never read');
  return { kind: 'reading', signatures: last.signatures };
}

/** A source's own memory. It only spares work: what can not be read, as after an upgrade, is as good as none. */
export const restoreState = <Schema extends z.ZodMiniType>(
  schema: Schema,
  memory: SourceState,
): Partial<z.output<Schema>> => schema.safeParse(memory).data ?? {};
