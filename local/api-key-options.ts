/**
 * The API keys of platforms and the secrets of channels on this machine: `--key PARAMETER=VARIABLE` names the environment variable that holds the
 * key of a parameter in the config. The key itself is never on a command line, where other users and the shell's
 * history see it.
 */
import type { Temporal } from 'temporal-polyfill';
import { ApiKeyCache } from '../src/sources/api-keys.ts';
import { BadInput, type Fault } from '../src/validation.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The keys for the Parameter Store, by parameter. @throws {BadInput} for a pair that is not one, a variable that is not
 * set, and a parameter of the config without a key. No fault repeats what may be a key.
 */
export function readApiKeys(
  pairs: readonly string[],
  wanted: readonly string[],
  environment: Environment,
): Map<string, string> {
  const keys = new Map<string, string>();
  const faults: Fault[] = [];
  for (const pair of pairs) {
    const [, parameter = '', variable = ''] = /^(\/[^=]*)=([A-Za-z_]\w*)$/.exec(pair) ?? [];
    const key = environment[variable];
    if (parameter === '')
      faults.push({ path: '', message: `must be ${good(wanted[0])}: the name of a variable, not the key` });
    else if (key === undefined || key === '')
      faults.push({ path: parameter, message: 'names an environment variable that is not set' });
    else keys.set(parameter, key);
  }
  const missing = wanted.filter((parameter) => !keys.has(parameter));
  if (faults.length === 0) {
    faults.push(
      ...missing.map((parameter) => ({
        path: parameter,
        message: `has no key here; name the variable that holds it: ${good(parameter)}`,
      })),
    );
  }
  if (faults.length > 0) throw new BadInput('--key', faults);
  return keys;
}

/** The keys that `readApiKeys` found, where a reader expects those of the Parameter Store. */
export const localApiKeys = (keys: ReadonlyMap<string, string>, now: () => Temporal.Instant): ApiKeyCache =>
  new ApiKeyCache(now, () => Promise.resolve((name) => Promise.resolve(keys.get(name) ?? '')));

const good = (parameter = '/petitions/action-network'): string =>
  `--key ${parameter}=${parameter.replace(/^.*\//, '').replace(/\W/g, '_').toUpperCase()}_KEY`;
