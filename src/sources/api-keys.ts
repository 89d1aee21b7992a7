/**
 * The API keys that some platforms need. The config names the parameter in AWS's Parameter Store that has the key. It
 * is read when a petition that needs it is first polled, and kept by the process. A key is in no config, template, log
 * or error.
 */
import { isAfter, type Instant } from '../domain/time.ts';
import { SourceFailed } from './http.ts';
import type { ApiKey } from './source.ts';

/** The text of a parameter. */
export type ReadParameter = (name: string) => Promise<string>;

/** How long to wait after a parameter could not be read: a thousand petitions may share one key. */
const retryDelay = { minutes: 1 };

interface CachedKey {
  readonly text: Promise<string>;
  failed?: Instant;
}

export class ApiKeyCache {
  readonly #now: () => Instant;
  readonly #open: () => Promise<ReadParameter>;
  readonly #cache = new Map<string, CachedKey>();
  #parameters: Promise<ReadParameter> | undefined;

  /** `open` returns the reader of parameters. It is called when the first key is needed: most monitors need no key. */
  constructor(now: () => Instant, open: () => Promise<ReadParameter>) {
    this.#now = now;
    this.#open = open;
  }

  /** The key in this parameter. */
  keyFor(parameter: string): ApiKey {
    return { read: () => this.#read(parameter), forget: () => this.#forget(parameter) };
  }

  #read(parameter: string): Promise<string> {
    const cached = this.#cache.get(parameter);
    if (cached !== undefined && (cached.failed === undefined || isAfter(cached.failed.add(retryDelay), this.#now()))) {
      return cached.text;
    }
    const kept: CachedKey = { text: this.#fetch(parameter) };
    this.#cache.set(parameter, kept);
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
    if (this.#cache.get(parameter)?.failed === undefined) this.#cache.delete(parameter);
  }
}

/**
 * The answer of a platform to a request with its key. After a failure, the key is read again before the next request:
 * it may have been changed. @throws {SourceFailed}
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
  new SourceFailed(`the key in the parameter ${parameter} cannot be read: ${reason}`);

/** The message of AWS, which may be only a name (`ParameterNotFound`). */
const reasonOf = (error: unknown): string =>
  error instanceof Error ? [error.name, error.message].filter((part) => part !== '').join(': ') : 'no answer';

/** Why a text is not a key, without quoting it. */
function faultOf(text: string): string | undefined {
  if (text.startsWith('{')) return 'it holds JSON, and must hold the key alone, as plain text';
  if (!/^[\x21-\x7e]{1,1024}$/.test(text)) return 'it holds no key: one line of ASCII without blanks';
  return undefined;
}
