/**
 * The keys of platforms on this machine: `--key PARAMETER=VARIABLE` says which environment variable holds the one that the
 * config has in a parameter. The key itself is on no command line, where other users and the shell's history see it.
 */
import { BadInput, type Fault } from '../src/validation.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What the Parameter Store is to hold, by the names of its parameters. @throws {BadInput} for what is no pair, a variable
 * that is not set, and a parameter of the config that has none. No fault repeats what may be a key.
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
      faults.push({ path: '', message: `must be ${good(wanted[0])}: the name of a variable, and not the key` });
    else if (key === undefined || key === '')
      faults.push({ path: parameter, message: 'names a variable that is not in the environment' });
    else keys.set(parameter, key);
  }
  const missing = wanted.filter((parameter) => !keys.has(parameter));
  if (faults.length === 0) {
    faults.push(
      ...missing.map((parameter) => ({
        path: parameter,
        message: `has no key here; say which variable holds it: ${good(parameter)}`,
      })),
    );
  }
  if (faults.length > 0) throw new BadInput('--key', faults);
  return keys;
}

const good = (parameter = '/petitions/action-network'): string => `--key ${parameter}=ACTION_NETWORK_KEY`;
