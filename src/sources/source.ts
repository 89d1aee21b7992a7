/** What a platform needs to be watched: an entry in registry.ts, and a file that reads it. */
import type * as z from 'zod/mini';
import type { BadInput, Fault } from '../validation.ts';
import { SourceFailed, type HttpClient } from './http.ts';
import type { Petition } from '../domain/petition.ts';
import type { Observation } from '../domain/observation.ts';
import type { RulesHistory } from '../domain/rules.ts';
import type { Instant } from '../domain/time.ts';

/** What a source wants back at the next poll of the same petition: validators, times of rarer requests. JSON. */
export type SourceState = unknown;

/** The API key of a platform. It is only for the header of a request: it is never stored, sent or logged. */
export interface ApiKey {
  /** @throws {SourceFailed} when it cannot be read. */
  readonly read: () => Promise<string>;
  /** The key is read again at its next use. */
  readonly forget: () => void;
}

export interface ReadRequest {
  /** The petition's id on its platform: opaque text. */
  readonly id: string;
  readonly baseUrl: string;
  /** The state so far. */
  readonly known: Petition;
  readonly state: SourceState;
  readonly now: Instant;
  readonly http: HttpClient;
  /** Where the config names one. */
  readonly key?: ApiKey | undefined;
}

export interface ReadResult {
  readonly observation: Observation;
  /** Absent: unchanged. */
  readonly state?: SourceState;
  /** The fields of the answer that could not be read. They are left out of the reading. */
  readonly unreadable?: readonly Fault[];
}

/** A petition on a page of the platform's own list. */
export interface ListedPetition {
  readonly id: string;
  readonly observation: Observation;
}

/** A page of it. What cannot be read there is a fault in its place: it costs itself, and not the list. */
export type ListPage = readonly (ListedPetition | BadInput)[];

export interface ListRequest {
  readonly baseUrl: string;
  readonly now: Instant;
  readonly http: HttpClient;
  /** Where the config names one. */
  readonly key?: ApiKey | undefined;
}

/** Reads a platform. It is loaded when the first of its petitions is polled, so that no other start pays for it. */
export interface Reader {
  /**
   * One poll. @throws {SourceFailed} when there was no answer, {BadInput} when the answer is not valid: neither is a
   * reading.
   */
  readonly read: (ask: ReadRequest) => Promise<ReadResult>;
  /**
   * The platform's own list of open petitions, with a request for each page. It throws as `read` does. Absent: the
   * platform has no readable list.
   */
  readonly list?: (listing: ListRequest) => AsyncIterable<ListPage>;
  /**
   * The platform's lists of answered petitions: number 0 has those of now, the others are its archives. An archive without a
   * page is behind the last one. Absent: the platform has none that is read.
   */
  readonly answered?: (listing: ListRequest, number: number) => AsyncIterable<ListPage>;
}

/** What is known of a platform without a request: an entry in registry.ts. */
export interface Source {
  /** What people call the platform, in English where it has an English name. */
  readonly title: string;
  /** The address of the platform, unless the config has another. */
  readonly baseUrl: string;
  /** The pattern of its ids, and an example. */
  readonly id: { readonly pattern: RegExp; readonly example: string };
  /**
   * A petition that is old, public and stays what it is, by which people see whether the platform can still be read. Absent
   * where there is none without a key, or the platform is not live.
   */
  readonly sample?: string;
  /** The id of the petition with this page, where addresses of pages show it. */
  readonly idOf?: (page: URL) => string | undefined;
  /** Which address is wanted instead, for a page that people share and that does not show the id. */
  readonly adviceOn?: (page: URL) => string | undefined;
  readonly history: RulesHistory;
  /** Of a source with several sites: the site of the petition with this id. */
  readonly siteOf?: (id: string) => Pick<Source, 'baseUrl' | 'history'>;
  /** How long the platform takes to show what happened. */
  readonly lagMinutes: number;
  /** How often the platform updates its count. */
  readonly refreshMinutes: number;
  /** Whether its reader has a `list`. */
  readonly hasList?: true;
  /** Whether its reader has `answered`. */
  readonly hasAnswered?: true;
  /**
   * Whether an entry of the list has all that a poll reads. Then petitions that are named and may wait are read from the
   * list too, where that takes fewer requests.
   */
  readonly listIsWhole?: true;
  readonly reader: () => Promise<Reader>;
}

/** The address and the rules of the site that a petition is on. */
export const siteOf = (source: Source, id: string | undefined): Pick<Source, 'baseUrl' | 'history'> =>
  id === undefined ? source : (source.siteOf?.(id) ?? source);

/** The source for a petition whose opening the config gives. The opening that the platform gives wins. */
export const withOpened = (source: Source, opened: Instant): Source => ({
  ...source,
  reader: async () => {
    const reader = await source.reader();
    const read: Reader['read'] = async (ask) => {
      const { observation, ...rest } = await reader.read(ask);
      return { ...rest, observation: observation.kind === 'reading' ? { opened, ...observation } : observation };
    };
    return { ...reader, read };
  },
});

/** The answer "not modified": the last reading still holds. */
export function unchangedReading({ last }: Petition): Observation {
  if (last === undefined) throw new SourceFailed('got 304 Not Modified for a petition that was never read');
  return { kind: 'reading', signatures: last.signatures };
}

/** A source's own state. It only saves work: a state that cannot be read, as after an upgrade, counts as no state. */
export const restoreState = <Schema extends z.ZodMiniType>(
  schema: Schema,
  memory: SourceState,
): Partial<z.output<Schema>> => schema.safeParse(memory).data ?? {};
