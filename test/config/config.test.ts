import { readFileSync } from 'node:fs';
import { BadInput } from '../../src/validation.ts';
import { configJsonSchema, type Config } from '../../src/config/config.ts';
import { checkConfig, readConfig } from '../../src/config/read-config.ts';
import { operatorSubscriptions, alertSubscriptions } from '../../src/config/subscriptions.ts';
import { namedPetitions } from '../../src/config/watched-petition.ts';

const petition = { source: 'uk-parliament', petition: '700143' };
const read = (config: unknown): Config => readConfig(JSON.stringify(config), 'petitions.json');

function faultsOf(config: unknown): Record<string, string> {
  try {
    read(config);
  } catch (error) {
    if (error instanceof BadInput) return Object.fromEntries(error.faults.map(({ path, message }) => [path, message]));
    throw error;
  }
  throw new Error('no fault was found');
}

test('the least config watches a petition and warns three days and one day ahead', () => {
  expect(read({ watch: [petition] })).toEqual({
    watch: [petition],
    subscribers: [],
    operators: [],
    digests: [],
    warnBefore: ['P3D', 'P1D'],
    sourceFailingAfter: 'PT30M',
    forecasts: true,
    longestSilence: 'PT1H',
    allowPrivateSources: false,
  });
});

test('a full config is read', () => {
  const config = read({
    $schema: './petitions.schema.json',
    watch: [
      petition,
      { source: 'us-we-the-people', petition: '22111', baseUrl: 'http://127.0.0.1:8999/', responseWindow: 'P60D' },
    ],
    subscribers: [
      { email: 'desk@example.org' },
      { sms: '+447700900000', alerts: ['threshold-met', 'response-missed'], petitions: ['uk-parliament/700143'] },
      { webhook: 'https://example.org/alerts', sources: ['uk-parliament'] },
      { webhook: 'http://127.0.0.1:8998/alerts' },
      { queue: 'arn:aws:sqs:eu-west-2:123456789012:alerts', thresholds: ['debate'] },
      { function: 'arn:aws:lambda:eu-west-2:123456789012:function:alerts:live' },
    ],
    operators: [{ email: 'ops@example.org' }, { webhook: 'https://example.org/operators' }],
    contact: 'https://example.org/about-our-monitor',
    warnBefore: ['P7D'],
    allowPrivateSources: true,
  });
  expect(alertSubscriptions(config)).toEqual([
    { protocol: 'email', endpoint: 'desk@example.org' },
    {
      protocol: 'sms',
      endpoint: '+447700900000',
      filterPolicy: { alert: ['threshold-met', 'response-missed'], petition: ['uk-parliament/700143'] },
    },
    { protocol: 'https', endpoint: 'https://example.org/alerts', filterPolicy: { source: ['uk-parliament'] } },
    { protocol: 'http', endpoint: 'http://127.0.0.1:8998/alerts' },
    {
      protocol: 'sqs',
      endpoint: 'arn:aws:sqs:eu-west-2:123456789012:alerts',
      filterPolicy: { threshold: ['debate', { exists: false }] },
    },
    { protocol: 'lambda', endpoint: 'arn:aws:lambda:eu-west-2:123456789012:function:alerts:live' },
  ]);
  expect(operatorSubscriptions(config)).toEqual([
    { protocol: 'email', endpoint: 'ops@example.org' },
    { protocol: 'https', endpoint: 'https://example.org/operators' },
  ]);
  const [uk, us] = namedPetitions(config);
  expect(uk).toMatchObject({
    petition: 'uk-parliament/700143',
    id: '700143',
    baseUrl: 'https://petition.parliament.uk',
    settings: { announceStart: true, warnBefore: ['P7D'], lagMinutes: 3 },
  });
  expect(us).toMatchObject({ petition: 'us-we-the-people/22111', baseUrl: 'http://127.0.0.1:8999' });
  expect(us?.settings.history.at(-1)?.rules.thresholds[0]?.responseWindow).toBe('P60D');
});

test('all faults are named at once, by path, each with a good value', () => {
  const faults = faultsOf({
    watch: [
      { source: 'uk-parlament', petition: '700143' },
      { source: 'uk-parliament', petition: 700143 },
      { source: 'us-we-the-people', petition: '22111', baseUrl: 'http://127.0.0.1:8999', responseWindow: '60 days' },
      { source: 'uk-parliament', petition: '1' },
      { source: 'uk-parliament', petition: '1' },
      'uk-parliament/2',
      { source: 'uk-parliament', petition: '3', minSignature: 10 },
    ],
    subscribers: [
      { email: 'desk' },
      { sms: '07700900000' },
      { email: 'a@example.org', sms: '+447700900000' },
      { email: 'b@example.org', alerts: ['treshold-met'], petitions: ['uk-parliament/9'] },
      {},
    ],
    operators: {},
    contact: 'me',
    warnBefore: ['3 days'],
    sourceFailingAfter: 'half an hour',
    longestSilence: 'P1M',
    requestsPerDay: { petition: 200.5, host: 10 },
    allowPrivateSources: 'no',
    topic: 'x',
  });
  expect(faults).toEqual({
    'watch.0.source': expect.stringMatching(
      /^must be a source that is read here: "uk-parliament", "us-we-the-people".* \(it is "uk-parlament"\)$/,
    ),
    'watch.1.petition': 'must be the id of a petition as text, such as "700143" (it is 700143)',
    'watch.2.baseUrl':
      'must be an https address of a public host, unless "allowPrivateSources" is true (it is "http://127.0.0.1:8999")',
    'watch.2.responseWindow': 'must be an ISO 8601 duration, such as "P30D" or "P6M" (it is "60 days")',
    'watch.4.petition': 'is watched already, as watch.3; name each petition once (it is "1")',
    'watch.5':
      'must be an object, such as { "source": "uk-parliament", "petition": "700143" } (it is "uk-parliament/2")',
    'watch.6.minSignature': expect.stringMatching(
      /^is not a setting here; there are source, petition, all, minSignatures, /,
    ),
    'subscribers.0.email': 'must be an e-mail address, such as "desk@example.org" (it is "desk")',
    'subscribers.1.sms': 'must be a telephone number with country code, such as "+447700900000" (it is "07700900000")',
    'subscribers.2': expect.stringMatching(/^must have one address, such as .* there are "email", "sms", "webhook", /),
    'subscribers.3.alerts.0': expect.stringMatching(/^must be an alert: "threshold-met", .* \(it is "treshold-met"\)$/),
    'subscribers.3.petitions.0': expect.stringMatching(
      /^is not watched; watched are .*"uk-parliament\/1".* \(it is "uk-parliament\/9"\)$/,
    ),
    'subscribers.4': expect.stringMatching(/^must have one address, such as .* there are "email", "sms", "webhook", /),
    operators: 'must be a list, such as [{ "email": "ops@example.org" }]',
    contact: 'must be an http(s) address, such as "https://example.org" (it is "me")',
    'warnBefore.0': 'must be an ISO 8601 duration, such as "P30D" or "P6M" (it is "3 days")',
    sourceFailingAfter: 'must be an ISO 8601 duration, such as "P30D" or "P6M" (it is "half an hour")',
    longestSilence: 'must be an ISO 8601 duration from a minute to a day, such as "PT1H" (it is "P1M")',
    'requestsPerDay.petition': 'must be a whole number, such as 200 (it is 200.5)',
    'requestsPerDay.host': 'must be 24 or more, such as 20000 (it is 10)',
    allowPrivateSources: 'must be true or false (it is "no")',
    topic: expect.stringMatching(/^is not a setting here; there are .*watch, subscribers/),
  });
});

test.each([
  ['nothing to watch', {}, 'watch', /must be a list, such as \[\{.*it is missing/],
  ['an empty list', { watch: [] }, 'watch', /must name something/],
  [
    'an empty list of alerts',
    { watch: [petition], subscribers: [{ email: 'a@example.org', alerts: [] }] },
    'subscribers.0.alerts',
    /left out for all/,
  ],
  [
    'an empty list of petitions',
    { watch: [petition], subscribers: [{ email: 'a@example.org', petitions: [] }] },
    'subscribers.0.petitions',
    /left out for all/,
  ],
  ['another scheme', { watch: [{ ...petition, baseUrl: 'ftp://example.org' }] }, 'watch.0.baseUrl', /https address/],
  ['a local name', { watch: [{ ...petition, baseUrl: 'https://intranet.local' }] }, 'watch.0.baseUrl', /public host/],
  ['a private address', { watch: [{ ...petition, baseUrl: 'https://[fd00::1]/' }] }, 'watch.0.baseUrl', /public host/],
])('%s is refused', (_, config, path, message) => {
  expect(faultsOf(config)).toEqual({ [path]: expect.stringMatching(message) });
});

test('a file that is not JSON says so, and what it begins with', () => {
  expect(() => readConfig('{ "watch": [', 'petitions.json')).toThrow(
    /^petitions.json: is not JSON \(.*\); it begins { "watch": \[/,
  );
  expect(() => readConfig('[]', 'petitions.json')).toThrow(/^petitions.json: /);
});

test('a config in code is checked like one in a file', () => {
  expect(() => checkConfig({ watch: [] }, 'PetitionMonitor')).toThrow(/^PetitionMonitor: watch must name something/);
});

test('private sources are taken when the config says so', () => {
  const watch = [{ ...petition, baseUrl: 'http://127.0.0.1:1' }];
  expect(read({ watch, allowPrivateSources: true }).watch).toEqual(watch);
});

test('petitions.schema.json is the published form of the schema', () => {
  const published: unknown = JSON.parse(readFileSync(new URL('../../petitions.schema.json', import.meta.url), 'utf8'));
  expect(published).toEqual(JSON.parse(JSON.stringify(configJsonSchema())));
});
