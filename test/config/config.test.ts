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
    summaryAbove: 10,
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
    smsSpendLimit: 0,
    longestSilence: 'P1M',
    requestsPerDay: { petition: 200.5, host: 10 },
    allowPrivateSources: 'no',
    topic: 'x',
  });
  expect(faults).toEqual({
    'watch.0.source': 'must be a source that the monitor reads; did you mean "uk-parliament"? (it is "uk-parlament")',
    'watch.1.petition': 'must be the id of a petition as text, such as "700143" (it is 700143)',
    'watch.2.baseUrl':
      'must be an https address of a public host, unless "allowPrivateSources" is true (it is "http://127.0.0.1:8999")',
    'watch.2.responseWindow':
      'must be an ISO 8601 duration from a minute to a hundred years, such as "P30D" or "P6M" (it is "60 days")',
    'watch.4.petition': 'is already watched, as watch.3; list each petition once (it is "1")',
    'watch.5':
      'must be an object, such as { "source": "uk-parliament", "petition": "700143" } (it is "uk-parliament/2")',
    'watch.6.minSignature': 'is not a setting here; did you mean "minSignatures"?',
    'subscribers.0.email': 'must be an e-mail address, such as "desk@example.org" (it is "desk")',
    'subscribers.1.sms': 'must be a telephone number with country code, such as "+447700900000" (it is "07700900000")',
    'subscribers.2': expect.stringMatching(/^must have one address, such as .* there are "email", "sms", "webhook", /),
    'subscribers.3.alerts.0': 'must be an alert; did you mean "threshold-met"? (it is "treshold-met")',
    'subscribers.4': expect.stringMatching(/^must have one address, such as .* there are "email", "sms", "webhook", /),
    operators: 'must be a list, such as [{ "email": "ops@example.org" }]',
    contact: 'must be an http(s) address, such as "https://example.org" (it is "me")',
    'warnBefore.0':
      'must be an ISO 8601 duration from a minute to a hundred years, such as "P30D" or "P6M" (it is "3 days")',
    sourceFailingAfter:
      'must be an ISO 8601 duration from a minute to a hundred years, such as "P30D" or "P6M" (it is "half an hour")',
    smsSpendLimit: 'must be dollars in a month, such as 50 (it is 0)',
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
    /^must not be empty: name one, such as .* leave the list out to get all/,
  ],
  [
    'an empty list of petitions',
    { watch: [petition], subscribers: [{ email: 'a@example.org', petitions: [] }] },
    'subscribers.0.petitions',
    /^must not be empty: name one, such as .* leave the list out to get all/,
  ],
  [
    'another scheme',
    { watch: [{ ...petition, baseUrl: 'ftp://example.org' }] },
    'watch.0.baseUrl',
    /^must be an http\(s\) address/,
  ],
  ['a local name', { watch: [{ ...petition, baseUrl: 'https://intranet.local' }] }, 'watch.0.baseUrl', /public host/],
  ['a private address', { watch: [{ ...petition, baseUrl: 'https://[fd00::1]/' }] }, 'watch.0.baseUrl', /public host/],
])('%s is refused', (_, config, path, message) => {
  expect(faultsOf(config)).toEqual({ [path]: expect.stringMatching(message) });
});

/** A threshold of a page that a config describes. */
const own = (threshold: object, more: object = {}): object => ({
  source: 'json',
  petition: 'green',
  url: 'https://example.org/',
  signatures: 'n',
  rules: { timeZone: 'Europe/London', thresholds: [{ name: 'goal', signatures: 100, ...threshold }], ...more },
});

// With P900000Y the deadline could not be computed, with P40000Y not be stored: the run failed every minute, and
// threshold-met was never sent. What no petition can have is waited for in silence.
test.each<[string, object, string, RegExp]>([
  [
    'a response window of 900,000 years',
    { watch: [{ ...petition, responseWindow: 'P900000Y' }] },
    'watch.0.responseWindow',
    /^must be an ISO 8601 duration from a minute to a hundred years, such as "P30D" or "P6M" \(it is "P900000Y"\)$/,
  ],
  [
    'a day more than a hundred years in rules',
    { watch: [own({ responseWindow: 'P100Y1D' })] },
    'watch.0.rules.thresholds.0.responseWindow',
    /from a minute to a hundred years/,
  ],
  [
    'a signing window of 40,000 years',
    { watch: [own({}, { signingWindow: 'P40000Y' })] },
    'watch.0.rules.signingWindow',
    /from a minute to a hundred years/,
  ],
  [
    'a warning a millisecond before',
    { watch: [petition], warnBefore: ['P3D', 'PT0.001S'] },
    'warnBefore.1',
    /from a minute to a hundred years/,
  ],
  [
    'a reminder every second',
    { watch: [petition], remindEvery: 'PT1S' },
    'remindEvery',
    /^must be an ISO 8601 duration from an hour to a hundred years, such as "P7D" \(it is "PT1S"\)$/,
  ],
  [
    'a threshold of a billion',
    { watch: [own({ signatures: 1e9 })] },
    'watch.0.rules.thresholds.0.signatures',
    /^must be a whole number of signatures below a billion, such as 100000 \(it is 1000000000\)$/,
  ],
  [
    'a least count of a billion',
    { watch: [{ source: 'uk-parliament', all: 'open', minSignatures: 1e9 }] },
    'watch.0.minSignatures',
    /^must be below a billion, such as 5000/,
  ],
  [
    'a threshold that is called as what objects have',
    { watch: [own({ name: 'constructor' })] },
    'watch.0.rules.thresholds.0.name',
    /^must be a short lower-case name other than "constructor", such as "response" \(it is "constructor"\)$/,
  ],
  [
    'an opening in the year 1, which .NET writes for none',
    { watch: [{ ...petition, opened: '0001-01-01T00:00:00Z' }] },
    'watch.0.opened',
    /^must be an ISO 8601 instant from 1900 to 2199, such as "2026-10-01T09:00:00Z"/,
  ],
  [
    'an opening with ten digits of a second',
    { watch: [{ ...petition, opened: '2026-12-01T00:01:30.0123456789Z' }] },
    'watch.0.opened',
    /^must be an ISO 8601 instant/,
  ],
  [
    'an opening in the year 9999',
    { watch: [own({}), { ...own({}), petition: 'b', opened: '9999-12-31T00:00:00Z' }] },
    'watch.1.opened',
    /^must be an /,
  ],
])('what could not be run for ever is refused: %s', (_, config, path, message) => {
  expect(faultsOf(config)).toEqual({ [path]: expect.stringMatching(message) });
});

test('the longest and the shortest lengths are read', () => {
  const { warnBefore, remindEvery } = read({ watch: [petition], warnBefore: ['P100Y', 'PT1M'], remindEvery: 'PT1H' });
  expect({ warnBefore, remindEvery }).toEqual({ warnBefore: ['P100Y', 'PT1M'], remindEvery: 'PT1H' });
});

// A lookup by such a name on a bare object finds what is inherited.
test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('%s is no source, alert or petition', (name) => {
  const config = {
    watch: [petition, { source: name, petition: '1' }],
    subscribers: [{ email: 'a@example.org', alerts: [name], sources: [name] }],
  };
  expect(faultsOf(config)).toEqual({
    'watch.1.source': expect.stringMatching(/^must be a source that the monitor reads; there are /),
    'subscribers.0.alerts.0': expect.stringMatching(/^must be an alert; there are /),
    'subscribers.0.sources.0': expect.stringMatching(/^must be a source that the monitor reads; there are /),
  });
});

test('a filter for what is not watched is a fault, unless an entry of `watch` is the fault', () => {
  const subscribers = [
    { email: 'a@example.org', petitions: ['uk-parliament/9'], sources: ['jersey'], thresholds: ['debat'] },
  ];
  expect(faultsOf({ watch: [petition], subscribers })).toEqual({
    'subscribers.0.petitions.0': 'is not a watched petition; there is "uk-parliament/700143" (it is "uk-parliament/9")',
    'subscribers.0.sources.0': 'is not a source of a watched petition; there is "uk-parliament" (it is "jersey")',
    'subscribers.0.thresholds.0': 'is not a threshold of a watched petition; did you mean "debate"? (it is "debat")',
  });
  for (const [path, entry] of [
    ['source', { source: 'uk-parlament', petition: '9' }],
    ['petition', { source: 'uk-parliament', petition: 9 }],
  ] as const) {
    expect(Object.keys(faultsOf({ watch: [petition, entry], subscribers }))).toEqual([`watch.1.${path}`]);
  }
});

test('of many watched petitions, a fault names twenty', () => {
  const watch = Array.from({ length: 30 }, (_, index) => ({ ...petition, petition: String(index + 1) }));
  const subscribers = [{ email: 'a@example.org', petitions: ['uk-parliament/99'] }];
  expect(faultsOf({ watch, subscribers })['subscribers.0.petitions.0']).toMatch(/"uk-parliament\/20", 10 more \(it is/);
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
