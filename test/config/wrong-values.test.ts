/** Every setting of petitions.json with values of every wrong type: each fault is said once, in our words, with a good value. */
import { BadInput, type Fault } from '../../src/validation.ts';
import { checkConfig } from '../../src/config/read-config.ts';

const rules = {
  timeZone: 'Europe/London',
  signingWindow: 'P30D',
  cutoff: 'end-of-day',
  thresholds: [
    {
      name: 'handover',
      signatures: 10_000,
      responseWindow: 'P14D',
      clock: 'closed',
      consequence: 'the mayor responds',
      parts: { of: 'wards', atLeast: 2, minimum: { north: 10, south: 20 } },
    },
  ],
  retractable: true,
  stopsAtDeadline: true,
  commitment: 'convention',
  authority: 'the mayor',
};
const full = {
  $schema: './petitions.schema.json',
  watch: [
    {
      source: 'uk-parliament',
      petition: '700143',
      baseUrl: 'https://example.org',
      opened: '2026-10-01T09:00:00Z',
      responseWindow: 'P60D',
    },
    { source: 'senedd', all: 'open', minSignatures: 100, titleMatches: 'green' },
    { source: 'change-org', petition: 'save-the-green' },
    { source: 'action-network', all: 'open', key: { parameter: '/petitions/key' } },
    {
      source: 'json',
      petition: 'green',
      url: 'https://example.org/green.json',
      page: 'https://example.org/green',
      title: 'Save the green',
      signatures: { expression: 'data.count', pattern: '([0-9,]+) signatures' },
      opened: '2026-10-01T09:00:00Z',
      refresh: 'PT5M',
      locale: 'en',
      after: 'var idea =',
      rules,
    },
    {
      source: 'html',
      petition: 'mairie',
      url: 'https://example.org/p',
      signatures: '.count',
      opened: { selector: 'time', attribute: 'datetime', pattern: '(.+)', format: 'dd/MM/yyyy' },
      closed: { selector: '.closed' },
      locale: 'fr',
      rules: { timeZone: 'Europe/Paris', thresholds: [{ name: 'council', signatures: 1500 }] },
    },
  ],
  subscribers: [
    {
      email: 'desk@example.org',
      alerts: ['threshold-met'],
      sources: ['uk-parliament'],
      petitions: ['uk-parliament/700143'],
      thresholds: ['response'],
    },
    { sms: '+447700900000' },
    { webhook: 'https://example.org/alerts' },
    { queue: 'arn:aws:sqs:eu-west-2:123456789012:alerts' },
    { function: 'arn:aws:lambda:eu-west-2:123456789012:function:alerts' },
  ],
  operators: [{ email: 'ops@example.org' }],
  digests: [
    {
      name: 'newsdesk',
      every: 'day',
      at: '08:00',
      timeZone: 'Europe/London',
      subscribers: [{ email: 'desk@example.org' }],
      petitions: ['uk-parliament/700143'],
    },
  ],
  site: {
    title: 'Petitions',
    locale: 'en-GB',
    timeZone: 'Europe/London',
    every: 'PT15M',
    domain: 'petitions.example.org',
    certificate: 'arn:aws:acm:us-east-1:123456789012:certificate/a',
  },
  contact: 'https://example.org/',
  warnBefore: ['P3D'],
  remindEvery: 'P7D',
  forecasts: true,
  quietHours: { from: '22:00', to: '07:00', timeZone: 'Europe/London' },
  sourceFailingAfter: 'PT30M',
  smsSpendLimit: 50,
  longestSilence: 'PT1H',
  requestsPerDay: { petition: 200, host: 20_000 },
  allowPrivateSources: false,
};

type Path = readonly string[];

/** The paths of all values inside of a value. */
function pathsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, one]) => pathsIn(one, [...path, key]))];
}

/** The value with something else at a path. */
function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  if (typeof value !== 'object' || value === null) throw new Error(`nothing is at ${key}`);
  const changed = Object.entries(value).map(([name, one]): [string, unknown] => [
    name,
    name === key ? replaced(one, rest, by) : one,
  ]);
  return Array.isArray(value) ? changed.map(([, one]) => one) : Object.fromEntries(changed);
}

function faultsOf(config: unknown): readonly Fault[] {
  try {
    checkConfig(config, 'petitions.json');
  } catch (error) {
    if (error instanceof BadInput) return error.faults;
    throw error;
  }
  return [];
}

const wrong: readonly unknown[] = [5, null, '', 'nonsense ', { nonsense: 5 }];
const cases = pathsIn(full).flatMap((path) =>
  wrong.map((by) => ({ path, by, faults: faultsOf(replaced(full, path, by)) })),
);

test('the config that the values are put into is good', () => {
  expect(faultsOf(full)).toEqual([]);
  expect(cases.length).toBeGreaterThan(600);
});

test('each fault names a good value, and none is in the words of zod', () => {
  const good = /such as |must be true or false|must be "|must be one of "|there (is|are) |did you mean "/;
  const notOurs = /Invalid|expected|received|Too (big|small)|is not a good value|must be written as/;
  const others = cases.flatMap(({ path, by, faults }) =>
    faults
      .filter(({ message }) => !good.test(message) || notOurs.test(message))
      .map((fault) => ({ at: path.join('.'), by, ...fault })),
  );
  expect(others).toEqual([]);
});

test('a value of the wrong type is one fault, at its path', () => {
  const others = cases
    .filter(({ by }) => typeof by !== 'object' || by === null)
    .filter(
      ({ path, faults }) =>
        faults.length > 1 || (faults[0] !== undefined && !path.join('.').startsWith(faults[0].path)),
    )
    .map(({ path, by, faults }) => ({ path: path.join('.'), by, faults }));
  expect(others).toEqual([]);
});
