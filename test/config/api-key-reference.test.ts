/** The places of keys in petitions.json: what is good is a name, and what is bad is never repeated, as it may be a key. */
import { BadInput } from '../../src/validation.ts';
import { checkConfig } from '../../src/config/read-config.ts';
import { apiKeyParameters, secretNameOf } from '../../src/config/api-key-reference.ts';
import { namedPetitions } from '../../src/config/watched-petition.ts';

const id = 'd32fcdd6-7366-466d-a3b8-7e0d87c3cd8b';
const other = 'd32fcdd6-7366-466d-a3b8-7e0d87c3cd8c';
const secret = 'd3b07384d113edec49eaa6238ad5ff00';

const entry = (key: unknown, petition = id): object => ({ source: 'action-network', petition, key });

function messageOf(key: unknown): string {
  try {
    checkConfig({ watch: [entry(key)] }, 'petitions.json');
  } catch (error) {
    if (error instanceof BadInput) return error.message;
    throw error;
  }
  throw new Error('no fault was found');
}

test('a petition has the parameter of its key, and a config each parameter once', () => {
  const key = { parameter: '/petitions/action-network' };
  const config = checkConfig(
    { watch: [entry(key), entry(key, other), { source: 'finland', petition: '1' }] },
    'petitions.json',
  );
  expect(namedPetitions(config).map(({ keyParameter }) => keyParameter)).toEqual([
    key.parameter,
    key.parameter,
    undefined,
  ]);
  expect(apiKeyParameters(config)).toEqual([key.parameter]);
});

test.each([
  '/petitions/action-network',
  '/key',
  '/a/b.c/d-e_f',
  '/aws/reference/secretsmanager/petitions/action-network',
])('%s is the name of a parameter', (parameter) => {
  expect(() => checkConfig({ watch: [entry({ parameter })] }, 'petitions.json')).not.toThrow();
});

test('a secret of Secrets Manager is known by its parameter', () => {
  expect(secretNameOf('/aws/reference/secretsmanager/petitions/action-network')).toBe('petitions/action-network');
  expect(secretNameOf('/petitions/action-network')).toBeUndefined();
});

test.each([
  ['without a slash in front, as keys are', { parameter: secret }],
  ['with blanks', { parameter: `/petitions/${secret} ` }],
  ["of AWS's own", { parameter: '/aws/service/x' }],
  ["of AWS's own, in capitals", { parameter: '/SSM/x' }],
  ['of no secret', { parameter: '/aws/reference/secretsmanager/' }],
  ['too deep', { parameter: '/a'.repeat(16) }],
  ['too long', { parameter: `/${'a'.repeat(900)}` }],
  ['with a wildcard', { parameter: '/petitions/*' }],
])('a name %s is refused, with a good one, and not repeated', (_, key) => {
  const message = messageOf(key);
  expect(message).toMatch(
    /^petitions\.json: .*key\.parameter must be the .*name of a parameter.*"\/petitions\/action-network"/,
  );
  expect(message).not.toContain('(it is');
});

test.each([
  ['the key itself', secret],
  ['nothing', undefined],
  ['a list', [secret]],
])('%s in its place is refused, with a good value, and not repeated', (_, key) => {
  const message = messageOf(key);
  expect(message).toContain(
    'watch.0.key must say where the key is kept, never the key itself, such as { "parameter": "/petitions/action-network" }',
  );
  expect(message).not.toContain(secret);
});

test('another setting beside it is refused by its name alone, and so is a key where none is asked for', () => {
  expect(messageOf({ parameter: '/key', value: secret })).toMatch(
    /watch\.0\.key\.value is not a setting here; there are parameter$/,
  );
  const uk = { source: 'uk-parliament', petition: '1', key: secret };
  expect(() => checkConfig({ watch: [uk] }, 'petitions.json')).toThrow(
    /^petitions\.json: watch\.0\.key is not a setting here/,
  );
});
