/**
 * The keys that some platforms ask for. The config names the parameter of AWS's Parameter Store that holds one; it is
 * read when a petition is first looked at, and kept by the process. A key is in no config, template, log or error.
 */
import { isAfter, type Instant } from '../domain/time.ts';
import { SourceFailed } from './http.ts';
import type { ApiKey } from './source.ts';

/** The text that a parameter holds. */
export type ReadParameter = (name: string) => Promise<string>;

/**
 * A parameter that could not be read is left alone for so long, whoever asks: a thousand petitions may have one key.
 */
const retryDelay = { minutes: 1 };

interface CachedKey {
  readonly text: Promise<string>;
  failed?: Instant;
}

export class ApiKeyCache {
  readonly #now: () => Instant;
  readonly #open: () => Promise<ReadParameter>;
  readonly #kept = new Map<string, CachedKey>();
  #parameters: Promise<ReadParameter> | undefined;

  /** `open` gives what reads parameters: called when the first key is wanted, as most monitors want none. */
  constructor(now: () => Instant, open: () => Promise<ReadParameter>) {
    this.#now = now;
    this.#open = open;
  }

  /** The key that this parameter holds. */
  keyFor(parameter: string): ApiKey {
    return { read: () => this.#read(parameter), forget: () => this.#forget(parameter) };
  }

  #read(parameter: string): Promise<string> {
    const known = this.#kept.get(parameter);
    if (known !== undefined && (known.failed === undefined || isAfter(known.failed.add(retryDelay), this.#now()))) {
      return known.text;
    }
    const kept: CachedKey = { text: this.#fetch(parameter) };
    this.#kept.set(parameter, kept);
    kept.text.catch(() => {
      kept.failed = this.#now();
    });
    return kept.text;
  }

  async #fetch(parameter: string): Promise<string> {
    this.#parameters ??= this.#open();
    let text: string;
    try {
      text = (await (await this.#parameters)(parameter)).trim();
    } catch (error) {
      throw unreadable(parameter, reasonOf(error));
    }
    const fault = faultOf(text);
    if (fault !== undefined) throw unreadable(parameter, fault);
    return text;
  }

  #forget(parameter: string): void {
    if (this.#kept.get(parameter)?.failed === undefined) this.#kept.delete(parameter);
  }
}

/**
 * What a platform answers to its key. When it gives no answer, the key is read anew before the next request: it may
 * have been changed. @throws {SourceFailed}
 */
export async function withApiKey<Answer>(
  key: ApiKey | undefined,
  ask: (text: string) => Promise<Answer>,
): Promise<Answer> {
  if (key === undefined) throw new SourceFailed('asks for a key, and the config names none');
  const text = await key.read();
  try {
    return await ask(text);
  } catch (error) {
    key.forget();
    throw error;
  }
}

const unreadable = (parameter: string, reason: string): SourceFailed =>
  new SourceFailed(`the key in the parameter ${parameter} can not be read: ${reason}`);

/** AWS's own words, of which some are only a name (`ParameterNotFound`). */
const reasonOf = (error: unknown): string =>
  error instanceof Error ? [error.name, error.message].filter((part) => part !== '').join(': ') : 'no answer';

/** What is wrong with a text as a key, without a word of it. */
function faultOf(text: string): string | undefined {
  if (text.startsWith('{')) return 'it holds JSON, and must hold the key alone, as plain text';
  if (!/^[\x21-\x7e]{1,1024}$/.test(text)) return 'it holds no key: one line of ASCII without blanks';
  return undefined;
}
