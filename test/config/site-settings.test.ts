/** The status site in petitions.json: what is filled in, and what is a fault. */
import { BadInput } from '../../src/validation.ts';
import { checkConfig } from '../../src/config/read-config.ts';

const config = (site: object) =>
  checkConfig({ watch: [{ source: 'uk-parliament', petition: '1' }], site }, 'petitions.json');

test('nothing need be said: there is no site without it, and with it there is one every quarter of an hour', () => {
  expect(checkConfig({ watch: [{ source: 'uk-parliament', petition: '1' }] }, 'petitions.json').site).toBeUndefined();
  expect(config({}).site).toEqual({ title: 'Petitions', locale: 'en-GB', timeZone: 'UTC', every: 'PT15M' });
});

const certificate = 'arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555';

test.each<[string, object, string]>([
  ['an empty title', { title: ' ' }, 'site.title must be a text that is not empty'],
  ['a title of 101 characters', { title: 'x'.repeat(101) }, 'site.title must have at most 100 characters'],
  ['what is no language', { locale: 'no such' }, 'site.locale must be a BCP 47 language tag, such as "en-GB"'],
  ['what is no zone', { timeZone: 'CET+1' }, 'site.timeZone must be the name of a time zone'],
  ['more often than a minute', { every: 'PT30S' }, 'site.every must be an ISO 8601 duration from a minute to a day'],
  ['half minutes', { every: 'PT90S' }, 'site.every must be whole minutes'],
  ['an address for a name', { domain: 'https://example.org', certificate }, 'site.domain must be a host name of yours'],
  [
    'a certificate of another region',
    { domain: 'petitions.example.org', certificate: certificate.replace('us-east-1', 'eu-west-2') },
    'site.certificate must be the ARN of a certificate in us-east-1',
  ],
  [
    'a name without a certificate',
    { domain: 'petitions.example.org' },
    'site must have both "domain" and "certificate"',
  ],
  ['a certificate without a name', { certificate }, 'site must have both "domain" and "certificate"'],
  ['a word that is not known', { colour: 'red' }, 'site.colour'],
  ['signing up by a word', { signUp: true }, 'site.signUp must be an object, such as {}'],
  [
    'nobody a day',
    { signUp: { perDay: 0 } },
    'site.signUp.perDay must be a whole number from 1 to 100000, such as 1000',
  ],
  ['a hard proof of work', { signUp: { proofOfWork: 'hard' } }, 'site.signUp.proofOfWork must be true or false'],
  ['a word about signing up that is not known', { signUp: { sms: true } }, 'site.signUp.sms is not a setting here'],
])('%s is a fault that is named', (_, site, fault) => {
  expect(() => config(site)).toThrow(BadInput);
  expect(() => config(site)).toThrow(fault);
});

test('a name of your own with its certificate is good', () => {
  expect(config({ domain: 'petitions.example.org', certificate }).site).toMatchObject({
    domain: 'petitions.example.org',
  });
});

test('visitors can sign up where the site says so', () => {
  expect(config({}).site?.signUp).toBeUndefined();
  expect(config({ signUp: {} }).site?.signUp).toEqual({ perDay: 1_000 });
  expect(config({ signUp: { perDay: 5_000 } }).site?.signUp).toEqual({ perDay: 5_000 });
  expect(config({ signUp: { proofOfWork: true } }).site?.signUp).toEqual({ perDay: 1_000, proofOfWork: true });
});

test('nobody can sign up without a site: the error says where it belongs', () => {
  const file = { watch: [{ source: 'uk-parliament', petition: '1' }], signUp: {} };
  expect(() => checkConfig(file, 'petitions.json')).toThrow('signUp belongs in "site": "site": { "signUp": {} }');
});
