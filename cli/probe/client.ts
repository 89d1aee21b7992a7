/** What a command needs to poll the petitions of a config: the HTTP client, with their keys. */
import { Temporal } from 'temporal-polyfill';
import { apiKeyParameters } from '../../src/config/api-key-reference.ts';
import type { Config } from '../../src/config/config.ts';
import { localApiKeys, readApiKeys } from '../../local/api-key-options.ts';
import { createHttpClient, type HttpClientSettings } from '../../src/sources/http.ts';
import type { ProbeDeps } from './probe.ts';

export interface ProbeClient extends ProbeDeps {
  /** The keys themselves: they are shown to nobody. */
  readonly secrets: readonly string[];
  readonly close: () => void;
}

/** `pairs` are those of `--key`. @throws {BadInput} for a key that is missing. */
export function probeClient(
  config: Config,
  pairs: readonly string[] = [],
  settings: Pick<HttpClientSettings, 'maxPerHost' | 'onAnswer'> = {},
): ProbeClient {
  const parameters = readApiKeys(pairs, apiKeyParameters(config), process.env);
  const now = (): Temporal.Instant => Temporal.Now.instant();
  const http = createHttpClient({ contact: config.contact, allowPrivate: config.allowPrivateSources, ...settings });
  return {
    http,
    now,
    keys: localApiKeys(parameters, now),
    secrets: [...parameters.values()],
    close: http.close,
  };
}
