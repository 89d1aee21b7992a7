/** `--key PARAMETER=VARIABLE`: which environment variable holds which key. */
import { BadInput } from '../../src/validation.ts';
import { readApiKeys } from '../../local/api-key-options.ts';

const parameter = '/petitions/action-network';
const secret = 'not-to-be-shown-0123456789';
const environment = { NETWORK_KEY: secret, EMPTY: '' };

function faultOf(pairs: readonly string[], wanted: readonly string[] = [parameter]): string {
  try {
    readApiKeys(pairs, wanted, environment);
  } catch (error) {
    if (error instanceof BadInput) return error.message;
    throw error;
  }
  throw new Error('no fault was found');
}

test('a key is what the named variable holds', () => {
  expect([...readApiKeys([`${parameter}=NETWORK_KEY`], [parameter], environment)]).toEqual([[parameter, secret]]);
  expect(readApiKeys([], [], environment).size).toBe(0);
});

test('a parameter of the config that has none is a fault, with a good value', () => {
  expect(faultOf([])).toBe(
    `--key: ${parameter} has no key here; name the variable that holds it: --key ${parameter}=ACTION_NETWORK_KEY`,
  );
});

test.each([
  [
    'a variable that is not set',
    `${parameter}=OTHER`,
    `--key: ${parameter} names an environment variable that is not set`,
  ],
  ['one that is empty', `${parameter}=EMPTY`, `--key: ${parameter} names an environment variable that is not set`],
  [
    'a key in its place',
    `${parameter}=${secret}`,
    `--key: must be --key ${parameter}=ACTION_NETWORK_KEY: the name of a variable`,
  ],
  [
    'a key that might be a name',
    `${parameter}=d3b07384`,
    `--key: ${parameter} names an environment variable that is not set`,
  ],
  ['no pair', secret, `--key: must be --key ${parameter}=ACTION_NETWORK_KEY: the name of a variable`],
])('%s is a fault, and is not repeated', (_, pair, message) => {
  const fault = faultOf([pair]);
  expect(fault).toContain(message);
  for (const hidden of [secret, 'd3b07384', 'OTHER']) expect(fault).not.toContain(hidden);
});
